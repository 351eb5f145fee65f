import { expect, test } from 'vitest';
import { helpers } from '#tests/support/crew.ts';
import { testDatabase } from '#tests/support/database.ts';
import { hostsOf } from './hosts.ts';

const database = await testDatabase();
const crew = helpers(database);
const hosts = await hostsOf(database, { pauseMs: 0 });
const request = 'Build an equipment loan tracker: borrower, item, due date, returned or not. Show overdue loans in red.';

type Trace = { criterion: string; files: string[]; check_text: string | null; ok: boolean | null };
type App = { content_hash: string; collections: unknown; blueprint: unknown };

async function build(killAfterMs: number[]): Promise<{ status: string; apps: App[]; texts: unknown[]; traces: Trace[] }> {
  const chat = await crew.newChat();
  const id = await crew.post(chat, request);
  let host = await hosts.open({ model: 'built-in' });
  host.start(id);
  for (const ms of killAfterMs) {
    await new Promise((wake) => setTimeout(wake, ms));
    await host.kill();
    host = await hosts.open({ model: 'built-in' });
  }
  const { status } = await crew.ended(id, 60_000);
  await host.stop();
  const apps = await crew.sql<App>(
    'select v.content_hash, v.collections, v.blueprint from artifact_versions v join artifacts a on a.id = v.artifact_id where a.chat_id = $1', [chat.chatId]);
  const texts = await crew.sql(`select agent_type, content->'parts'->0->'text' as text from chat_messages where chat_id = $1 and message_type = 'ai' order by step_index nulls first, created_at`, [chat.chatId]);
  const traces = await crew.sql<Trace>('select criterion, files, check_text, ok from document_traces where project_id = $1 order by substr(criterion, 2)::integer, check_text', [chat.projectId]);
  return { status, apps, texts, traces };
}

test('the built-in builder makes the same app whether its server is killed or not', async () => {
  const undisturbed = await build([]);
  expect(undisturbed.status).toBe('succeeded');
  expect(undisturbed.apps).toHaveLength(1);
  // Each criterion has its files, and those that were tried have their checks.
  const traced = Map.groupBy(undisturbed.traces, ({ criterion }) => criterion);
  expect([...traced.values()].every((rows) => rows.some(({ files }) => files.length > 0))).toBe(true);
  expect(undisturbed.traces.filter(({ ok }) => ok === true).length).toBeGreaterThanOrEqual(2);
  // While it plans, writes files, publishes, and opens the app.
  expect(await build([400, 1300, 1600, 2500])).toEqual(undisturbed);
}, 120_000);
