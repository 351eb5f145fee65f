import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * How PostgreSQL's programs run, since they refuse root: as ourselves; as a system user; as a system user who may
 * search closed folders (for a checkout below /root); or as root that calls itself user 1000 in a namespace of its own.
 */
export type RunAs =
  | { how: 'self' }
  | { how: 'user'; uid: number; gid: number }
  | { how: 'searching-user'; uid: number; gid: number; capability: string }
  | { how: 'namespace'; uid: number; gid: number };

type Account = { name: string; uid: number; gid: number };

const preferredAccounts = ['ninefold', 'postgres', 'nobody'];

/** Picks the way that can reach every path given; `dataDir`'s owner, when it exists, keeps owning it. */
export function chooseRunAs(o: { dataDir: string; paths: string[]; accounts?: Account[]; capabilities?: bigint }): RunAs {
  if (process.getuid?.() !== 0) return { how: 'self' };
  const accounts = o.accounts ?? systemAccounts();
  const owner = existsSync(o.dataDir) ? statSync(o.dataDir).uid : undefined;
  if (owner === 0) return inNamespace(o.paths);
  const account = owner === undefined
    ? preferredAccounts.map((name) => accounts.find((a) => a.name === name)).find((a) => a && a.uid !== 0)
    : accounts.find((a) => a.uid === owner);
  if (!account) return inNamespace(o.paths);
  if (o.paths.every((path) => canEnter(path, account))) return { how: 'user', uid: account.uid, gid: account.gid };
  const capability = searchCapability(o.capabilities ?? ownCapabilities());
  if (!capability) return inNamespace(o.paths);
  return { how: 'searching-user', uid: account.uid, gid: account.gid, capability };
}

/** The command line and spawn options that run `file` that way. The process keeps its id: both wrappers exec. */
export function commandAs(as: RunAs, file: string, args: string[]): { file: string; args: string[]; options: { uid?: number; gid?: number } } {
  switch (as.how) {
    case 'self':
      return { file, args, options: {} };
    case 'user':
      return { file, args, options: { uid: as.uid, gid: as.gid } };
    case 'searching-user':
      // access(2) ignores capabilities of a user other than root unless no_setuid_fixup is set.
      return {
        file: 'setpriv',
        args: [`--reuid=${as.uid}`, `--regid=${as.gid}`, '--clear-groups', `--inh-caps=-all,+${as.capability}`,
          `--ambient-caps=-all,+${as.capability}`, '--securebits=+no_setuid_fixup', file, ...args],
        options: {},
      };
    case 'namespace':
      return { file: 'unshare', args: ['--user', `--map-user=${as.uid}`, `--map-group=${as.gid}`, file, ...args], options: {} };
  }
}

/** Whether an account may pass every folder above and including `path`. Access lists are not read: a wrong no costs nothing. */
export function canEnter(path: string, account: { uid: number; gid: number }): boolean {
  for (let at = path; ; at = dirname(at)) {
    if (existsSync(at)) {
      const { mode, uid, gid } = statSync(at);
      const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
      if (!(mode & bit)) return false;
    }
    if (at === dirname(at)) return true;
  }
}

// initdb looks its user up by name, so the number must be in /etc/passwd: `nobody` is everywhere.
function inNamespace(paths: string[]): RunAs {
  const account = systemAccounts().find((a) => a.uid !== 0 && preferredAccounts.includes(a.name));
  const as: RunAs = { how: 'namespace', uid: account?.uid ?? 65_534, gid: account?.gid ?? 65_534 };
  const { file, args } = commandAs(as, 'true', []);
  if (spawnSync(file, args, { cwd: '/', timeout: 5_000 }).status === 0) return as;
  throw new Error(
    `PostgreSQL does not run as root, and no other user can enter ${paths.join(' or ')}. Start Ninefold as an ordinary user, or move the checkout to a folder others may enter, such as /opt/ninefold.`,
  );
}

function systemAccounts(): Account[] {
  if (!existsSync('/etc/passwd')) return [];
  return readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':')).filter((f) => f.length >= 4)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}

function ownCapabilities(): bigint {
  if (!existsSync('/proc/self/status')) return 0n;
  return BigInt(`0x${/^CapEff:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0'}`);
}

// Numbers of linux/capability.h. Containers often hold dac_override only; setpcap is needed to pass one on.
function searchCapability(held: bigint): string | null {
  const has = (bit: bigint) => (held & (1n << bit)) !== 0n;
  if (!has(8n) || spawnSync('setpriv', ['--version']).status !== 0) return null;
  return has(2n) ? 'dac_read_search' : has(1n) ? 'dac_override' : null;
}
