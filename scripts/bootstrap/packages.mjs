const fits = (list, mine) => !list || list.includes(mine);

/**
 * Paths and entries of the lock file that belong on this machine. An optional package without a platform of its own
 * may hang below one of another machine, where npm leaves it out: such packages are not counted.
 */
export function packagesFor(lock, dev, { platform = process.platform, arch = process.arch } = {}) {
  return Object.entries(lock.packages).filter(([path, p]) =>
    path && (dev || !p.dev) && !p.link && !(p.optional && !p.os && !p.cpu) && fits(p.os, platform) && fits(p.cpu, arch) && fits(p.libc, 'glibc'));
}

/** Whether npm's own note of what it installed (`node_modules/.package-lock.json`) holds all of them, at these versions. */
export function areInstalled(lock, installed, dev) {
  return packagesFor(lock, dev).every(([path, p]) => installed?.packages?.[path]?.version === p.version);
}
