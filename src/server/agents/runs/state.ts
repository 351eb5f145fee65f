import type { AgentType, Step } from '#contract/agents.ts';
import type { CheckedCriterion } from '#contract/exercise.ts';
import type { MessagePart } from '#contract/chats.ts';
import type { AgentContext } from '../context.ts';
import type { DocumentText } from '../context/material.ts';
import { Draft, type BaseFile } from '../draft.ts';
import { runAllotment } from './limits.ts';
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

export type Said = { id: string; author: string; text: string };
export type Allotment = { tokens: number; ms: number };

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
  /** What people said since the run began: answers and guidance, in the order in which they were heard. */
  said: Said[];
  /** Tokens that models used in this run. */
  tokens: number;
  /** How much the run may use before it asks whether to go on. */
  allotment: Allotment;
  /** Why the run ends before its plan is done, when a person said so. */
  stopped: string | null;
  /** The chat's app when the run began; its id is decided even before there is one. */
  base: AppBase;
  draft: Draft;
  /** Collections defined in this run; stored with the version. */
  collections: DefineCollectionsInput['collections'] | null;
  findings: Finding[];
  /** Steps whose agent went in circles. */
  loops: number[];
  /** Documents written in this run, the latest first; stored or not, the next agent works from them. */
  documents: DocumentText[];
  published: { artifactId: string; version: number; title: string; blueprint: unknown } | null;
  /** The draft's revision that was published last. */
  publishedRevision: number;
  /** Checks that broke in the server when they were last made: what they would have shown, nobody knows. */
  brokenChecks: Set<string>;
  /** The last check of each kind, as evidence: null when it was not made. */
  checks: { build: string[] | null; render: string[] | null; publish: string[] | null; exercise: string[] | null; console: string[] | null };
  /** Rounds of repair so far, and the evidence the coder works on now. */
  repairs: Repair[];
};

export function newRunState(base: AppBase, readBase: (hash: string) => Promise<string>): RunState {
  return {
    plan: null, suggestions: [], steps: [], said: [], tokens: 0, allotment: { ...runAllotment }, stopped: null, base, draft: new Draft(base.files, readBase), collections: null, findings: [], loops: [], documents: [],
    published: null, publishedRevision: 0, checks: { build: null, render: null, publish: null, exercise: null, console: null }, repairs: [], brokenChecks: new Set(),
  };
}

/**
 * A state for one of several agents that work at the same time: it sees what
 * was there when they began, and its own findings only. Files are shared, because nobody writes them then.
 */
export function forkState(state: RunState): RunState {
  return { ...state, findings: [...state.findings], loops: [...state.loops], said: [...state.said], suggestions: [...state.suggestions], checks: { ...state.checks }, allotment: { ...state.allotment } };
}

/** Brings together what the forks found out, in the order of their steps and not of time. */
export function joinStates(state: RunState, forks: RunState[]): void {
  const { findings, said, loops, tokens, collections } = state;
  const [found, heard, circled] = [findings.length, said.length, loops.length];
  const checks = { ...state.checks };
  for (const fork of forks) {
    findings.push(...fork.findings.slice(found));
    loops.push(...fork.loops.slice(circled));
    for (const each of fork.said.slice(heard)) if (!said.some(({ id }) => id === each.id)) said.push(each);
    state.tokens += fork.tokens - tokens;
    state.allotment = { tokens: Math.max(state.allotment.tokens, fork.allotment.tokens), ms: Math.max(state.allotment.ms, fork.allotment.ms) };
    state.stopped ??= fork.stopped;
    if (fork.collections !== collections) state.collections = fork.collections;
    for (const kind of ['build', 'render', 'publish', 'exercise', 'console'] as const) if (fork.checks[kind] !== checks[kind]) state.checks[kind] = fork.checks[kind];
  }
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
  /** The agent went in circles, which is no fault of the person who asked. */
  isLoop?: boolean;
};
