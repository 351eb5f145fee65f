import type { ModelMessage, SystemModelMessage, TextPart } from 'ai';
import { z } from 'zod';
import { AppError } from '#server/platform/errors.ts';
import { contextMessage, type AgentContext } from '../context.ts';
import { maskSecrets } from '../scan/mask-secrets.ts';
import type { AgentTool } from '../tool.ts';
import { lastTurns, type Turn } from './conversation.ts';
import { fit, type LeftOut, type Section } from './fit.ts';
import { runSections, sectionsOf } from './sections.ts';
import { between, safeText } from './marking.ts';
import { estimateTokens, headWithin } from './tokens.ts';
import { roomOf } from './window.ts';

/** What `providerOptions.ninefold` of a part tells whoever looks at a prompt; providers do not read it. */
export type PartNote = { kind: string; title: string };

export type Assembled = { instructions: SystemModelMessage; messages: ModelMessage[]; leftOut: LeftOut[] };

/** Anthropic caches what stands before such a part; the others find equal beginnings by themselves. */
export const cachePoint = { anthropic: { cacheControl: { type: 'ephemeral' } } } as const;

/** Tokens kept free for the note on what was left out. */
const noteRoom = 400;
/** The part of the room that the last messages may take while others wait. */
const talkShare = 0.3;

/**
 * All that a model sees at the start of an agent's loop: the prompt, then project and app as marked data, then the conversation,
 * then the run so far with the request, which is never cut. In this order, so that the beginning stays the same for longest.
 */
export async function assemble(o: { prompt: string; context: AgentContext; tools: AgentTool[]; window: number }): Promise<Assembled> {
  const { prompt, context, tools, window } = o;
  const instructions: SystemModelMessage = { role: 'system', content: prompt, providerOptions: { ...cachePoint, ...noteOf({ kind: 'prompt', title: 'Prompt' }) } };
  const { material } = context;
  if (!material) return { instructions, messages: [{ role: 'user', content: contextMessage(context) }], leftOut: [] };
  const task = taskOf(context);
  const opening = `The mark of this run is ${material.mark}.`;
  const fixed = estimateTokens(prompt) + toolTokens(tools) + estimateTokens(task) + estimateTokens(opening) + noteRoom;
  const room = roomOf(window) - fixed;
  if (room < 0) throw tooSmall(window);

  const stable = await sectionsOf(context, material);
  const ofRun = runSections(context, material);
  const sections = [...stable, ...ofRun];
  const talkFirst = lastTurns(context.conversation, material.mark, Math.floor(room * talkShare));
  const fitted = fit(sections, room - talkFirst.tokens);
  // What sections leave over goes to older messages.
  const talk = lastTurns(context.conversation, material.mark, room - fitted.tokens);
  const leftOut = [...fitted.leftOut, ...leftOutOf(talk.missing)];
  const partOf = ({ section, content }: { section: Section; content: string }): TextPart => part(content, section);
  const inRun = new Set(ofRun);
  const before = fitted.sections.filter(({ section }) => !inRun.has(section)).map(partOf);
  const after = fitted.sections.filter(({ section }) => inRun.has(section)).map(partOf);
  const first = [part(opening, { kind: 'mark', title: 'Boundaries' }), ...before];
  first[first.length - 1] = { ...first.at(-1)!, providerOptions: { ...first.at(-1)!.providerOptions, ...cachePoint } };
  const last = [...after, ...(leftOut.length > 0 ? [part(leftOutText(leftOut, material.mark), { kind: 'left-out', title: 'Left out' })] : []), part(task, { kind: 'request', title: 'Request' })];
  return { instructions, messages: alternating(first, talk.turns, last), leftOut };
}

function leftOutOf(missing: number): LeftOut[] {
  return missing === 0 ? [] : [{ title: `${missing} older ${missing === 1 ? 'message' : 'messages'}`, tokens: 0, whole: true, again: 'search_project finds them.' }];
}

/** Whose turn it is and what is asked; the only text beside the prompt that instructs. */
function taskOf({ agent, phase, request, steps }: AgentContext): string {
  const own = steps.findLast((step) => step.agent === agent && step.status === 'running');
  const part = phase === 'summary' ? 'The crew has finished; tell the person what came of it.' : own ? `Your part in the plan: ${own.intent}` : null;
  return `${part ? `${maskSecrets(part)}\n\n` : ''}The request:\n\n${maskSecrets(request)}`;
}

// Between boundaries as well: titles come from people and files.
function leftOutText(leftOut: LeftOut[], mark: string): string {
  const lines = leftOut.map(({ title, whole, again }) => `- ${title.slice(0, 120)}${whole ? '' : ' (its end)'}${again ? `: ${again}` : ''}`);
  const text = safeText(`Left out, because it did not fit:\n${lines.join('\n')}`, mark);
  return between(mark, 'left-out', headWithin(text, noteRoom - 60));
}

/** User and assistant in turns, as some servers insist on: what follows one another in one role becomes one message. */
function alternating(first: TextPart[], turns: Turn[], last: TextPart[]): ModelMessage[] {
  const messages: { role: 'user' | 'assistant'; content: TextPart[] }[] = [{ role: 'user', content: first }];
  const add = (role: Turn['role'], content: TextPart[]): void => {
    const before = messages.at(-1)!;
    if (before.role === role) before.content.push(...content);
    else messages.push({ role, content });
  };
  for (const { role, text } of turns) if (text !== '') add(role, [part(text, { kind: 'message', title: role === 'user' ? 'Message' : 'Answer' })]);
  add('user', last);
  return messages;
}

function part(text: string, note: PartNote): TextPart {
  return { type: 'text', text, providerOptions: noteOf(note) };
}

function noteOf({ kind, title }: PartNote): { ninefold: PartNote } {
  return { ninefold: { kind, title } };
}

/** Tools never change, and writing their schemas out takes longer than a query. */
const tokensOfTools = new WeakMap<AgentTool, number>();

/** What the definitions of tools take. */
export function toolTokens(tools: AgentTool[]): number {
  return tools.reduce((sum, tool) => sum + tokensOfTool(tool), 0);
}

function tokensOfTool(tool: AgentTool): number {
  const { name, description, input } = tool;
  const tokens = tokensOfTools.get(tool) ?? estimateTokens(name + description + JSON.stringify(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }))) + 10;
  tokensOfTools.set(tool, tokens);
  return tokens;
}

function tooSmall(window: number): AppError {
  return new AppError('too_large', `The request does not fit into the model's window of ${window} tokens.`, {
    hint: 'Send a shorter message, or choose a model with a larger window.',
  });
}
