const supported = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];
const [major] = process.versions.node.split('.').map(Number);

/** What is wrong with this machine and how to cure it, or null. */
export function checkPlatform({ platform = process.platform, arch = process.arch, node = major, musl = isMusl() } = {}) {
  const here = `${platform}-${arch}`;
  if (platform === 'win32') return 'Ninefold does not run on Windows itself. Use WSL 2 (wsl --install), clone the repository there, and run npm start.';
  if (!supported.includes(here)) return `Ninefold runs on ${supported.join(', ')}; this machine is ${here}.`;
  if (musl) return 'This Linux uses musl (Alpine). Node 24 and PostgreSQL from npm need glibc: use Debian, Ubuntu or Fedora, or an image such as node:24-bookworm.';
  if (platform === 'darwin' && node < 24) return `On macOS Ninefold runs on your own Node, which is ${process.versions.node}. Install Node 24 or newer (https://nodejs.org) and start again.`;
  return null;
}

function isMusl() {
  if (process.platform !== 'linux') return false;
  return !process.report.getReport().header.glibcVersionRuntime;
}
