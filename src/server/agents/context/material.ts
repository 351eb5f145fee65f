import type { AgentType } from '#contract/agents.ts';
import type { DraftFile } from '../draft.ts';

/** A document as models read it. `text` is null when only its title was loaded. */
export type DocumentText = { kind: string; title: string; version: number; status: string | null; text: string | null };

/** What an agent's model can be shown beside its `AgentContext`. */
export type Material = {
  /** The mark of the run's boundaries. */
  mark: string;
  /** The latest version of each document, those written in this run included; the latest written first. */
  documents: DocumentText[];
  /** Files of the project's storage. */
  files: { path: string; size: number; type: string }[];
  /** What was said before `conversation`: in short, and the people's own words, oldest first. */
  earlier: { summary: string | null; words: { by: string | null; text: string }[] };
  findings: { agent: AgentType; verdict: string; title: string; summary: string; failed: string[] }[];
  /** The app's files as they are now. */
  readFiles: () => Promise<DraftFile[]>;
};
