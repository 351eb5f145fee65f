import { createInterface } from 'node:readline';
import { openSecret, rotateSecretKeys } from '#server/connections/index.ts';
import { setSecret } from '#server/connections/secrets.ts';
import { openDatabase } from '#server/platform/database/index.ts';
import { openSecrets } from '#server/platform/secrets/index.ts';

/** A server of its own, with its own view of the key ring: it uses secrets until its input ends, or rotates the keys. */
const { APP_URL, TASK, MASTER_KEY, PREVIOUS_MASTER_KEY, USER_ID, CONNECTION_ID, NAME, DIE_AFTER } = process.env as Record<string, string>;

openDatabase({ url: APP_URL!, maxConnections: 4 });
openSecrets({ home: '/nonexistent', masterKey: MASTER_KEY, previousMasterKey: PREVIOUS_MASTER_KEY });

if (TASK === 'rotate') {
  let batches = 0;
  const onBatch = () => { if (++batches === Number(DIE_AFTER)) process.kill(process.pid, 'SIGKILL'); };
  const result = await rotateSecretKeys({ batchSize: 4, onBatch });
  console.log(`result ${JSON.stringify(result)}`);
} else {
  let isAsked = true;
  createInterface({ input: process.stdin }).once('close', () => { isAsked = false; });
  let rounds = 0;
  for (; isAsked; rounds++) {
    const value = `${NAME} ${rounds}`;
    await setSecret({ userId: USER_ID! }, CONNECTION_ID!, { name: NAME!, value });
    const found = await openSecret({ userId: USER_ID! }, CONNECTION_ID!, NAME!);
    if (found !== value) throw new Error(`${NAME} is "${found}", not "${value}"`);
    if (rounds === 0) console.log('ready');
  }
  console.log(`rounds ${rounds}`);
}
process.exit(0);
