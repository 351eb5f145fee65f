import { audit } from './commands/audit.ts';
import { backup } from './commands/backup.ts';
import { keys } from './commands/keys.ts';
import { replay } from './commands/replay.ts';
import { restore } from './commands/restore.ts';
import type { Command } from './command.ts';

const commands: Record<string, Command> = { keys, backup, restore, audit, replay };

const [name = '', ...rest] = process.argv.slice(2);
const command = commands[name];
if (command) {
  process.exitCode = await command.run(rest);
} else {
  console.log(['Use: ninefold <command>', ...Object.entries(commands).map(([word, { summary }]) => `  ${word.padEnd(10)} ${summary}`)].join('\n'));
  process.exitCode = name === '' || name === 'help' || name === '--help' ? 0 : 1;
}
