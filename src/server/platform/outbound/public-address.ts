import { BlockList, isIP } from 'node:net';

// Special-purpose ranges of IANA's registries (RFC 6890): private, loopback, link-local, metadata, documentation, multicast.
const special = new BlockList();
for (const range of [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24',
  '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4',
]) special.addSubnet(...parts(range), 'ipv4');
// Of IPv6 only 2000::/3 is handed out to hosts; in it, these lead to IPv4 addresses or nowhere.
const global = new BlockList();
global.addSubnet('2000::', 3, 'ipv6');
for (const range of ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']) special.addSubnet(...parts(range), 'ipv6');

function parts(range: string): [address: string, prefix: number] {
  const [address = '', prefix = ''] = range.split('/');
  return [address, Number(prefix)];
}

/** Whether an IP address is one of the public internet; IPv4 in IPv6 clothes is not. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !special.check(address, 'ipv4');
  return version === 6 && global.check(address, 'ipv6') && !special.check(address, 'ipv6');
}
