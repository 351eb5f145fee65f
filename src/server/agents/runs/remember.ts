import { generateText } from 'ai';
import { sql } from 'kysely';
import { asSystem } from '#server/platform/database/index.ts';
import { log } from '#server/platform/log.ts';
import { markData } from '../context/marking.ts';
import { headWithin } from '../context/tokens.ts';
import { roomOf } from '../context/window.ts';
import { deriveId } from '../derive-id.ts';
import type { Candidate } from '../models/call-model.ts';
import { lineFor } from '../models/index.ts';
import type { ModelPlan } from '../models/plan.ts';
import { memoryPrompt } from '../prompts/memory.ts';
import type { Unsummed } from './conversation-queries.ts';
import { durableModel } from './durable-model.ts';
import type { Execution } from './execution.ts';
import type { Surroundings } from './load-context.ts';

const maxSummary = 6000;

/**
 * Sums up what has become too old to be shown as it is, at the end of a run. What people said stays findable and is shown in
 * their own words all the same: a summary that forgets something loses no decision. Never fails a run.
 */
export async function remember(execution: Execution, { unsummed, material }: Surroundings, models: ModelPlan): Promise<void> {
  if (!unsummed) return;
  const { run } = execution;
  const summary = await written(execution, unsummed, material.mark, models) ?? extract(unsummed);
  await execution.step('remember', () => asSystem('agent runs', async (tx) => {
    await sql`delete from chat_summaries where chat_id = ${run.chatId}::uuid and (until_at, until_id) < (${unsummed.until.at}::timestamptz, ${unsummed.until.id}::uuid)`.execute(tx);
    await sql`
      insert into chat_summaries (chat_id, project_id, summary, until_at, until_id)
      select id, project_id, ${summary.slice(0, maxSummary)}, ${unsummed.until.at}::timestamptz, ${unsummed.until.id}::uuid
      from chat_sessions where id = ${run.chatId}::uuid and project_id = ${run.projectId}::uuid
      on conflict (chat_id) do nothing`.execute(tx);
    return true;
  }));
}

/** By the model that answers here; null when it is the built-in builder, or did not manage. */
async function written(execution: Execution, unsummed: Unsummed, mark: string, models: ModelPlan): Promise<string | null> {
  const line = lineFor('orchestrator', models);
  if (line.every(({ readsBlock }) => readsBlock)) return null;
  const window = Math.min(...line.map((candidate) => candidate.window));
  try {
    const { text } = await generateText({
      model: quiet(line, execution, window), maxRetries: 0, instructions: memoryPrompt,
      messages: [{ role: 'user', content: `The mark of this run is ${mark}.\n\n${markData(mark, 'conversation', conversation(unsummed, window))}\n\nWrite the summary.` }],
    });
    execution.throwIfOver();
    return text.trim() || null;
  } catch (error) {
    execution.throwIfOver();
    log.warn({ runId: execution.run.runId, err: error }, 'a chat was summed up by rule, because the model did not manage');
    return null;
  }
}

function quiet(line: Candidate[], execution: Execution, window: number) {
  const messageId = deriveId(execution.run.runId, 'memory');
  return durableModel(line, { execution, agent: 'orchestrator', output: { stepIndex: null, messageId, isQuiet: true }, seen: { window, leftOut: [] } });
}

function conversation({ summary, messages }: Unsummed, window: number): string {
  const lines = messages.map(({ author, text }) => `${author}: ${text}`);
  return headWithin([...(summary ? [`Summary so far: ${summary}`] : []), ...lines].join('\n\n'), Math.floor(roomOf(window) * 0.8));
}

/** The beginning of each message, the newest kept when it gets long. */
export function extract({ summary, messages }: Unsummed): string {
  const lines = messages.map(({ author, text }) => `- ${author}: ${firstSentence(text)}`);
  const all = [...(summary?.split('\n') ?? []), ...lines];
  while (all.length > 1 && all.join('\n').length > maxSummary) all.shift();
  return all.join('\n').slice(0, maxSummary);
}

function firstSentence(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const end = /[.!?。！？](?=\s|$)/u.exec(line)?.index ?? line.length;
  return line.slice(0, Math.min(end + 1, 160)) || '(nothing)';
}
