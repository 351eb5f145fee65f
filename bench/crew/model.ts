import { startModelServer, type ModelServer } from '#tests/support/model-server/index.ts';
import { answerAs } from '../streams/part.ts';
import { stamped, wordsOf } from './words.ts';

export type ModelPart = { open: (o: { firstDeltaMs: number; deltaMs: number; count: number }) => Promise<string> };

let server: ModelServer | undefined;

/** The model of both sides: one answer of so many words, at the pace of a fast provider. */
async function open({ firstDeltaMs, deltaMs, count }: { firstDeltaMs: number; deltaMs: number; count: number }): Promise<string> {
  server = await startModelServer(() => ({ text: wordsOf(count) }), { firstDeltaMs, deltaMs, stamp: stamped });
  return server.urls['openai-compatible'];
}

answerAs({ open } satisfies ModelPart, () => server?.close());
