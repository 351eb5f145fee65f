import { createRoute } from '@hono/zod-openapi';
import { estimate, ledger, type LedgerCall } from '#contract/billing.ts';
import { planOfProject } from '#server/agents/index.ts';
import { estimateRun, findAllowance } from '#server/billing/index.ts';
import { asActor, narrowTo, type Actor, type Tx } from '#server/platform/database/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { answers, idParams, newRoutes } from '#server/platform/http/routes.ts';
import { getProject } from '#server/projects/index.ts';
import { enterChat } from './chat.ts';
import { listCalls, listFilesTouched } from './ledger-queries.ts';
import { findRun } from './run-queries.ts';

const ofRun = createRoute({
  method: 'get', path: '/runs/{id}/ledger', operationId: 'runs.ledger', tags: ['runs'], summary: 'All that a run called, what it took, and the files it touched',
  request: { params: idParams }, responses: answers(200, ledger),
});

const ofChat = createRoute({
  method: 'get', path: '/chats/{id}/estimate', operationId: 'estimate.ofChat', tags: ['usage'], summary: 'What the next answer in a chat will roughly take',
  request: { params: idParams }, responses: answers(200, estimate),
});

const ofProject = createRoute({
  method: 'get', path: '/projects/{id}/estimate', operationId: 'estimate.ofProject', tags: ['usage'], summary: 'What a new app will roughly take',
  request: { params: idParams }, responses: answers(200, estimate),
});

export const ledgerRoutes = newRoutes()
  .openapi(ofRun, async (c) => {
    const { id } = c.req.valid('param');
    return c.json(await asActor(actorOf(c), async (tx) => {
      const run = await findRun(tx, id);
      if (!run) throw notFound('run');
      await narrowTo(tx, run.projectId);
      const calls = await listCalls(tx, id);
      const { status, error = null, model, startedAt, finishedAt, steps } = run;
      return { runId: id, status, error, model, startedAt, finishedAt, steps, calls, ...totalsOf(calls), files: await listFilesTouched(tx, id) };
    }), 200);
  })
  .openapi(ofChat, async (c) => {
    const { id } = c.req.valid('param');
    const actor = actorOf(c);
    return c.json(await estimateFor(actor, async (tx) => {
      const { projectId, artifactId } = await enterChat(tx, id);
      return { projectId, kind: artifactId === null ? 'build' : 'change' };
    }), 200);
  })
  .openapi(ofProject, async (c) => {
    const { id } = c.req.valid('param');
    return c.json(await estimateFor(actorOf(c), async () => ({ projectId: id, kind: 'build' })), 200);
  });

async function estimateFor(actor: Actor, find: (tx: Tx) => Promise<{ projectId: string; kind: 'build' | 'change' }>) {
  const { projectId, kind, allowance } = await asActor(actor, async (tx) => {
    const found = await find(tx);
    const { workspaceId, role } = await getProject(tx, actor.userId, found.projectId);
    return { ...found, allowance: role === null ? null : await findAllowance(tx, workspaceId) };
  });
  const plan = await planOfProject(projectId);
  // Most of what a run takes is the coder's.
  const [coder] = plan.lines.coder ?? [];
  return { isFree: plan.builtIn, ...await estimateRun(projectId, kind, coder ? `${coder.provider}/${coder.model}` : plan.name), allowance };
}

function totalsOf(calls: LedgerCall[]): { charged: number; notCharged: number; costMicrodollars: number | null } {
  const sum = (some: LedgerCall[]) => some.reduce((total, call) => total + call.input + call.output, 0);
  const priced = calls.filter((call) => call.input + call.output > 0);
  return {
    charged: sum(calls.filter((call) => call.charged)), notCharged: sum(calls.filter((call) => !call.charged)),
    costMicrodollars: priced.some((call) => call.costMicrodollars === null) ? null : priced.reduce((total, call) => total + call.costMicrodollars!, 0),
  };
}
