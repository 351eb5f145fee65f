import { expect, test } from 'vitest';
import { helpers } from '#tests/support/crew.ts';
import { testDatabase } from '#tests/support/database.ts';
import { hostsOf } from './hosts.ts';

const database = await testDatabase();
const crew = helpers(database);
const hosts = await hostsOf(database, { pauseMs: 5 });

/** What a run left behind, without ids and times. */
async function build(killAfterCalls: number[]) {
  const chat = await crew.newChat();
  const id = await crew.post(chat, 'Build a loan tracker');
  const before = hosts.calls().length;
  let host = await hosts.open({ model: 'repair' });
  host.start(id);
  for (const count of killAfterCalls) {
    for (const end = Date.now() + 120_000; hosts.calls().length - before < count && Date.now() < end;) await new Promise((wake) => setTimeout(wake, 5));
    await host.kill();
    host = await hosts.open({ model: 'repair' });
  }
  const { status, steps, error } = await crew.ended(id, 200_000);
  await host.stop();
  const versions = await crew.sql<{ number: number; content_hash: string }>('select v.number, v.content_hash from artifact_versions v join artifacts a on a.id = v.artifact_id where a.chat_id = $1 order by v.number', [chat.chatId]);
  const planned = (await crew.events(id)).flatMap((event) => (event.type === 'run.planned' ? [event.steps.length] : []));
  const messages = await crew.sql(`select agent_type, step_index from chat_messages where chat_id = $1 and message_type = 'ai' order by created_at, id`, [chat.chatId]);
  return { status, error, steps: steps.map(({ agent, status: ended, summary }) => ({ agent, ended, summary })), versions, planned, messages };
}

test('a run that is killed while it repairs ends like one that nobody disturbed', async () => {
  const undisturbed = await build([]);
  expect(undisturbed).toMatchObject({ status: 'succeeded', planned: [3, 5, 7] });
  expect(undisturbed.versions.map(({ number }) => number)).toEqual([1, 2, 3]);
  // While quality tries the first version, while the coder repairs, at the seam between two rounds, and in the last check.
  expect(await build([9, 11, 15, 17, 20])).toEqual(undisturbed);
}, 420_000);
