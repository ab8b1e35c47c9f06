import { copyFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { checkStore } from '../../offline-store/check/check.ts';
import { LATEST_VERSION } from '../../offline-store/migrations/index.ts';
import { actor, commit, folder, freshStore, KEYS, lease, NOW, openAt, TODAY } from './helpers.ts';
import { canMount, makeReadOnly, smallDisk } from './small-disk.ts';

const fileIn = (): string => join(folder(), 'office.db');

const withStore = (): string => {
  const file = fileIn();
  const store = openAt(file);
  store.leases.add(lease());
  store.receiveDossier(commit(), actor());
  store.close();
  return file;
};

describe('opening the store', () => {
  it('makes the folder, commits durably, and keeps everything over a restart', () => {
    const file = join(folder(), 'a', 'b', 'office.db');
    const store = openAt(file);
    store.leases.add(lease());
    const saved = store.receiveDossier(commit(), actor());
    const again = openAt(file);
    expect(again.dossiers.get(saved.received.id)).toEqual(saved);
    expect(again.leases.left(TODAY)).toBe(199);
    expect(again.size()).toBeGreaterThan(0);
    const db = new Database(file);
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('user_version', { simple: true })).toBe(LATEST_VERSION);
    db.close();
  });

  it('has nothing but strict tables', () => {
    const file = withStore();
    const db = new Database(file);
    const loose = db
      .prepare("SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'")
      .all();
    expect(loose).toEqual([]);
    db.close();
  });

  it('refuses a database of a newer program, and changes nothing in it', () => {
    const file = withStore();
    const db = new Database(file);
    db.pragma(`user_version = ${LATEST_VERSION + 1}`);
    db.close();
    const before = readFileSync(file);
    expect(() => openAt(file)).toThrow('MC-STO-02');
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it.each([
    ['is no database', () => Buffer.from('đây không phải cơ sở dữ liệu'.repeat(100))],
    [
      'was overwritten in the middle',
      (content: Buffer) => Buffer.concat([content.subarray(0, 4_096), Buffer.alloc(content.length - 4_096, 0x5a)]),
    ],
    ['was cut off', (content: Buffer) => content.subarray(0, content.length - 6_000)],
  ])('refuses a file that %s, and deletes nothing', (_what, damage) => {
    const file = withStore();
    const damaged = damage(readFileSync(file));
    writeFileSync(file, damaged);
    expect(() => openAt(file)).toThrow('MC-STO-03');
    expect(readFileSync(file).equals(damaged)).toBe(true);
  });

  it.each(['empty', 'gone'])(
    'refuses a file that is %s beside a log, and neither it nor the check touches the log',
    async (how) => {
      const file = fileIn();
      // Never closed, as a program that is killed leaves it.
      openAt(file).leases.add(lease());
      const killed = fileIn();
      for (const end of ['', '-wal']) copyFileSync(`${file}${end}`, `${killed}${end}`);
      if (how === 'empty') truncateSync(killed, 0);
      else rmSync(killed);
      const log = readFileSync(`${killed}-wal`);
      expect(log.length).toBeGreaterThan(0);
      expect(() => openAt(killed)).toThrow('MC-STO-03');
      const looked = checkStore({ file: killed, blobs: folder(), now: NOW, keys: KEYS });
      await expect(looked).rejects.toMatchObject({ code: 'MC-STO-03' });
      expect(readFileSync(`${killed}-wal`).equals(log)).toBe(true);
    },
  );

  it('refuses another program’s database', () => {
    const file = fileIn();
    const db = new Database(file);
    db.exec('CREATE TABLE music (title TEXT)');
    db.close();
    expect(() => openAt(file)).toThrow('MC-STO-03');
  });

  it('refuses a folder in place of a file', () => {
    expect(() => openAt(folder())).toThrow('MC-STO-03');
  });
});

describe('a disk that can only be read', () => {
  it.runIf(canMount())('is refused with its own code, and left as it was', () => {
    const disk = smallDisk('4m');
    const file = join(disk, 'office.db');
    openAt(file).close();
    const before = readFileSync(file);
    makeReadOnly(disk);
    expect(() => openAt(file)).toThrow('MC-STO-04');
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('is told with its own code whatever SQLite calls it', async () => {
    const { storeError } = await import('../../offline-store/store-error.ts');
    const db = new Database(withStore(), { readonly: true });
    const write = (): unknown => db.prepare("INSERT INTO settings VALUES ('a', 'b')").run();
    const caught = (): unknown => {
      try {
        return write();
      } catch (error) {
        return storeError(error);
      }
    };
    expect(caught()).toMatchObject({ code: 'MC-STO-04' });
    db.close();
  });
});

it('leaves an error of the program as it is', () => {
  const store = freshStore();
  expect(() => store.saveDraft('x', { note: BigInt(1) } as never, 0)).toThrow(TypeError);
});
