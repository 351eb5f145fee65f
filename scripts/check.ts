import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// `npm run check`: everything that can be said about the code without running it. All checks run, also after a failure.
const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name: string) => join(root, 'node_modules', '.bin', name);
const checks: [name: string, command: string, args: string[]][] = [
  ['types of server, tests and scripts', bin('tsc'), ['--noEmit']],
  ['types of the web and the kit', bin('tsc'), ['--noEmit', '-p', 'src/web']],
  ['rules and imports', bin('oxlint'), []],
];

let failed = 0;
for (const [name, command, args] of checks) {
  const started = performance.now();
  const { status, output } = await run(command, args);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'}  ${name} (${seconds} s)`);
  if (status !== 0) {
    failed++;
    console.log(output);
  }
}
process.exit(failed === 0 ? 0 : 1);

function run(command: string, args: string[]): Promise<{ status: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => { output += chunk; });
    child.stderr.on('data', (chunk: Buffer) => { output += chunk; });
    child.on('error', (error) => resolve({ status: 1, output: error.message }));
    child.on('close', (status) => resolve({ status, output }));
  });
}
