import type { AgentType, Step } from '#contract/agents.ts';
import type { CheckedCriterion } from '#contract/exercise.ts';
import type { MessagePart } from '#contract/chats.ts';
import type { AgentContext } from '../context.ts';
import { Draft, type BaseFile } from '../draft.ts';
import type { DefineCollectionsInput } from '../tools/define-collections.ts';
import type { PlanWorkInput } from '../tools/plan-work.ts';

/** The run as its row has it; nothing in here changes during the run. */
export type RunRef = { runId: string; chatId: string; projectId: string; askerId: string; model: string };

/** What a context says about the app, with what models need not see. */
export type AppBase = {
  artifactId: string;
  title: string;
  version: number;
  files: BaseFile[];
  blueprint: unknown;
  collections: { name: string; title: string; schema: Record<string, unknown> }[];
};

export type Finding = {
  agent: AgentType; verdict: 'pass' | 'warn' | 'fail'; title: string; summary: string; failed: string[];
  /** What was seen of each acceptance criterion; quality's findings only. */
  criteria?: CheckedCriterion[];
};

/** One round of repair: `from` is the index of its first step, `failures` what it is about. */
export type Repair = { round: number; of: number; from: number; failures: string[]; console: string[] };

/** What agents of a run found out and made so far. Changed only by results that are recorded, so a replay rebuilds it. */
export type RunState = {
  plan: PlanWorkInput | null;
  suggestions: string[];
  steps: Step[];
  /** The chat's app when the run began; its id is decided even before there is one. */
  base: AppBase;
  draft: Draft;
  /** Collections defined in this run; stored with the version. */
  collections: DefineCollectionsInput['collections'] | null;
  findings: Finding[];
  published: { artifactId: string; version: number; title: string; blueprint: unknown } | null;
  /** The last check of each kind, as evidence: null when it was not made. */
  checks: { build: string[] | null; render: string[] | null; publish: string[] | null; exercise: string[] | null; console: string[] | null };
  /** Rounds of repair so far, and the evidence the coder works on now. */
  repairs: Repair[];
};

export function newRunState(base: AppBase, readBase: (hash: string) => Promise<string>): RunState {
  return {
    plan: null, suggestions: [], steps: [], base, draft: new Draft(base.files, readBase), collections: null, findings: [],
    published: null, checks: { build: null, render: null, publish: null, exercise: null, console: null }, repairs: [],
  };
}

/** The app as agents see it now. */
export function appNow(state: RunState): AgentContext['app'] {
  const { base, published, plan } = state;
  if (base.version === 0 && !plan) return null;
  return {
    artifactId: base.artifactId,
    title: published?.title ?? plan?.title ?? base.title,
    version: published?.version ?? base.version,
    files: state.draft.list().map(({ path, size }) => ({ path, size })),
    blueprint: published?.blueprint ?? base.blueprint,
    collections: collectionsNow(state).map(({ name, title, schema }) => ({ name, title, schema })),
  };
}

/** Stored collections with those of this run over them. */
export function collectionsNow(state: RunState): { name: string; title: string; schema: Record<string, unknown>; samples?: Record<string, unknown>[] }[] {
  const all = new Map(state.base.collections.map((c) => [c.name, c as ReturnType<typeof collectionsNow>[number]]));
  for (const c of state.collections ?? []) all.set(c.name, c);
  return [...all.values()];
}

/** What one agent's loop made: its messages' parts in order, and how it ended. */
export type AgentResult = {
  parts: MessagePart[];
  /** All it said. */
  text: string;
  /** What it said last: its result in a sentence. */
  conclusion: string;
  outcome: 'done' | 'stopped';
  /** Why the loop was stopped, in plain words. */
  reason?: string;
};
