import { createHash } from 'node:crypto';
import type { LanguageModelV4CallOptions, LanguageModelV4Prompt } from '@ai-sdk/provider';
import type { AgentType } from '#contract/agents.ts';
import type { ContextSection } from '#contract/contexts.ts';
import { asSystem } from '#server/platform/database/index.ts';
import type { PartNote } from '../context/assemble.ts';
import { readContext } from '../context.ts';
import type { LeftOut } from '../context/fit.ts';
import { estimateTokens } from '../context/tokens.ts';
import { deriveId } from '../derive-id.ts';
import { maskSecrets } from '../scan/mask-secrets.ts';
import { firstSeq } from './events.ts';
import type { RunRef } from './state.ts';

/** Whose call it is, and what its model was told that it does not see. */
export type ContextOf = { run: RunRef; agent: AgentType; stepIndex: number | null; model: string; window: number | null; leftOut: LeftOut[] };

type Part = Pick<ContextSection, 'role' | 'kind' | 'title'> & { content: string };

/** Notes what a model is about to see; a repeated step notes nothing twice. `known` are the hashes this process has stored. */
export async function keepContext(o: ContextOf, params: LanguageModelV4CallOptions, known: Set<string>): Promise<void> {
  const { run } = o;
  const seq = firstSeq();
  const parts = partsOf(params).map(({ content, ...part }) => {
    // A model may have made up what looks like a secret, in the input of a tool: it is not kept either.
    const safe = maskSecrets(content).replaceAll('\0', '');
    return { ...part, content: safe, hash: createHash('sha256').update(safe).digest('hex'), tokens: estimateTokens(safe) };
  });
  const fresh = new Map(parts.filter(({ hash }) => !known.has(hash)).map((part) => [part.hash, part.content]));
  await asSystem('model contexts', async (tx) => {
    const place = { run_id: run.runId, chat_id: run.chatId, project_id: run.projectId };
    if (fresh.size > 0) {
      await tx.insertInto('model_context_parts').values([...fresh].map(([hash, content]) => ({ ...place, hash, content })))
        .onConflict((c) => c.columns(['run_id', 'hash']).doNothing()).execute();
    }
    await tx.insertInto('model_contexts').values({
      ...place, id: deriveId(run.runId, 'context', seq), seq, step_index: o.stepIndex, agent: o.agent, model: o.model, model_window: o.window,
      sections: JSON.stringify(parts.map(({ content: _content, ...section }) => section)), left_out: JSON.stringify(o.leftOut),
    }).onConflict((c) => c.columns(['run_id', 'seq']).doNothing()).execute();
  });
  for (const hash of fresh.keys()) known.add(hash);
}

function partsOf({ prompt, tools = [] }: LanguageModelV4CallOptions): Part[] {
  const system = prompt.filter((message) => message.role === 'system').map(({ content }): Part => ({ role: 'system', kind: 'prompt', title: 'Prompt', content }));
  const toolList = tools.map((tool) => (tool.type === 'function' ? `${tool.name}: ${tool.description ?? ''}\n${JSON.stringify(tool.inputSchema)}` : tool.name)).join('\n\n');
  const toolPart: Part[] = toolList === '' ? [] : [{ role: 'system', kind: 'tools', title: 'Tools', content: toolList }];
  return [...system, ...toolPart, ...prompt.flatMap(messageParts)];
}

function messageParts(message: LanguageModelV4Prompt[number]): Part[] {
  if (message.role === 'system') return [];
  return message.content.flatMap((part): Part[] => {
    const note = part.providerOptions?.ninefold as PartNote | undefined;
    switch (part.type) {
      case 'text': return blockParts(part.text) ?? [{ role: message.role, kind: note?.kind ?? 'text', title: note?.title ?? (message.role === 'assistant' ? 'Answer' : 'Message'), content: part.text }];
      case 'reasoning': return [{ role: 'assistant', kind: 'reasoning', title: 'Reasoning', content: part.text }];
      case 'tool-call': return [{ role: 'assistant', kind: 'call', title: part.toolName, content: typeof part.input === 'string' ? part.input : JSON.stringify(part.input, null, 1) }];
      case 'tool-result': return [{ role: 'tool', kind: 'answer', title: part.toolName, content: part.output.type === 'text' || part.output.type === 'error-text' ? part.output.value : JSON.stringify(part.output, null, 1) }];
      default: return [];
    }
  });
}

/** The block that the built-in builder reads, part by part; null for every other text. */
function blockParts(text: string): Part[] | null {
  const block = text.endsWith('```') ? readContext(text) : null;
  if (!block) return null;
  return Object.entries(block).map(([kind, value]): Part => ({
    role: 'user', kind, title: `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`, content: typeof value === 'string' ? value : JSON.stringify(value, null, 1),
  }));
}
