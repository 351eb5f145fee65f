import { describe, expect, test } from 'vitest';
import { answerRequest, cancelRun, startRun, steerRun } from '#server/agents/index.ts';
import { agentLimits } from '#server/agents/runs/limits.ts';
import { startCrew, type Chatting } from '#tests/support/crew.ts';
import { loanScript } from '#tests/support/loan-script.ts';
import { scriptedModels, type Script } from '#tests/support/scripted-model.ts';

let script: Script = loanScript;
const crew = await startCrew(scriptedModels((...call) => script(...call), { pauseMs: 2 }));
const isWorking = (context: Parameters<Script>[0], agent: string) => context.agent === agent && context.phase === 'work';

type Request = { id: string; kind: string; payload: Record<string, unknown> };
const openRequests = (runId: string) => crew.sql<Request>('select id, kind, payload from run_requests where run_id = $1 and answer is null order by created_at', [runId]);
const versions = (chat: Chatting) => crew.sql<{ number: number; is_partial: boolean; paths: string[] }>(
  `select v.number, v.is_partial, array(select f->>'path' from jsonb_array_elements(v.files) f order by 1) as paths
    from artifact_versions v join artifacts a on a.id = v.artifact_id where a.chat_id = $1 order by v.number`, [chat.chatId]);

async function asked(runId: string): Promise<Request> {
  for (;;) {
    const [found] = await openRequests(runId);
    if (found) return found;
    await new Promise((wake) => setTimeout(wake, 15));
  }
}

async function begin(chat: Chatting, text = 'Build a loan tracker'): Promise<string> {
  const id = await crew.post(chat, text);
  await startRun(id);
  return id;
}

const planOf = (steps: string[]): Script => (context, round) => {
  if (context.agent === 'orchestrator' && context.phase === 'plan') {
    return round === 0 ? { calls: [{ tool: 'plan_work', input: { title: 'Loans', kind: 'build', message: 'On it.', steps: steps.map((agent) => ({ agent, intent: `Work as ${agent}` })) } }] } : {};
  }
  return { text: `${context.agent} is done.` };
};

describe('a plan', () => {
  test('is shown before work, and what a person takes out of it is not done', async () => {
    script = loanScript;
    const chat = await crew.newChat({ approval: 'ask' });
    const id = await begin(chat);
    const { id: request, kind, payload } = await asked(id);
    expect({ kind, title: payload['title'] }).toEqual({ kind: 'plan', title: 'Loan tracker' });
    expect((await crew.events(id)).some(({ type }) => type === 'step.started')).toBe(false);
    const steps = (payload['steps'] as { agent: string; intent: string }[]).filter(({ agent }) => agent !== 'designer' && agent !== 'scanning').map((step) => ({ ...step, intent: `Mine: ${step.agent}` }));
    await answerRequest({ userId: chat.userId }, id, request, { decision: 'approve', steps });
    const row = await crew.ended(id);
    expect(row).toMatchObject({ status: 'succeeded' });
    expect(row.steps.map(({ agent }) => agent)).toEqual(['requirements', 'architect', 'coder', 'data-validation', 'quality']);
    expect((row.steps[0] as { intent?: string }).intent).toBe('Mine: requirements');
  });

  test('is made anew by words, which the orchestrator hears', async () => {
    const conversations: string[][] = [];
    script = (context, round) => {
      if (context.phase === 'plan' && round === 0) conversations.push(context.conversation.map(({ text }) => text));
      return loanScript(context, round);
    };
    const chat = await crew.newChat({ approval: 'ask' });
    const id = await begin(chat);
    await answerRequest({ userId: chat.userId }, id, (await asked(id)).id, { decision: 'change', text: 'Leave out the scan' });
    await until(async () => conversations.length === 2);
    await answerRequest({ userId: chat.userId }, id, (await asked(id)).id, { decision: 'cancel' });
    expect(await crew.ended(id)).toMatchObject({ status: 'cancelled' });
    expect(conversations).toEqual([[], ['Leave out the scan']]);
    expect(await versions(chat)).toEqual([]);
  });

  test('of a chat that lets the crew begin at once, or without a coder, is not asked about', async () => {
    script = planOf(['search']);
    expect(await crew.ended(await begin(await crew.newChat({ approval: 'ask' })))).toMatchObject({ status: 'succeeded' });
    script = loanScript;
    expect(await crew.ended(await begin(await crew.newChat()))).toMatchObject({ status: 'succeeded' });
  });
});

describe('agents', () => {
  test('that do not need each other work at the same time', async () => {
    // Each begins to speak only when the other one has been asked.
    const asked = new Set<string>();
    script = async (context, round) => {
      if (context.phase === 'work') asked.add(context.agent);
      if (isWorking(context, 'architect')) await until(async () => asked.has('designer'));
      if (isWorking(context, 'designer')) await until(async () => asked.has('architect'));
      return loanScript(context, round);
    };
    expect(await crew.ended(await begin(await crew.newChat()))).toMatchObject({ status: 'succeeded' });
  });

  test('stop when the one beside them fails', async () => {
    script = (context, round) => {
      if (isWorking(context, 'architect')) throw new Error('the model broke');
      if (isWorking(context, 'designer') && round === 0) return { text: 'word '.repeat(2000) };
      return loanScript(context, round);
    };
    const row = await crew.ended(await begin(await crew.newChat()));
    expect(row).toMatchObject({ status: 'failed', error: { code: 'internal' } });
  });

  test('ask people at most four questions in one form, and get the answers', async () => {
    script = (context, round) => {
      if (!isWorking(context, 'requirements')) return planOf(['requirements'])(context, round);
      if (round === 0) return { calls: [{ tool: 'ask_person', input: { questions: [{ text: 'Who?', kind: 'text' }, { text: 'Which?', kind: 'choices', options: ['A', 'B', 'C'] }] } }] };
      return { text: 'Written down.' };
    };
    const chat = await crew.newChat();
    const id = await begin(chat);
    const request = await asked(id);
    expect(await crew.sql('select status from agent_runs where id = $1', [id])).toEqual([{ status: 'waiting' }]);
    await expect(answerRequest({ userId: chat.userId }, id, request.id, { answers: ['Sales', ['D']] })).rejects.toMatchObject({ code: 'invalid_input', fields: { 'answers.1': 'Choose among the options.' } });
    await answerRequest({ userId: chat.userId }, id, request.id, { answers: [null, ['A', 'C']] });
    await expect(answerRequest({ userId: chat.userId }, id, request.id, { answers: [] })).rejects.toMatchObject({ code: 'conflict', detail: expect.stringContaining('Owner answered this already') });
    expect(await crew.ended(id)).toMatchObject({ status: 'succeeded' });
    const answers = await crew.sql(`select content->'parts'->0->>'text' as text from chat_messages where chat_id = $1 and metadata ? 'during'`, [chat.chatId]);
    expect(answers).toEqual([{ text: 'Which?\nA, C' }]);
    expect((await crew.events(id)).filter((event) => event.type === 'tool.finished')).toMatchObject([{ ok: true, summary: 'Answered' }]);
  });

  test('that wait can be stopped, and an answer after that is refused', async () => {
    script = (context, round) => (isWorking(context, 'requirements') && round === 0
      ? { calls: [{ tool: 'ask_person', input: { questions: [{ text: 'Who?', kind: 'text' }] } }] } : planOf(['requirements'])(context, round));
    const chat = await crew.newChat();
    const id = await begin(chat);
    const request = await asked(id);
    await cancelRun(id);
    expect(await crew.ended(id)).toMatchObject({ status: 'cancelled' });
    await expect(answerRequest({ userId: chat.userId }, id, request.id, { answers: ['Me'] })).rejects.toMatchObject({ code: 'conflict' });
    script = planOf(['search']);
    expect(await crew.ended(await begin(chat))).toMatchObject({ status: 'succeeded' });
  });

  test('ask another agent, who has tools that read and can ask nobody', async () => {
    const seen: { agent: string; phase: string; request: string }[] = [];
    script = (context, round) => {
      seen.push({ agent: context.agent, phase: context.phase, request: context.request });
      if (context.phase === 'answer') {
        return round === 0 ? { calls: [{ tool: 'search_project', input: { query: 'loans' } }, { tool: 'delegate', input: { agent: 'search', question: 'And you?' } }, { tool: 'report_finding', input: {} }] } : { text: 'There is one app about loans.' };
      }
      if (isWorking(context, 'requirements')) return round === 0 ? { calls: [{ tool: 'delegate', input: { agent: 'search', question: 'What is there about loans?' } }] } : { text: 'Written down.' };
      return planOf(['requirements'])(context, round);
    };
    const chat = await crew.newChat();
    const id = await begin(chat);
    expect(await crew.ended(id)).toMatchObject({ status: 'succeeded' });
    expect(seen.filter(({ phase }) => phase === 'answer')).toEqual(Array.from({ length: 2 }, () => ({ agent: 'search', phase: 'answer', request: 'What is there about loans?' })));
    const tools = (await crew.events(id)).filter((event) => event.type === 'tool.finished');
    expect(tools).toMatchObject([{ ok: true, summary: 'There is one app about loans.' }]);
    expect(await crew.sql('select 1 from project_context where project_id = $1', [chat.projectId])).toEqual([]);
  });
});

describe('a limit', () => {
  const busy: Script = (context, round) => (isWorking(context, 'search')
    ? (round < 20 ? { calls: [{ tool: 'search_project', input: { query: `question ${round}` } }] } : { text: 'At last.' })
    : planOf(['search'])(context, round));

  test('pauses the run with its reason, and a person lets it go on', async () => {
    script = busy;
    const chat = await crew.newChat();
    const id = await begin(chat);
    const request = await asked(id);
    expect(request).toMatchObject({ kind: 'limit', payload: { agent: 'search', limit: 'rounds', detail: 'The search agent was not done after 16 rounds.' } });
    await answerRequest({ userId: chat.userId }, id, request.id, { decision: 'continue' });
    const row = await crew.ended(id);
    expect(row).toMatchObject({ status: 'succeeded', steps: [{ summary: 'At last.' }] });
    expect((await crew.events(id)).filter((event) => event.type === 'tool.finished')).toHaveLength(20);
  });

  test('of tokens ends the run when a person stops it there, with the work kept as a version', async () => {
    const before = agentLimits.tokens;
    agentLimits.tokens = 200;
    try {
      script = loanScript;
      const chat = await crew.newChat();
      const id = await begin(chat);
      const seen: string[] = [];
      for (let at = await asked(id); at.payload['agent'] !== 'coder'; at = await asked(id)) {
        seen.push(String(at.payload['agent']));
        await answerRequest({ userId: chat.userId }, id, at.id, { decision: 'continue' });
      }
      await answerRequest({ userId: chat.userId }, id, (await asked(id)).id, { decision: 'stop' });
      const row = await crew.ended(id);
      expect(row).toMatchObject({ status: 'needs_attention', error: { code: 'limit_reached' } });
      expect(row.steps.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'succeeded', 'failed', 'cancelled', 'cancelled', 'cancelled']);
      expect(await versions(chat)).toMatchObject([{ number: 1, is_partial: true, paths: ['app.tsx', 'loan-table.tsx'] }]);
    } finally {
      agentLimits.tokens = before;
    }
  });

  test('of circles is no pause: the run ends, by no fault of the person who asked', async () => {
    script = (context, round) => (isWorking(context, 'coder') ? { calls: [{ tool: 'list_files', input: {} }] } : planOf(['coder'])(context, round));
    expect(await crew.ended(await begin(await crew.newChat()))).toMatchObject({ status: 'needs_attention', error: { code: 'loop_detected' } });
  });

  test('of growing inputs pauses the run', async () => {
    script = (context, round) => (isWorking(context, 'coder') && round < 7
      ? { calls: [{ tool: 'write_file', input: { path: `f${round}.ts`, content: `// ${'x'.repeat(10_000 * 1.7 ** round)}` } }] } : planOf(['coder'])(context, round));
    const chat = await crew.newChat();
    const id = await begin(chat);
    expect(await asked(id)).toMatchObject({ kind: 'limit', payload: { limit: 'arguments', detail: expect.stringContaining('grow with every call') } });
    await cancelRun(id);
    await crew.ended(id);
  });
});

describe('a person', () => {
  test('steers a run: the model at work hears it at its next call, and so do the agents after it', async () => {
    const heard: Record<string, string[]> = {};
    let steered = false;
    script = async (context, round, told) => {
      heard[`${context.agent} ${context.phase} ${round}`] = [...context.conversation.map(({ text }) => text), ...(told ?? [])];
      if (isWorking(context, 'requirements') && round === 0) {
        steered = true;
        await new Promise((wake) => setTimeout(wake, 150));
      }
      return loanScript(context, round);
    };
    const chat = await crew.newChat();
    const id = await begin(chat);
    await until(async () => steered);
    await steerRun({ userId: chat.userId }, id, { id: '0b0b0b0b-0000-4000-8000-000000000001', text: 'Make it plum' });
    expect(await crew.ended(id)).toMatchObject({ status: 'succeeded' });
    expect(heard['requirements work 0']).toEqual([]);
    expect(heard['requirements work 1']).toEqual(['While you work, Owner says: Make it plum']);
    expect(heard['coder work 2']).toEqual(['Make it plum']);
    expect((await crew.events(id)).find((event) => event.type === 'message.created' && event.message.during)).toMatchObject({ message: { during: { runId: id, as: 'guidance' }, authorName: 'Owner' } });
  });

  test('who steers too late for any model has started the next run with it', async () => {
    let summing = false;
    script = async (context, round) => {
      if (context.phase === 'summary') {
        summing = true;
        await new Promise((wake) => setTimeout(wake, 200));
      }
      return planOf(['search'])(context, round);
    };
    const chat = await crew.newChat();
    const id = await begin(chat);
    await until(async () => summing);
    const late = '0b0b0b0b-0000-4000-8000-000000000002';
    await steerRun({ userId: chat.userId }, id, { id: late, text: 'And in green' });
    await crew.ended(id);
    expect(await crew.ended(late)).toMatchObject({ status: 'succeeded' });
    await expect(steerRun({ userId: chat.userId }, id, { id: '0b0b0b0b-0000-4000-8000-000000000003', text: 'Hello?' })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('who stops a run that changed files finds them as a version, and the current one is as it was', async () => {
    script = loanScript;
    const chat = await crew.newChat();
    await crew.ended(await begin(chat));
    script = (context, round) => (isWorking(context, 'coder')
      ? (round === 0 ? { calls: [{ tool: 'write_file', input: { path: 'more.ts', content: 'export const more = 1;' } }] } : { text: 'word '.repeat(2000) })
      : planOf(['coder'])(context, round));
    const id = await begin(chat, 'Add more');
    await until(async () => (await crew.events(id)).some(({ type }) => type === 'text.delta'));
    await cancelRun(id);
    await crew.ended(id);
    await until(async () => (await versions(chat)).length === 2);
    expect(await versions(chat)).toMatchObject([{ number: 1, is_partial: false }, { number: 2, is_partial: true, paths: ['app.tsx', 'loan-table.tsx', 'more.ts'] }]);
    expect(await crew.sql('select current_version from artifacts where chat_id = $1', [chat.chatId])).toEqual([{ current_version: 1 }]);
    expect(await crew.sql(`select count(*)::int as files from artifact_files where file_path = 'more.ts'`)).toEqual([{ files: 0 }]);
  });

  test('does a failed step again: the earlier ones are taken over, with the files that were there', async () => {
    script = (context, round) => (isWorking(context, 'coder') && round === 2 ? { text: 'I give up.' } : loanScript(context, round));
    const chat = await crew.newChat();
    const failed = await crew.ended(await begin(chat));
    expect(failed).toMatchObject({ status: 'needs_attention', steps: [{}, {}, {}, { agent: 'coder', status: 'failed' }, {}, {}, {}] });
    const [worked, files]: [string[], string[][]] = [[], []];
    script = (context, round) => {
      if (round === 0) worked.push(`${context.agent} ${context.phase}`);
      if (isWorking(context, 'coder')) {
        files.push(context.app?.files.map(({ path }) => path) ?? []);
        return round === 0 ? { calls: [{ tool: 'publish_version', input: { title: 'Loan tracker', summary: 'First.', changes: [] } }] } : { text: 'Published.' };
      }
      return loanScript(context, round);
    };
    const again = await crew.post(chat, 'Build a loan tracker', { retries: { runId: failed.id, stepIndex: 3 } });
    await startRun(again);
    const row = await crew.ended(again);
    expect(row).toMatchObject({ status: 'succeeded' });
    expect(row.steps.map(({ status }) => status)).toEqual(Array.from({ length: 7 }, () => 'succeeded'));
    expect(worked.toSorted()).toEqual(['coder work', 'data-validation work', 'orchestrator summary', 'quality work', 'scanning work']);
    expect(files[0]).toEqual(['app.tsx', 'loan-table.tsx']);
    expect(await crew.sql('select name from app_collections c join artifacts a on a.id = c.artifact_id where a.chat_id = $1', [chat.chatId])).toEqual([{ name: 'loans' }]);
    expect((await versions(chat)).map(({ number, is_partial: isPartial }) => ({ number, isPartial }))).toEqual([{ number: 1, isPartial: true }, { number: 2, isPartial: false }]);
  });
});

async function until(reached: () => Promise<boolean>): Promise<void> {
  while (!(await reached())) await new Promise((wake) => setTimeout(wake, 15));
}
