import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { packArchive, type Part, unpackArchive } from './archive.ts';
import { decryptBackup, encryptBackup } from './backup-file.ts';

const key = randomBytes(32);
const header = 52;
const chunk = 1024 * 1024 + 16;

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function gather(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of source) pieces.push(piece);
  return Buffer.concat(pieces);
}

const seal = (plain: Buffer, size = 70_000) => gather(encryptBackup(key, inPieces(plain, size)));
const unseal = (sealed: Buffer, o: { key?: Buffer; size?: number } = {}) => gather(decryptBackup(o.key ?? key, inPieces(sealed, o.size ?? 90_000)));

test('bytes of any length come back, whatever the pieces they travel in', async () => {
  for (const length of [0, 1, chunk - 17, chunk - 16, chunk - 15, 2 * (chunk - 16), 3_000_000]) {
    const plain = randomBytes(length);
    const sealed = await seal(plain, 123_457);
    expect(sealed.length, String(length)).toBe(header + length + 16 * Math.max(1, Math.ceil(length / (chunk - 16))));
    for (const size of [65_536, chunk, 10_000_000]) expect((await unseal(sealed, { size })).equals(plain), `${length} in ${size}`).toBe(true);
  }
});

test('nothing of what is inside shows, and the same bytes never look the same', async () => {
  const plain = Buffer.from('canary in a cage '.repeat(1000));
  const [one, two] = [await seal(plain), await seal(plain)];
  expect(one.includes('canary')).toBe(false);
  expect(one.subarray(header).equals(two.subarray(header))).toBe(false);
});

test('a cut at any place is noticed, also between two chunks', async () => {
  const sealed = await seal(randomBytes(2_500_000));
  for (const length of [0, 20, header, header + 1, header + chunk, header + 2 * chunk, header + 2 * chunk + 5, sealed.length - 1]) {
    await expect(unseal(sealed.subarray(0, length)), String(length)).rejects.toThrow(/damaged or cut off|no backup of Ninefold/);
  }
});

test('one flipped bit anywhere is noticed', async () => {
  const sealed = await seal(randomBytes(1_200_000));
  for (const at of [0, 8, 9, 12, 19, 20, 51, header, header + 500_000, header + chunk - 1, header + chunk, sealed.length - 1]) {
    const changed = Buffer.from(sealed);
    changed[at]! ^= 0x10;
    await expect(unseal(changed), String(at)).rejects.toThrow(/backup/);
  }
});

test('chunks that are swapped, repeated, left out or added are noticed', async () => {
  const sealed = await seal(randomBytes(3_500_000));
  const head = sealed.subarray(0, header);
  const chunks = [0, 1, 2, 3].map((n) => sealed.subarray(header + n * chunk, header + (n + 1) * chunk));
  for (const order of [[1, 0, 2, 3], [0, 0, 2, 3], [0, 2, 3], [0, 1, 2, 3, 3], [0, 1, 3, 2]]) {
    await expect(unseal(Buffer.concat([head, ...order.map((n) => chunks[n]!)])), String(order)).rejects.toThrow(/damaged/);
  }
  const other = await seal(randomBytes(3_500_000));
  await expect(unseal(Buffer.concat([other.subarray(0, header), ...chunks])), 'under the header of another').rejects.toThrow(/damaged/);
  expect((await unseal(Buffer.concat([head, ...chunks]))).length).toBe(3_500_000);
});

test('another key is named, not mistaken for damage', async () => {
  await expect(unseal(await seal(Buffer.from('x')), { key: randomBytes(32) })).rejects.toThrow(/another master key \(id [0-9a-f]{16}, here it is [0-9a-f]{16}\).*NINEFOLD_MASTER_KEY/);
});

test('an archive gives its entries back, and its end is noticed when missing', async () => {
  async function* parts(): AsyncGenerator<Part> {
    yield* ['empty', 'a/b', Buffer.from('one'), Buffer.alloc(0), Buffer.from('two'), 'ü', randomBytes(300_000)];
  }
  const packed = await gather(packArchive(parts()));
  const found: Record<string, number> = {};
  let name = '';
  for await (const part of unpackArchive(inPieces(packed, 1000))) {
    if (typeof part === 'string') found[name = part] = 0;
    else found[name]! += part.length;
  }
  expect(found).toEqual({ empty: 0, 'a/b': 6, 'ü': 300_000 });
  const read = async (bytes: Buffer) => { for await (const part of unpackArchive(inPieces(bytes, 1000))) void part; };
  for (const length of [0, 1, 5, packed.length - 2]) await expect(read(packed.subarray(0, length)), String(length)).rejects.toThrow(/cut off/);
  await expect(read(Buffer.concat([packed, Buffer.from([0])]))).rejects.toThrow(/damaged/);
});
