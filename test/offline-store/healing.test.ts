/** A bit that flipped in a scan: mended from the second place where that has it, else told; never handed on as it is. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { copyBlobs } from '../../offline-store/backup/copy-blobs.ts';
import { createBlobStore } from '../../offline-store/blobs.ts';
import { checkStore } from '../../offline-store/check/check.ts';
import type { Heal } from '../../offline-store/check/finding.ts';
import { createHealingBlobs, healBlob } from '../../offline-store/healing.ts';
import { actor, commit, folder, KEYS, lease, NOW, nextId, openAt, STATION } from './helpers.ts';

const PAPER = Buffer.from('trang quét của một hồ sơ mẫu '.repeat(9_000));

async function office() {
  const home = folder();
  const [dir, place] = [join(home, 'blobs'), join(home, 'place')];
  mkdirSync(place);
  const blobs = createBlobStore(dir, KEYS);
  const { sha256, bytes } = await blobs.put(PAPER);
  await copyBlobs(dir, join(place, 'blobs'));
  const flip = (path: string): void => {
    const file = readFileSync(path);
    file[70_000] = (file[70_000] ?? 0) ^ 4;
    writeFileSync(path, file);
  };
  const damage = (): void => flip(blobs.path(sha256));
  const damageCopy = (): void => flip(createBlobStore(join(place, 'blobs'), KEYS).path(sha256));
  return { home, dir, place, blobs, sha256, bytes, damage, damageCopy };
}

const healing = ({ blobs, place }: Awaited<ReturnType<typeof office>>, at: string | undefined = place) => {
  const healed: string[] = [];
  const lost: string[] = [];
  return {
    healed,
    lost,
    store: createHealingBlobs(blobs, {
      ...{ keys: KEYS, place: () => at },
      onHealed: (one) => void healed.push(one),
      onLost: (one) => void lost.push(one),
    }),
  };
};

it('is noticed when the scan is read, and mended; who reads it next needs no copy', async () => {
  for (const read of ['read', 'verify', 'slice'] as const) {
    const parts = await office();
    parts.damage();
    const { store, healed, lost } = healing(parts);
    if (read === 'read') expect(Buffer.from(await store.read(parts.sha256)).equals(PAPER)).toBe(true);
    else if (read === 'verify') expect(await store.verify(parts.sha256)).toBe(parts.bytes);
    else
      expect(Buffer.from(await store.slice(parts.sha256, 65_536, 9)).equals(PAPER.subarray(65_536, 65_545))).toBe(true);
    expect([healed, lost]).toEqual([[parts.sha256], []]);
    expect(await parts.blobs.verify(parts.sha256)).toBe(parts.bytes);
  }
});

it('a scan that is gone comes back too', async () => {
  const parts = await office();
  rmSync(parts.blobs.path(parts.sha256));
  expect(await healing(parts).store.verify(parts.sha256)).toBe(parts.bytes);
});

it('stays what it was found to be where there is no copy, no place, or a damaged copy; what lies here is not touched', async () => {
  const parts = await office();
  parts.damage();
  parts.damageCopy();
  const before = readFileSync(parts.blobs.path(parts.sha256));
  for (const place of [parts.place, join(parts.home, 'unplugged'), undefined]) {
    const { store, healed, lost } = healing({ ...parts, place: place ?? '' }, place);
    await expect(store.read(parts.sha256)).rejects.toThrow('MC-STO-03');
    expect([healed, lost]).toEqual([[], [parts.sha256]]);
  }
  expect(readFileSync(parts.blobs.path(parts.sha256)).equals(before)).toBe(true);
});

it('is mended by a check that is asked to, and named with its dossier by one that is not or cannot', async () => {
  const parts = await office();
  const file = join(parts.home, 'office.db');
  const store = openAt(file);
  store.leases.add(lease());
  const { received } = store.receiveDossier(commit(), actor());
  const { sha256, bytes } = parts;
  store.attachDocument({ id: nextId(), dossierId: received.id, title: 'Tờ khai', sha256, bytes, pages: 1 }, actor());
  expect(store.upkeep.owed(0, 10)).toMatchObject([{ sha256, bytes, code: received.code }]);
  expect([store.upkeep.isOwed(sha256), store.upkeep.isOwed('0'.repeat(64))]).toEqual([true, false]);
  store.close();
  parts.damage();
  const papers = async (heal?: Heal) =>
    (await checkStore({ file, blobs: parts.dir, now: NOW, keys: KEYS, station: STATION, heal })).find(
      ({ check }) => check === 'papers',
    );
  expect(await papers()).toMatchObject({ problems: [{ kind: 'paper-damaged', about: `${received.code} ${sha256}` }] });
  const about = `${received.code} ${sha256}`;
  expect(await papers(async () => ({ code: 'MC-NET-01' }))).toMatchObject({
    problems: [{ kind: 'paper-scan-again', about: `${about} (MC-NET-01)` }],
  });
  const byCopy: Heal = async (paper) => {
    const isHealed = await healBlob(parts.blobs, KEYS, parts.place, paper.sha256);
    return isHealed ? { from: 'backup' } : { code: undefined };
  };
  expect(await papers(byCopy)).toMatchObject({ ok: true, counts: { healed: 1 }, mended: [{ from: 'backup', about }] });
  expect(await papers()).toMatchObject({ ok: true });
});
