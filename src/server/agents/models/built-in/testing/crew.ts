import { generateText, isStepCount, tool } from 'ai';
import type { ToolSet } from 'ai';
import type { AgentType } from '#contract/agents.ts';
import { contextMessage, agentLine } from '../../../context.ts';
import type { AgentContext } from '../../../context.ts';
import type { PlanWorkInput } from '../../../tools/plan-work.ts';
import { toolsOf } from '../../../tools/index.ts';
import type { Blueprint } from '../blueprint.ts';
import { createBuiltInModel } from '../model.ts';

/** A chat in memory: the real prompts, tool inputs and SDK loop; what tools store is kept here instead of in a database. */
export type Chat = {
  conversation: AgentContext['conversation'];
  files: Map<string, string>;
  version: number;
  title: string;
  blueprint: Blueprint | null;
  collections: { name: string; title: string; schema: Record<string, unknown> }[];
};

export type Turn = { said: string; prompts: string[]; plan: PlanWorkInput | null; steps: AgentContext['steps']; calls: { agent: AgentType; tool: string; input: unknown }[]; summary: string };

/** Answers of tools to give instead of the usual ones, by tool, in order. */
export type Answers = Record<string, unknown[]>;

export function newChat(): Chat {
  return { conversation: [], files: new Map(), version: 0, title: '', blueprint: null, collections: [] };
}

export async function send(chat: Chat, request: string, answers: Answers = {}): Promise<Turn> {
  const turn: Turn = { said: '', prompts: [], plan: null, steps: [], calls: [], summary: '' };
  const queues = new Map(Object.entries(answers).map(([name, list]) => [name, [...list]]));
  const work = (agent: AgentType, phase: AgentContext['phase']): Promise<string> => speak(agent, phase, request, chat, turn, queues);
  turn.said = await work('orchestrator', 'plan');
  if (turn.plan) {
    turn.steps = turn.plan.steps.map((step) => ({ ...step, status: 'pending' as const }));
    for (const step of turn.steps) {
      step.status = 'running';
      step.summary = await work(step.agent, 'work');
      step.status = /does not build|could not/.test(step.summary) ? 'failed' : 'succeeded';
    }
    turn.summary = await work('orchestrator', 'summary');
  }
  chat.conversation.push({ author: 'person', text: request }, { author: 'crew', text: turn.summary || turn.said });
  return turn;
}

async function speak(agent: AgentType, phase: AgentContext['phase'], request: string, chat: Chat, turn: Turn, queues: Map<string, unknown[]>): Promise<string> {
  const context: AgentContext = {
    agent, phase, request, conversation: chat.conversation, project: { name: 'Tests', otherApps: [], documents: [] },
    app: chat.files.size || chat.version ? { artifactId: 'app', title: chat.title, version: chat.version, files: [...chat.files].map(([path, content]) => ({ path, size: Buffer.byteLength(content) })), blueprint: chat.blueprint, collections: chat.collections } : null,
    steps: phase === 'plan' ? [] : turn.steps,
  };
  const tools: ToolSet = {};
  for (const one of toolsOf(agent, phase)) {
    tools[one.name] = tool({
      description: one.description,
      inputSchema: one.input,
      execute: async (input: unknown) => {
        turn.calls.push({ agent, tool: one.name, input });
        return queues.get(one.name)?.shift() ?? answer(one.name, input, chat, turn);
      },
    });
  }
  const result = await generateText({
    model: createBuiltInModel(), instructions: `${agentLine(agent)}\nWork well.`, messages: [{ role: 'user', content: contextMessage(context) }], tools, toolCallConcurrency: 1,
    stopWhen: [isStepCount(20), () => phase === 'plan' && turn.plan !== null],
  });
  const broken = result.steps.flatMap((step) => step.content).find((part) => part.type === 'tool-error' || (part.type === 'tool-call' && part.invalid));
  if (broken) throw new Error(`${agent} called a tool wrongly: ${JSON.stringify(broken).slice(0, 600)}`);
  return result.steps.map((step) => step.text).join('').trim();
}

function answer(name: string, input: unknown, chat: Chat, turn: Turn): unknown {
  switch (name) {
    case 'plan_work': turn.plan = input as PlanWorkInput; return { planned: true };
    case 'suggest_prompts': turn.prompts = (input as { prompts: string[] }).prompts; return { shown: true };
    case 'write_file': { const file = input as { path: string; content: string }; chat.files.set(file.path, file.content); return { ok: true, path: file.path, size: file.content.length }; }
    case 'delete_file': chat.files.delete((input as { path: string }).path); return { ok: true };
    case 'define_collections': {
      const given = (input as { collections: Chat['collections'] }).collections;
      chat.collections = [...chat.collections.filter((one) => !given.some((other) => other.name === one.name)), ...given];
      return { ok: true, collections: given.map((one) => one.name) };
    }
    case 'publish_version': {
      const version = input as { title: string; blueprint: Blueprint };
      Object.assign(chat, { title: version.title, blueprint: version.blueprint, version: chat.version + 1 });
      return { ok: true, artifactId: 'app', version: chat.version, title: version.title };
    }
    case 'search_project': return { items: [] };
    case 'scan_files': return { issues: [], filesScanned: chat.files.size };
    case 'validate_records': return { collections: chat.collections.map((one) => ({ name: one.name, samplesChecked: 7, recordsChecked: 0, problems: [] })) };
    case 'build_app': return { ok: true, errors: [] };
    case 'render_app': return { ok: true, errors: [], headings: [chat.title], text: chat.collections.map((one) => one.title).join(' '), checks: [], notes: [] };
    case 'exercise_app': {
      const { exercises } = input as { exercises: { criterion: string }[] };
      return { ok: true, errors: [], headings: [chat.title], text: '', criteria: exercises.map(({ criterion }) => ({ criterion, outcome: 'met', evidence: 'seen' })), console: [], pages: ['a page without a screen'], notes: [] };
    }
    case 'report_finding': return { saved: true, documentId: 'finding' };
    default: return { saved: true, documentId: name, version: 1, changed: true };
  }
}
