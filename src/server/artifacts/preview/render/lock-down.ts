import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

type Globals = Record<string, unknown>;

const nodeOnly = ['process', 'require', 'module', 'exports', 'WebAssembly', 'BroadcastChannel', 'Worker', 'Storage', 'navigator'];

/**
 * Gives back the function that opens one more folder, the app's.
 * From here on modules come from the kit and the bundle alone, and the global
 * scope has nothing of Node that leads out of the page. The walls below this
 * one are the process's permissions, its empty environment and its own network.
 */
export function lockDown(packages: Map<string, string>, kitFolder: string): (folder: string) => void {
  const root = (folder: string) => `${pathToFileURL(folder).href}/`;
  const roots = [root(kitFolder)];
  const { nextTick, emitWarning, platform, version, versions } = process;
  registerHooks({
    resolve(specifier, context, next) {
      const file = packages.get(specifier);
      if (file) return { url: pathToFileURL(file).href, shortCircuit: true };
      const from = context.parentURL ?? '';
      // What jsdom loads late comes from its own files; the app's files and code made from text do not.
      if (from.includes('/node_modules/') && !roots.some((root) => from.startsWith(root))) return next(specifier, context);
      const url = URL.canParse(specifier, from || undefined) ? new URL(specifier, from || undefined).href : '';
      if (roots.some((root) => url.startsWith(root))) return { url, shortCircuit: true };
      throw new Error(`"${specifier}" cannot be loaded in apps.`);
    },
    load(url, context, next) {
      if (!roots.some((root) => url.startsWith(root))) return next(url, context);
      return { format: 'module', source: readFileSync(new URL(url), 'utf8'), shortCircuit: true };
    },
  });
  const globals = globalThis as unknown as Globals;
  const navigator = globals['navigator'];
  for (const name of nodeOnly) delete globals[name];
  globals['navigator'] = navigator;
  // Packages below jsdom look at these; nothing in here leads to the real process.
  globals['process'] = Object.freeze({ env: Object.freeze({}), nextTick, emitWarning, platform, version, versions: { ...versions }, cwd: () => '/', on() {}, once() {}, off() {} });
  globals['eval'] = () => { throw new EvalError('eval is not available in apps.'); };
  return (folder) => { roots.push(root(folder)); };
}
