/** Backups as a technician meets them: made beside a desk at work, whole, unreadable without the key, and put back. */
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MotcuaError } from '../../../domain/errors.ts';
import { makeBackup } from '../../../offline-store/backup/make.ts';
import { findBackups, restoreBackup, verifyBackup } from '../../../offline-store/backup/restore.ts';
import { ownFolder } from '../../../offline-store/backup/target.ts';
import { lockData } from '../../../offline-store/data-lock.ts';
import { temporaryKeys } from '../../../offline-store/protection/key-ring.ts';
import { AGENCY, folder, MINUTE, NOW, openAt, STATION } from '../helpers.ts';
import { canMount, makeReadOnly, smallDisk } from '../small-disk.ts';
import { KEYS, newOffice, orderOf, RING, scan, secondPlace, takeIn } from './helpers.ts';

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing refused',
    (error: MotcuaError) => error.code,
  );

const newestIn = async (place: string): Promise<string> =>
  (await findBackups(place))[0]?.file ?? expect.fail('no backup');

/** A byte somewhere in the file changes, as on a failing disk. */
const flipByte = (file: string, at: number): void => {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 0x40;
  writeFileSync(file, bytes);
};

describe('making one', () => {
  it('holds what was saved when it began, with its scans, and nobody’s name in the clear', async () => {
    const office = newOffice();
    const { id } = takeIn(office.store);
    const sha256 = await scan(office, id);
    const place = secondPlace();
    const made = await makeBackup(orderOf(office, place), KEYS);
    expect(made.blobs.copied).toBe(1);
    const file = await newestIn(place);
    expect(readFileSync(file).includes('Mẫu')).toBe(false);
    const verified = await verifyBackup(file, RING, folder());
    expect(verified).toMatchObject({ facts: { dossiers: 1, operations: 2 }, papers: { named: 1, missing: 0 } });
    expect(Object.keys(verified.small)).toEqual(['station.json']);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(readdirSync(join(office.dataFolder, 'tmp'))).toEqual([]);
  });

  it('copies a scan once, however many backups follow', async () => {
    const office = newOffice();
    const place = secondPlace();
    await scan(office, takeIn(office.store).id);
    await makeBackup(orderOf(office, place), KEYS);
    const second = await makeBackup(orderOf(office, place, { now: NOW + 60 * MINUTE }), KEYS);
    expect(second.blobs).toEqual({ copied: 0, bytes: 0 });
    expect(await findBackups(place)).toHaveLength(2);
  });

  it('drops what the policy no longer wants, after the new one is in place', async () => {
    const office = newOffice();
    const place = secondPlace();
    const keep = { hours: 1, days: 0 };
    for (const hour of [0, 3, 6])
      await makeBackup(orderOf(office, place, { now: NOW + hour * 60 * MINUTE, keep }), KEYS);
    expect((await findBackups(place)).map(({ head }) => head?.madeAt)).toEqual([NOW + 360 * MINUTE]);
  });

  it('says when the place is gone, and does not fill the folder that an unplugged disk leaves behind', async () => {
    const office = newOffice();
    const place = secondPlace();
    expect(await codeOf(makeBackup(orderOf(office, join(place, 'nowhere')), KEYS))).toBe('MC-BAK-01');
    const { target } = await makeBackup(orderOf(office, place), KEYS);
    rmSync(ownFolder(orderOf(office, place)), { recursive: true });
    expect(await codeOf(makeBackup(orderOf(office, place, { known: target }), KEYS))).toBe('MC-BAK-01');
    expect(readdirSync(place)).toEqual([]);
    await makeBackup(orderOf(office, place), KEYS);
    expect(await codeOf(makeBackup(orderOf(office, place, { known: target }), KEYS))).toBe('MC-BAK-01');
  });

  it.runIf(canMount())('says when the place is full or read-only, and keeps what is there', async () => {
    const office = newOffice();
    takeIn(office.store);
    const tiny = smallDisk('1m');
    expect(await codeOf(makeBackup(orderOf(office, tiny), KEYS))).toBe('MC-BAK-02');
    const place = smallDisk('40m');
    await makeBackup(orderOf(office, place), KEYS);
    makeReadOnly(place);
    expect(await codeOf(makeBackup(orderOf(office, place, { now: NOW + MINUTE }), KEYS))).toBe('MC-BAK-03');
    expect(await verifyBackup(await newestIn(place), RING, folder())).toMatchObject({ facts: { dossiers: 1 } });
  });
});

describe('looking one through', () => {
  it('finds a flipped byte wherever it is, a cut end, another station’s key, and a file that is none', async () => {
    const office = newOffice();
    takeIn(office.store);
    const place = secondPlace();
    await makeBackup(orderOf(office, place), KEYS);
    const file = await newestIn(place);
    const whole = readFileSync(file);
    const bad = async (change: () => void): Promise<string> => {
      writeFileSync(file, whole);
      change();
      return codeOf(verifyBackup(file, RING, folder()));
    };
    for (const at of [40, 400, Math.floor(whole.length / 2), whole.length - 1])
      expect(['MC-BAK-05', 'MC-BAK-06']).toContain(await bad(() => flipByte(file, at)));
    expect(await bad(() => writeFileSync(file, whole.subarray(0, -20)))).toBe('MC-BAK-06');
    expect(await bad(() => writeFileSync(file, Buffer.concat([whole, whole.subarray(-50)])))).toBe('MC-BAK-06');
    expect(await bad(() => writeFileSync(file, ''))).toBe('MC-BAK-06');
    writeFileSync(file, whole);
    expect(await codeOf(verifyBackup(file, temporaryKeys('máy khác'), folder()))).toBe('MC-BAK-05');
    expect(await codeOf(verifyBackup(file, RING, folder()))).toBe('nothing refused');
  });
});

describe('putting one back', () => {
  it('on a new PC: the store, the scans and the configuration', async () => {
    const office = newOffice();
    const { id, code } = takeIn(office.store);
    await scan(office, id);
    const place = secondPlace();
    await makeBackup(orderOf(office, place), KEYS);
    const dataFolder = join(folder(), 'may-moi');
    const restored = await restoreBackup({ file: await newestIn(place), dataFolder, now: NOW }, RING);
    expect(restored).toMatchObject({ written: ['station.json'], blobs: { copied: 1 } });
    expect(restored.aside).toBeUndefined();
    const store = openAt(join(dataFolder, 'office.db'));
    expect(store.dossiers.byCode(code)?.received.id).toBe(id);
    expect(store.audit.verify().ok).toBe(true);
  });

  it('over a store: that one is set aside whole', async () => {
    const office = newOffice();
    takeIn(office.store);
    const place = secondPlace();
    await makeBackup(orderOf(office, place), KEYS);
    const later = takeIn(office.store);
    office.store.close();
    const { aside } = await restoreBackup(
      { file: await newestIn(place), dataFolder: office.dataFolder, agency: AGENCY, now: NOW },
      RING,
    );
    expect(openAt(office.file).dossiers.byCode(later.code)).toBeUndefined();
    expect(openAt(join(aside ?? '', 'office.db')).dossiers.byCode(later.code)?.received.id).toBe(later.id);
  });

  it('refuses under a running station, another agency’s, and a damaged one; nothing has changed then', async () => {
    const office = newOffice();
    const { code } = takeIn(office.store);
    const place = secondPlace();
    await makeBackup(orderOf(office, place), KEYS);
    const order = { file: await newestIn(place), dataFolder: office.dataFolder, agency: AGENCY, now: NOW };
    const lock = await lockData(office.dataFolder, 'station');
    expect(await codeOf(restoreBackup(order, RING))).toBe('MC-STO-05');
    await lock.release();
    expect(await codeOf(restoreBackup({ ...order, agency: 'H57.99.99' }, RING))).toBe('MC-BAK-09');
    flipByte(order.file, statSync(order.file).size - 9);
    expect(await codeOf(restoreBackup(order, RING))).toBe('MC-BAK-06');
    expect(existsSync(join(office.dataFolder, 'office.db.restoring'))).toBe(false);
    expect(openAt(office.file).dossiers.byCode(code)).toBeDefined();
  });

  it('names the backups of every station at a place', async () => {
    const place = secondPlace();
    for (const station of [STATION, 'may-quay-2']) await makeBackup(orderOf(newOffice(), place, { station }), KEYS);
    expect((await findBackups(place)).map(({ head }) => head?.station)).toEqual([STATION, 'may-quay-2']);
  });
});
