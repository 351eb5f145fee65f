import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** Listeners that nobody should reach: a TCP port and a UDP port that note every contact. */
export async function openSinks() {
  const contacts: string[] = [];
  const sockets = new Set<Socket>();
  const tcp = createServer((socket) => {
    sockets.add(socket);
    const index = contacts.push('tcp connection') - 1;
    socket.on('data', (bytes) => { contacts[index] += ` ${bytes.toString('latin1').split('\r\n')[0]}`; });
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
  const udp = createSocket('udp4', (bytes) => contacts.push(`udp ${bytes.length} bytes`));
  udp.on('message', (bytes) => contacts.push(`udp ${bytes.length} bytes`));
  await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));
  return {
    contacts,
    tcpPort: (tcp.address() as AddressInfo).port,
    udpPort: udp.address().port,
    async close(): Promise<void> {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => tcp.close(resolve));
      await new Promise<void>((resolve) => udp.close(resolve));
    },
  };
}
