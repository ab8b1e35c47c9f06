/**
 * A disk that fills up while officers work. As root on Linux it is a real, small tmpfs; elsewhere the database is given
 * a largest size (PRAGMA max_page_count), which makes SQLite answer the same SQLITE_FULL on an ordinary disk.
 */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { MotcuaError } from '../../domain/errors.ts';
import { createBlobStore } from '../../offline-store/blobs.ts';
import { storeError } from '../../offline-store/store-error.ts';
import { actor, commit, folder, intake, KEYS, lease, NOW, nextId, openAt, TODAY } from './helpers.ts';
import { canMount, smallDisk } from './small-disk.ts';

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'ok';
  } catch (error) {
    return error instanceof MotcuaError ? error.code : String(error);
  }
};

describe.runIf(canMount())('a full disk (tmpfs)', () => {
  it('refuses with a clear code, keeps what was acknowledged, loses no number, and goes on once there is room', () => {
    const disk = smallDisk('2m');
    const store = openAt(join(disk, 'office.db'));
    store.leases.add(lease({ to: 5_000 }));
    writeFileSync(join(disk, 'ballast'), Buffer.alloc(300_000));
    const acknowledged: string[] = [];
    let refusal = 'ok';
    while (refusal === 'ok') {
      refusal = codeOf(() =>
        acknowledged.push(
          store.receiveDossier(commit({ intake: intake({ note: 'x'.repeat(1_500) }) }), actor()).received.id,
        ),
      );
    }
    expect(refusal).toBe('MC-STO-01');
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(codeOf(() => store.saveDraft(nextId(), intake({ note: 'y'.repeat(1_900) }), NOW))).toMatch(/ok|MC-STO-01/);
    expect(store.outbox.counts().waiting).toBe(acknowledged.length);
    expect(store.leases.left(TODAY)).toBe(5_000 - acknowledged.length);
    expect(acknowledged.every((id) => store.dossiers.get(id) !== undefined)).toBe(true);
    expect(store.audit.verify().ok).toBe(true);

    rmSync(join(disk, 'ballast'));
    expect(store.receiveDossier(commit(), actor()).status).toBe('received');
    expect(store.outbox.counts().waiting).toBe(acknowledged.length + 1);
    expect(store.audit.verify().ok).toBe(true);
    store.close();
  });

  it('keeps no half of a scan', async () => {
    const disk = smallDisk('256k');
    const blobs = createBlobStore(join(disk, 'blobs'), KEYS);
    await expect(blobs.put(Buffer.alloc(1_000_000, 7))).rejects.toThrow('MC-STO-01');
    expect(readdirSync(join(disk, 'blobs', 'unfinished'))).toEqual([]);
    expect((await blobs.put(Buffer.alloc(10_000, 7))).bytes).toBe(10_000);
  });

  it('says so when there is not even room to begin', () => {
    const disk = smallDisk('64k');
    writeFileSync(join(disk, 'ballast'), Buffer.alloc(60_000));
    expect(codeOf(() => openAt(join(disk, 'office.db')))).toBe('MC-STO-01');
  });
});

it('a database that may not grow answers as a full disk', () => {
  const db = new Database(join(folder(), 'small.db'));
  db.exec('CREATE TABLE t (x TEXT) STRICT');
  db.pragma('max_page_count = 4');
  const fill = (): void => {
    for (;;) db.prepare('INSERT INTO t VALUES (?)').run('x'.repeat(1_000));
  };
  const caught = (): unknown => {
    try {
      return fill();
    } catch (error) {
      return storeError(error);
    }
  };
  expect(caught()).toMatchObject({ code: 'MC-STO-01' });
  db.close();
});
