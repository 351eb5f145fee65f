import { z } from 'zod';
import { criterionOutcome } from './exercise.ts';
import { id, time } from './json.ts';

export const documentKind = z.enum(['requirements', 'architecture', 'ui-design', 'finding']);
export type DocumentKind = z.infer<typeof documentKind>;
export const documentStatus = z.enum(['draft', 'review', 'approved', 'archived']);

/** A block of a readable page; documents are lists of these, in order. */
export const documentBlock = z.discriminatedUnion('type', [
  z.object({ type: z.literal('heading'), text: z.string() }),
  z.object({ type: z.literal('paragraph'), text: z.string() }),
  z.object({ type: z.literal('list'), items: z.array(z.string()) }),
  z.object({
    type: z.literal('checklist'),
    /** A finding says of each acceptance criterion what came of it, and what was seen. */
    items: z.array(z.object({ text: z.string(), done: z.boolean(), outcome: criterionOutcome.optional(), evidence: z.string().optional() })),
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
});
export type Document = z.infer<typeof document>;
export const documentSummary = document.omit({ blocks: true });
export type DocumentSummary = z.infer<typeof documentSummary>;
