import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { AddressRefused, isPublicAddress, publicFetch } from './index.ts';

let asked = 0;
const server = createServer((_, response) => { asked++; response.end('inside'); }).listen(0);
afterAll(() => server.close());

test.each([
  '127.0.0.1', '10.1.2.3', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1', '255.255.255.255',
  '::1', '::', '::ffff:8.8.8.8', '64:ff9b::808:808', 'fe80::1', 'fd00::1', 'ff02::1', '2002:7f00:1::', '2001::1', '2001:db8::1', 'localhost', '',
])('%s is no public address', (address) => expect(isPublicAddress(address)).toBe(false));

test.each(['8.8.8.8', '172.32.0.1', '2606:4700::1111'])('%s is one', (address) => expect(isPublicAddress(address)).toBe(true));

test.each(['localhost', '127.0.0.1', '[::1]', '2130706433', '0x7f.1', '0177.0.0.1', '[::ffff:127.0.0.1]'])(
  'a request to %s never arrives',
  async (host) => {
    const { port } = server.address() as AddressInfo;
    const refusal = (error: unknown): boolean => error instanceof AddressRefused || (error instanceof Error && error.cause !== undefined && refusal(error.cause));
    const outcome = await publicFetch(`https://${host}:${port}/`).then(() => 'answered', (error: unknown) => (refusal(error) ? 'refused' : error));
    expect(outcome).toBe('refused');
    expect(asked).toBe(0);
  },
);

test('an address without TLS is refused', async () => {
  await expect(publicFetch('http://example.com/')).rejects.toThrow(AddressRefused);
});
