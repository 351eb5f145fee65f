import type { AgentContext } from '../context.ts';
import { maskSecrets } from '../scan/mask-secrets.ts';
import { between, safeText } from './marking.ts';
import { estimateTokens, headWithin } from './tokens.ts';

export type Turn = { role: 'user' | 'assistant'; text: string };
const perTurn = 6;
/** A single message takes at most this part of the room for all. */
const mostOfOne = 0.4;

/**
 * The last messages that fit, oldest first and without a gap; the newest is always there, cut when it has to be.
 * Words of the person who asks stand as they are; those of other people are data.
 */
export function lastTurns(conversation: AgentContext['conversation'], mark: string, room: number): { turns: Turn[]; missing: number; tokens: number } {
  const turns: Turn[] = [];
  let left = room;
  for (const message of conversation.toReversed()) {
    const turn = turnOf(message, mark, Math.floor(room * mostOfOne));
    const tokens = estimateTokens(turn.text) + perTurn;
    if (tokens > left) break;
    turns.unshift(turn);
    left -= tokens;
  }
  return { turns, missing: conversation.length - turns.length, tokens: room - left };
}

function turnOf({ author, by, text }: AgentContext['conversation'][number], mark: string, most: number): Turn {
  if (author === 'crew') return { role: 'assistant', text: cut(maskSecrets(text), most) };
  if (by === undefined) return { role: 'user', text: cut(maskSecrets(text), most) };
  return { role: 'user', text: between(mark, 'message', cut(safeText(`${by} wrote:\n${text}`, mark), most)) };
}

function cut(text: string, most: number): string {
  const note = ' […]';
  const room = most - perTurn - 30;
  return estimateTokens(text) <= room ? text : `${headWithin(text, Math.max(0, room - 4))}${note}`;
}
