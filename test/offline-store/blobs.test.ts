import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { createBlobStore } from '../../offline-store/blobs.ts';
import { folder, KEYS } from './helpers.ts';

const content = Buffer.from('trang quét số một — dữ liệu mẫu');
const sha = createHash('sha256').update(content).digest('hex');

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

it('keeps bytes and streams under their SHA-256, the same content once', async () => {
  const dir = folder();
  const blobs = createBlobStore(dir, KEYS);
  expect(await blobs.put(content)).toEqual({ sha256: sha, bytes: content.length });
  expect(await blobs.put(inPieces(content, 7))).toEqual({ sha256: sha, bytes: content.length });
  expect(Buffer.from(await blobs.read(sha))).toEqual(content);
  expect(await blobs.verify(sha)).toBe(content.length);
  expect(Buffer.from(await blobs.slice(sha, 5, 10))).toEqual(content.subarray(5, 15));
  expect((await blobs.slice(sha, content.length - 2, 10)).length).toBe(2);
  expect(readdirSync(dirname(blobs.path(sha)))).toEqual([basename(blobs.path(sha))]);
  expect(readdirSync(join(dir, 'unfinished'))).toEqual([]);
});

it('notices a damaged file, keeps it, and heals it when the content is put again', async () => {
  const blobs = createBlobStore(folder(), KEYS);
  await blobs.put(content);
  writeFileSync(blobs.path(sha), 'hỏng');
  await expect(blobs.read(sha)).rejects.toThrow('MC-STO-03');
  await expect(blobs.verify(sha)).rejects.toThrow('MC-STO-03');
  expect(readFileSync(blobs.path(sha), 'utf8')).toBe('hỏng');
  await blobs.put(content);
  expect(Buffer.from(await blobs.read(sha))).toEqual(content);
});

it('refuses what is not here and what is no hash', async () => {
  const blobs = createBlobStore(folder(), KEYS);
  await expect(blobs.read(sha)).rejects.toThrow('MC-API-05');
  await expect(blobs.verify(sha)).rejects.toThrow('MC-API-05');
  await expect(blobs.slice(sha, 0, 1)).rejects.toThrow('MC-API-05');
  expect(() => blobs.path('../../etc/passwd')).toThrow('MC-API-03');
});

it('leaves nothing behind when the source breaks in the middle, and sweeps what a killed process left', async () => {
  const dir = folder();
  const blobs = createBlobStore(dir, KEYS);
  async function* breaking(): AsyncGenerator<Uint8Array> {
    yield content;
    throw new Error('máy quét mất điện');
  }
  await expect(blobs.put(breaking())).rejects.toThrow('máy quét mất điện');
  expect(readdirSync(join(dir, 'unfinished'))).toEqual([]);
  mkdirSync(join(dir, 'unfinished'), { recursive: true });
  writeFileSync(join(dir, 'unfinished', 'dở dang'), 'x');
  expect(await blobs.clean()).toBe(1);
  expect(existsSync(join(dir, 'unfinished', 'dở dang'))).toBe(false);
});
