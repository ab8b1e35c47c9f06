import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sweepLeftovers } from '../../../devices/document-scanner/leftovers.ts';
import { silentLog } from '../../../devices/log.ts';

const DAY = 24 * 60 * 60 * 1000;
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'left-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function leave(name: string, daysAgo: number, now: number): Promise<void> {
  await mkdir(join(folder, name));
  await writeFile(join(folder, name, 'page00002.png.damaged'), 'half');
  const then = new Date(now - daysAgo * DAY);
  await utimes(join(folder, name), then, then);
}

test('damaged pages stay a month and no longer; nothing else is touched', async () => {
  const now = Date.now();
  await leave('scan-aaaaaa', 31, now);
  await leave('scan-bbbbbb', 29, now);
  await leave('sessions', 60, now);
  await sweepLeftovers(folder, now, silentLog);
  expect((await readdir(folder)).sort()).toEqual(['scan-bbbbbb', 'sessions']);
});

test('a folder that is not there is no failure', async () => {
  await expect(sweepLeftovers(join(folder, 'none'), Date.now(), silentLog)).resolves.toBeUndefined();
});
