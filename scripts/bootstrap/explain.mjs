const causes = [
  [/ENOSPC/, () => 'The disk is full. The packages need about 700 MB: make room, then run the same command again.'],
  [/EACCES|EPERM|EROFS/, (root) => `The folder ${root} cannot be written. Give your user the right to write there, or clone the repository into a folder of your own.`],
  [/EDQUOT/, () => 'Your disk quota is used up. The packages need about 700 MB: make room, then run the same command again.'],
  [/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENETUNREACH|network/i, () => 'The npm registry cannot be reached. Check the network (behind a proxy: npm config set proxy …; with a registry of your own: npm config set registry …), then run the same command again.'],
  [/E401|E403|ENEEDAUTH/, () => 'The npm registry refuses this machine. Check its address and sign-in (npm config get registry, npm login), then run the same command again.'],
  [/E404|ETARGET/, () => 'The npm registry does not have a package of this version. If it is a mirror, check that it is complete (npm config get registry).'],
  [/EINTEGRITY/, () => 'A downloaded package is not what the lock file says. Run npm cache clean --force, then the same command again.'],
  [/EUSAGE|can only install packages when/, () => 'package.json and package-lock.json disagree. Restore both (git checkout package.json package-lock.json), or run npm install if you changed them.'],
  [/ENOENT.*npm|spawn npm/, () => 'npm was not found. Install Node 20 or newer with npm (https://nodejs.org).'],
];

/** Megabytes all packages take, with room for what npm writes meanwhile. */
export const neededMb = 900;

/** One sentence that names the cure, with the last words of what failed below it. */
export function explain(output, root) {
  const cure = causes.find(([pattern]) => pattern.test(output))?.[1](root) ?? 'The packages could not be installed.';
  const words = output.split('\n').filter((line) => line.trim() && !/EBADENGINE|complete log of this run/.test(line)).slice(-8).join('\n');
  return `${cure}\n\nDetails:\n${words}`;
}
