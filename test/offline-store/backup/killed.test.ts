/** The power goes in the middle of a backup, a restore or a recovery: nothing is lost, and the next one clears up after it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { makeBackup } from '../../../offline-store/backup/make.ts';
import { findBackups, verifyBackup } from '../../../offline-store/backup/restore.ts';
import { finishSwap } from '../../../offline-store/backup/swap.ts';
import { ownFolder } from '../../../offline-store/backup/target.ts';
import { folder, MINUTE, NOW, openAt } from '../helpers.ts';
import { KEYS, newOffice, type Office, orderOf, RING, scan, secondPlace, takeIn } from './helpers.ts';

const CHILD = fileURLToPath(new URL('restore-child.ts', import.meta.url));
const ROUNDS = 4;
const LONGEST_MS = 200;

/** Lets it work and kills it somewhere; how many it finished. */
const killIn = async (what: string, dataFolder: string, place: string, at: number): Promise<number> => {
  const child = spawn(process.execPath, [CHILD, what, dataFolder, place, String(at)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = text(child.stdout);
  await once(child.stdout, 'readable');
  await pause(Math.random() * LONGEST_MS);
  child.kill('SIGKILL');
  await once(child, 'close');
  return (await said).split('\n').filter((line) => line === 'done').length;
};

const expectWhole = (office: Pick<Office, 'file'>, codes: readonly string[]): void => {
  const store = openAt(office.file);
  for (const code of codes) expect(store.dossiers.byCode(code)?.received.code).toBe(code);
  expect(store.audit.verify().ok).toBe(true);
  store.close();
};

it('a backup: every one that stands there is whole, whatever was cut off is cleared by the next', async () => {
  const office = newOffice();
  const codes = Array.from({ length: 20 }, () => takeIn(office.store).code);
  await scan(office, office.store.dossiers.byCode(codes[0] ?? '')?.received.id ?? '');
  const place = secondPlace();
  for (let round = 0; round < ROUNDS; round += 1)
    await killIn('backup', office.dataFolder, place, NOW + round * 60 * MINUTE);
  await makeBackup(orderOf(office, place, { now: NOW + 600 * MINUTE }), KEYS);
  const found = await findBackups(place);
  expect(found.length).toBeGreaterThan(0);
  for (const { file } of found)
    expect(await verifyBackup(file, RING, folder())).toMatchObject({ facts: { dossiers: 20 }, papers: { missing: 0 } });
  expect(readdirSync(ownFolder(orderOf(office, place))).filter((name) => name.endsWith('.partial'))).toEqual([]);
  expect(readdirSync(join(office.dataFolder, 'tmp'))).toEqual([]);
  expectWhole(office, codes);
}, 60_000);

it('a restore: the store is the one from before or the one put back, never neither, and both are kept', async () => {
  const office = newOffice();
  const codes = Array.from({ length: 20 }, () => takeIn(office.store).code);
  const place = secondPlace();
  await makeBackup(orderOf(office, place), KEYS);
  office.store.close();
  const file = (await findBackups(place))[0]?.file ?? '';
  for (let round = 0; round < ROUNDS; round += 1) {
    await killIn('restore', office.dataFolder, file, NOW + round * 60 * MINUTE);
    finishSwap(office.dataFolder);
    expectWhole(office, codes);
    expect(existsSync(`${office.file}.restoring`)).toBe(false);
  }
  const aside = join(office.dataFolder, 'set-aside');
  for (const name of existsSync(aside) ? readdirSync(aside) : [])
    expectWhole({ file: join(aside, name, 'office.db') }, codes);
}, 60_000);

it('a recovery: it begins again, and what the damaged file holds is there at the end', async () => {
  const office = newOffice();
  const place = secondPlace();
  await makeBackup(orderOf(office, place), KEYS);
  const codes = Array.from({ length: 20 }, () => takeIn(office.store).code);
  office.store.close();
  for (let round = 0; round < ROUNDS; round += 1) {
    await killIn('recover', office.dataFolder, ownFolder(orderOf(office, place)), NOW + round * 60 * MINUTE);
    finishSwap(office.dataFolder);
    expectWhole(office, codes);
  }
}, 60_000);
