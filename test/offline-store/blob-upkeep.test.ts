import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  carryOver,
  diskRoom,
  findUnreferenced,
  removeUnreferenced,
  resealFiles,
} from '../../offline-store/blob-upkeep.ts';
import { createBlobStore } from '../../offline-store/blobs.ts';
import { createKeyRing, newRing, withNewKey } from '../../offline-store/protection/key-ring.ts';
import { keyNumberOfHead } from '../../offline-store/protection/sealed-file.ts';
import { folder, KEYS } from './helpers.ts';

const shaOf = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
const going = new AbortController().signal;
const DAY = 86_400_000;

const place = (keys = KEYS) => {
  const dir = folder();
  return { dir, keys, blobs: createBlobStore(dir, keys), signal: going };
};

const leavePlain = (dir: string, content: Uint8Array, name = shaOf(content)): string => {
  const path = join(dir, name.slice(0, 2), name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
};

describe('plain files of an older program', () => {
  it('are sealed and go; one that is not what its name says stays', async () => {
    const parts = place();
    const pages = [randomBytes(70_000), randomBytes(10)];
    const plain = pages.map((page) => leavePlain(parts.dir, page));
    const spoilt = leavePlain(parts.dir, Buffer.from('hỏng'), shaOf(Buffer.from('nguyên vẹn')));
    expect(await carryOver(parts)).toEqual({ files: 2, damaged: 1 });
    expect(plain.some(existsSync)).toBe(false);
    expect(readFileSync(spoilt, 'utf8')).toBe('hỏng');
    for (const page of pages) expect(Buffer.from(await parts.blobs.read(shaOf(page)))).toEqual(page);
    expect(await carryOver(parts)).toEqual({ files: 0, damaged: 1 });
  });

  it('are left where they are when the program stops', async () => {
    const parts = place();
    const plain = leavePlain(parts.dir, randomBytes(10));
    expect(await carryOver({ ...parts, signal: AbortSignal.abort() })).toEqual({ files: 0, damaged: 0 });
    expect(existsSync(plain)).toBe(true);
  });
});

describe('a new key', () => {
  it('seals every file anew, and only once; a damaged one is not covered up', async () => {
    const first = newRing(1);
    const before = place(createKeyRing(first));
    const pages = [randomBytes(200_000), randomBytes(5), randomBytes(65_536)];
    for (const page of pages) await before.blobs.put(page);
    const spoilt = before.blobs.path(shaOf(pages[1] ?? Buffer.alloc(0)));
    const bytes = readFileSync(spoilt);
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    writeFileSync(spoilt, bytes);
    const keys = createKeyRing(withNewKey(first, 2));
    const after = { ...before, keys, blobs: createBlobStore(before.dir, keys) };
    expect(await resealFiles(after)).toBe(2);
    expect(await resealFiles(after)).toBe(0);
    for (const page of [pages[0], pages[2]].filter((one) => one !== undefined)) {
      expect(keyNumberOfHead(readFileSync(after.blobs.path(shaOf(page))))).toBe(2);
      expect(Buffer.from(await after.blobs.read(shaOf(page)))).toEqual(page);
    }
    expect(readFileSync(spoilt)).toEqual(bytes);
    expect(readdirSync(join(before.dir, 'unfinished'))).toEqual([]);
  });
});

describe('files that no document has', () => {
  const aged = async (parts: ReturnType<typeof place>, days: number) => {
    const { sha256 } = await parts.blobs.put(randomBytes(100));
    const at = (Date.now() - days * DAY) / 1000;
    utimesSync(parts.blobs.path(sha256), at, at);
    return sha256;
  };
  const isThere = ({ blobs }: ReturnType<typeof place>, sha256: string) => existsSync(blobs.path(sha256));

  it('are found after their days of grace; documents’, young and damaged ones are none', async () => {
    const parts = place();
    const [attached, lost, young, spoilt] = [
      await aged(parts, 9),
      await aged(parts, 9),
      await aged(parts, 1),
      await aged(parts, 9),
    ];
    const spoiltFile = parts.blobs.path(spoilt);
    writeFileSync(spoiltFile, readFileSync(spoiltFile).subarray(0, -1));
    utimesSync(spoiltFile, (Date.now() - 9 * DAY) / 1000, (Date.now() - 9 * DAY) / 1000);
    // Another start of the program: nothing is under way any more.
    const later = { ...parts, blobs: createBlobStore(parts.dir, parts.keys) };
    const options = {
      isReferenced: (sha256: string) => sha256 === attached,
      writtenBefore: Date.now() - 7 * DAY,
      writtenSince: 0,
    };
    expect(await findUnreferenced(later, options)).toEqual([lost]);
    expect([attached, lost, young, spoilt].map((sha256) => isThere(later, sha256))).toEqual([true, true, true, true]);
    expect(await removeUnreferenced(later, lost, Date.now())).toBe(true);
    expect(isThere(later, lost)).toBe(false);
    expect(await removeUnreferenced(later, lost, Date.now())).toBe(false);
  });

  it('are not touched while the process that put them runs, whatever the clock says', async () => {
    const parts = place();
    const sha256 = await aged(parts, 400);
    const options = { isReferenced: () => false, writtenBefore: Date.now() + 400 * DAY, writtenSince: 0 };
    expect(await findUnreferenced(parts, options)).toEqual([]);
    expect(await removeUnreferenced(parts, sha256, Date.now() + DAY)).toBe(false);
    expect(isThere(parts, sha256)).toBe(true);
  });

  it('stay when they were put again since they were found', async () => {
    const parts = place();
    const sha256 = await aged(parts, 1);
    const later = { ...parts, blobs: createBlobStore(parts.dir, parts.keys) };
    expect(await removeUnreferenced(later, sha256, Date.now() - 2 * DAY)).toBe(false);
    expect(isThere(parts, sha256)).toBe(true);
  });

  it('are not looked at again once they were', async () => {
    const parts = place();
    await aged(parts, 9);
    const later = { ...parts, blobs: createBlobStore(parts.dir, parts.keys) };
    let asked = 0;
    const isReferenced = () => {
      asked += 1;
      return true;
    };
    const writtenBefore = Date.now() - 7 * DAY;
    await findUnreferenced(later, { isReferenced, writtenBefore, writtenSince: 0 });
    await findUnreferenced(later, { isReferenced, writtenBefore: Date.now(), writtenSince: writtenBefore });
    expect(asked).toBe(1);
  });
});

it('says what is left on a disk', async () => {
  const { freeBytes, totalBytes, low } = await diskRoom(folder());
  expect(totalBytes).toBeGreaterThan(freeBytes);
  expect(typeof low).toBe('boolean');
});
