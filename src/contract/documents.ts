import { z } from 'zod';
import { agentType } from './agents.ts';
import { criterionOutcome } from './exercise.ts';
import { id, time } from './json.ts';

export const documentKind = z.enum(['requirements', 'architecture', 'ui-design', 'finding']);
export type DocumentKind = z.infer<typeof documentKind>;
export const documentStatus = z.enum(['draft', 'review', 'approved', 'archived']);
export type DocumentStatus = z.infer<typeof documentStatus>;

/** Ids that stories (S1, S2 …) and criteria (C1, C2 …) of requirements keep through all versions; the server gives them. */
const storyId = z.string().regex(/^S[1-9]\d{0,5}$/).optional();
export const criterionId = z.string().regex(/^C[1-9]\d{0,5}$/);

/** A block of a readable page; documents are lists of these, in order. */
export const documentBlock = z.discriminatedUnion('type', [
  z.object({ type: z.literal('heading'), text: z.string() }),
  z.object({ type: z.literal('paragraph'), text: z.string(), id: storyId }),
  z.object({ type: z.literal('list'), items: z.array(z.string()) }),
  z.object({
    type: z.literal('checklist'),
    /** A finding says of each acceptance criterion what came of it, and what was seen. */
    items: z.array(z.object({ text: z.string(), done: z.boolean(), id: criterionId.optional(), outcome: criterionOutcome.optional(), evidence: z.string().optional() })),
  }),
  z.object({ type: z.literal('table'), columns: z.array(z.string()), rows: z.array(z.array(z.string())) }),
  z.object({ type: z.literal('palette'), colors: z.array(z.object({ name: z.string(), value: z.string() })) }),
  z.object({ type: z.literal('diagram'), entities: z.array(z.object({ name: z.string(), fields: z.array(z.string()) })), relations: z.array(z.object({ from: z.string(), to: z.string(), label: z.string() })) }),
]);
export type DocumentBlock = z.infer<typeof documentBlock>;

export const document = z.object({
  id,
  projectId: id,
  kind: documentKind,
  /** Findings only: which agent found it. */
  findingType: z.enum(['search', 'data', 'quality', 'scan']).nullable(),
  title: z.string(),
  version: z.number().int().min(1),
  status: documentStatus.nullable(),
  blocks: z.array(documentBlock),
  createdAt: time,
  updatedAt: time,
  createdBy: id.nullable(),
  /** Display name of the author; null for a deleted account. */
  authorName: z.string().nullable(),
  /** The agent that wrote it for the author, with its run; null when the author wrote it. */
  agent: agentType.nullable(),
  runId: id.nullable(),
  /** When the status was last moved, and by whom. */
  statusAt: time.nullable(),
  statusByName: z.string().nullable(),
  approvedAt: time.nullable(),
  approvedByName: z.string().nullable(),
  /** Open threads on the document, in whichever version. */
  openComments: z.number().int(),
});
export type Document = z.infer<typeof document>;
export const documentSummary = document.omit({ blocks: true });
export type DocumentSummary = z.infer<typeof documentSummary>;

/** A whole new version. `basedOn` is the newest version the writer knows: when there is a newer one, nothing is written. */
export const newDocumentVersion = z.object({
  basedOn: z.number().int().min(1),
  blocks: z.array(documentBlock).min(1).max(2000),
});

/** Moves a version on. `from` is the status the mover saw. */
export const moveDocument = z.object({ from: documentStatus, to: documentStatus });
