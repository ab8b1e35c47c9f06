import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lockFolder } from '../../../portal/server/folder-lock.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'motcua-lock-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a folder is held once, under any of its names, and free again after release', async () => {
  const other = `${folder}-link`;
  await symlink(folder, other);
  const held = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'MC-STO-05' });
  await expect(lockFolder(other)).rejects.toMatchObject({ code: 'MC-STO-05' });
  await held.release();
  await (await lockFolder(other)).release();
  await rm(other);
});

test('another folder is another lock', async () => {
  const held = await lockFolder(folder);
  await (await lockFolder(tmpdir())).release();
  await held.release();
});
