import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';

/** Runs `npm ci` and shows that it goes on. Resolves to its exit status and what it printed. */
export function install({ root, dev, packages }) {
  // No package needs its install script: PostgreSQL's links are made on start, esbuild's is an optimisation.
  const args = ['ci', '--ignore-scripts', dev ? '--include=dev' : '--omit=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const { command, before, env } = npm(root);
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const line = () => `Installing ${packages} packages… ${seconds()} s`;
  // On a terminal the seconds tick in place; in a log a line now and then is enough.
  const terminal = process.stdout.isTTY;
  process.stdout.write(terminal ? line() : `Installing ${packages} packages…\n`);
  const timer = setInterval(() => process.stdout.write(terminal ? `\r${line()}` : `${line()}\n`), terminal ? 1_000 : 15_000);
  return new Promise((done) => {
    const child = spawn(command, [...before, ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => { output += chunk; });
    child.stderr.on('data', (chunk) => { output += chunk; });
    const end = (status, message = '') => {
      clearInterval(timer);
      process.stdout.write(`${terminal ? '\r' : ''}${status === 0 ? `Installed ${packages} packages in ${seconds()} s.` : ''}\n`);
      done({ status, output: output + message });
    };
    child.on('error', (error) => end(1, `${error.code} ${error.message}`));
    child.on('close', (code) => end(code ?? 1));
  });
}

// The npm and the Node that run us: node_modules/.bin/node is what `npm ci` is about to delete.
function npm(root) {
  const { npm_execpath: cli, npm_node_execpath: node } = process.env;
  const inside = (path) => resolve(path).startsWith(resolve(root, 'node_modules'));
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !/node_modules[/\\]\.bin|node-gyp-bin/.test(folder)).join(delimiter);
  const kept = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name) || /^npm_config_(registry|cache|userconfig|globalconfig|offline|prefer_offline|proxy|https_proxy|noproxy|cafile)$/i.test(name));
  const env = { ...Object.fromEntries(kept), PATH: path };
  return cli && node && existsSync(cli) && existsSync(node) && !inside(node)
    ? { command: node, before: [cli], env }
    : { command: 'npm', before: [], env };
}
