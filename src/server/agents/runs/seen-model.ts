import type { LanguageModelV4, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { wrapLanguageModel } from 'ai';
import { keepContext, type ContextOf } from './keep-context.ts';
import { SecretMask } from '../scan/mask-secrets.ts';

/**
 * The model with everything it sees noted for the members of the project, and with secrets taken out of what it says
 * before anybody reads or stores it. Called inside of a durable step: a replay neither asks nor notes.
 */
export function seenModel(model: LanguageModelV4, o: ContextOf): LanguageModelV4 {
  const known = new Set<string>();
  return wrapLanguageModel({
    model,
    middleware: {
      specificationVersion: 'v4',
      wrapStream: async ({ doStream, params }) => {
        // Beside the call, so that nobody waits for it; the answer ends only when it is stored.
        const kept = keepContext(o, params, known);
        kept.catch(() => undefined);
        const { stream, ...rest } = await doStream();
        return { ...rest, stream: stream.pipeThrough(masking(kept)) };
      },
    },
  });
}

function masking(kept: Promise<void>): TransformStream<LanguageModelV4StreamPart, LanguageModelV4StreamPart> {
  const masks = new Map<string, SecretMask>();
  return new TransformStream({
    transform(part, controller) {
      if (part.type === 'text-start') masks.set(part.id, new SecretMask());
      const mask = part.type === 'text-delta' || part.type === 'text-end' ? masks.get(part.id) : undefined;
      if (part.type === 'text-delta' && mask) {
        const delta = mask.push(part.delta);
        if (delta !== '') controller.enqueue({ ...part, delta });
        return;
      }
      if (part.type === 'text-end' && mask) {
        const delta = mask.end();
        if (delta !== '') controller.enqueue({ type: 'text-delta', id: part.id, delta });
      }
      controller.enqueue(part);
    },
    flush: () => kept,
  });
}
