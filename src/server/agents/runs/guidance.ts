import type { LanguageModelV4Prompt } from '@ai-sdk/provider';
import { sql } from 'kysely';
import { asSystem, type Tx } from '#server/platform/database/index.ts';
import type { RunRef, RunState, Said } from './state.ts';

/**
 * What people say to one agent while it works. It is read inside of the step of
 * a model call and recorded with the answer, so a replay hears it at the same place.
 */
export class Guidance {
  #state: RunState;
  #heard: { at: number; said: Said }[] = [];

  constructor(state: RunState) {
    this.#state = state;
  }

  /** What was said since the last look. */
  async listen(run: RunRef): Promise<Said[]> {
    const known = this.#state.said.map(({ id }) => id);
    return asSystem('agent runs', (tx) => unheard(tx, run, known));
  }

  /** The prompt with what was said, each at the place where it was heard. */
  weave(prompt: LanguageModelV4Prompt, fresh: Said[]): LanguageModelV4Prompt {
    const all = [...this.#heard, ...fresh.map((said) => ({ at: prompt.length, said }))];
    if (all.length === 0) return prompt;
    const woven: LanguageModelV4Prompt = [];
    for (let n = 0; n <= prompt.length; n++) {
      for (const { at, said } of all) if (placeIn(prompt, at) === n) woven.push({ role: 'user', content: [{ type: 'text', text: `While you work, ${said.author} says: ${said.text}` }] });
      if (n < prompt.length) woven.push(prompt[n]!);
    }
    return woven;
  }

  /** Called with what the recorded call had heard. */
  keep(promptLength: number, fresh: Said[]): void {
    for (const said of fresh) {
      this.#heard.push({ at: promptLength, said });
      this.#state.said.push(said);
    }
  }
}

/** Where it stands after the prompt was made shorter: never between a call and its answer. */
function placeIn(prompt: LanguageModelV4Prompt, at: number): number {
  let place = Math.min(at, prompt.length);
  while (prompt[place]?.role === 'tool') place++;
  return place;
}

/** Guidance of a run by the person who asked that is not among `known`, oldest first. */
export async function unheard(tx: Tx, run: RunRef, known: string[]): Promise<Said[]> {
  const { rows } = await sql<Said>`
    select m.id, coalesce(nullif(btrim(u.profile->>'display_name'), ''), 'the person') as author, m.content->'parts'->0->>'text' as text
    from chat_messages m left join users u on u.id = m.created_by
    where m.chat_id = ${run.chatId}::uuid and m.message_type = 'user' and m.created_by::text = ${run.askerId}
      and m.created_at >= (select created_at from agent_runs where id = ${run.runId}::uuid)
      and m.metadata->'during'->>'runId' = ${run.runId} and m.metadata->'during'->>'as' = 'guidance'
      and not m.id = any (${known}::uuid[])
    order by m.created_at, m.id`.execute(tx);
  return rows;
}
