import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createBlobStore } from '../../../offline-store/blobs.ts';
import { createKeyRing, newRing } from '../../../offline-store/protection/key-ring.ts';
import { SEALED_SEGMENT_BYTES, SEGMENT_BYTES } from '../../../offline-store/protection/sealed-file.ts';
import { folder, KEYS } from '../helpers.ts';

const shaOf = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
const SIZES = [0, 1, SEGMENT_BYTES - 1, SEGMENT_BYTES, SEGMENT_BYTES + 1, 3 * SEGMENT_BYTES, 3 * SEGMENT_BYTES + 777];

async function* pieces(content: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

describe('sealed files', () => {
  it.each(SIZES)('give back %d bytes whole, in parts, and verified', async (size) => {
    const blobs = createBlobStore(folder(), KEYS);
    const content = randomBytes(size);
    const { sha256, bytes } = await blobs.put(pieces(content, 50_000));
    expect({ sha256, bytes }).toEqual({ sha256: shaOf(content), bytes: size });
    expect(Buffer.from(await blobs.read(sha256))).toEqual(content);
    expect(await blobs.verify(sha256)).toBe(size);
    for (const [offset, length] of [
      [0, 10],
      [SEGMENT_BYTES - 5, 10],
      [SEGMENT_BYTES, 2 * SEGMENT_BYTES],
      [size, 10],
      [Math.max(0, size - 3), 10],
    ] as const)
      expect(Buffer.from(await blobs.slice(sha256, offset, length))).toEqual(content.subarray(offset, offset + length));
  });

  it('hold nothing of the content in the clear, and their names do not say whether a known document is here', async () => {
    const home = folder();
    const content = Buffer.from('trang quét của Nguyễn Thị Mẫu '.repeat(9_000));
    const { sha256 } = await createBlobStore(home, KEYS).put(content);
    const files = readdirSync(home, { recursive: true, encoding: 'utf8' });
    expect(files.some((name) => name.includes(sha256))).toBe(false);
    const file = createBlobStore(home, KEYS).path(sha256);
    expect(readFileSync(file).includes(Buffer.from('trang quét'))).toBe(false);
    expect(createBlobStore(home, createKeyRing(newRing(1))).path(sha256)).not.toBe(file);
  });

  const damaged = async (damage: (file: string, content: Buffer) => void) => {
    const blobs = createBlobStore(folder(), KEYS);
    const content = randomBytes(3 * SEGMENT_BYTES + 100);
    const { sha256 } = await blobs.put(content);
    damage(blobs.path(sha256), readFileSync(blobs.path(sha256)));
    await expect(blobs.read(sha256)).rejects.toThrow('MC-STO-03');
    await expect(blobs.verify(sha256)).rejects.toThrow('MC-STO-03');
    return { blobs, sha256, content };
  };
  const segmentAt = (bytes: Buffer, index: number) =>
    bytes.subarray(32 + index * SEALED_SEGMENT_BYTES, 32 + (index + 1) * SEALED_SEGMENT_BYTES);

  it('do not open when a bit was flipped; the other segments still do', async () => {
    const { blobs, sha256, content } = await damaged((file, bytes) => {
      bytes[32 + SEALED_SEGMENT_BYTES + 9] = (bytes[32 + SEALED_SEGMENT_BYTES + 9] ?? 0) ^ 1;
      writeFileSync(file, bytes);
    });
    await expect(blobs.slice(sha256, SEGMENT_BYTES, 10)).rejects.toThrow('MC-STO-03');
    expect(Buffer.from(await blobs.slice(sha256, 0, 10))).toEqual(content.subarray(0, 10));
  });

  it.each([1, 116, 117, SEALED_SEGMENT_BYTES, 3 * SEALED_SEGMENT_BYTES])(
    'show that %d bytes of the end are missing',
    async (cut) => {
      await damaged((file, bytes) => writeFileSync(file, bytes.subarray(0, bytes.length - cut)));
    },
  );

  it('show segments that were swapped or repeated', async () => {
    await damaged((file, bytes) => {
      const [head, first, second] = [bytes.subarray(0, 32), segmentAt(bytes, 0), segmentAt(bytes, 1)];
      writeFileSync(file, Buffer.concat([head, second, first, bytes.subarray(32 + 2 * SEALED_SEGMENT_BYTES)]));
    });
    await damaged((file, bytes) => {
      const [head, first] = [bytes.subarray(0, 32), segmentAt(bytes, 0)];
      writeFileSync(file, Buffer.concat([head, first, first, bytes.subarray(32 + 2 * SEALED_SEGMENT_BYTES)]));
    });
  });

  it('show a file that was put in another one’s place', async () => {
    const blobs = createBlobStore(folder(), KEYS);
    const [a, b] = [await blobs.put(randomBytes(500)), await blobs.put(randomBytes(500))];
    renameSync(blobs.path(a.sha256), blobs.path(b.sha256));
    await expect(blobs.read(b.sha256)).rejects.toThrow('MC-STO-03');
    await expect(blobs.read(a.sha256)).rejects.toThrow('MC-API-05');
  });

  it('are read from an older program’s plain file until it is carried over', async () => {
    const home = folder();
    const content = randomBytes(SEGMENT_BYTES + 5);
    const plain = join(home, shaOf(content).slice(0, 2), shaOf(content));
    mkdirSync(dirname(plain));
    writeFileSync(plain, content);
    const blobs = createBlobStore(home, KEYS);
    expect(Buffer.from(await blobs.read(shaOf(content)))).toEqual(content);
    expect(Buffer.from(await blobs.slice(shaOf(content), SEGMENT_BYTES - 2, 4))).toEqual(
      content.subarray(SEGMENT_BYTES - 2, SEGMENT_BYTES + 2),
    );
    writeFileSync(plain, 'hỏng');
    await expect(blobs.read(shaOf(content))).rejects.toThrow('MC-STO-03');
    expect(statSync(plain).size).toBeGreaterThan(0);
  });
});
