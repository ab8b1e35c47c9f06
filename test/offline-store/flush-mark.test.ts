import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import type { MotcuaError } from '../../domain/errors.ts';
import { recoverStore } from '../../offline-store/backup/recover.ts';
import { flushMarkOf, openFlushMark } from '../../offline-store/flush-mark.ts';
import { AGENCY, actor, change, commit, folder, KEYS, lease, NOW, openAt, remoteDossier, STATION } from './helpers.ts';

/** The database as a power cut leaves it, with a wrong byte in its write-ahead log. */
const cutShort = (file: string, wrongAt: number): string => {
  const copy = join(folder(), 'office.db');
  for (const end of ['', '-wal', '.unflushed'])
    if (existsSync(`${file}${end}`)) copyFileSync(`${file}${end}`, `${copy}${end}`);
  const wal = readFileSync(`${copy}-wal`);
  wal[wrongAt] = (wal[wrongAt] ?? 0) ^ 0x10;
  writeFileSync(`${copy}-wal`, wal);
  return copy;
};

/** A store whose log holds nothing but what comes afterwards. */
const emptied = () => {
  const file = join(folder(), 'office.db');
  const store = openAt(file);
  store.leases.add(lease());
  const received = store.receiveDossier(commit(), actor()).received;
  const db = new Database(file);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  return { file, store, received };
};

const codeOfOpening = (file: string): string => {
  try {
    openAt(file).close();
    return 'opened';
  } catch (error) {
    return (error as MotcuaError).code;
  }
};

const pulled = (store: ReturnType<typeof openAt>, from: number, to: number): void => {
  for (let number = from; number < to; number += 1)
    store.inbox.apply([change(remoteDossier(String(number)))], `k${number}`, NOW);
};

it('what a pull lets the index do waits for no disk either: only work of our own closes the mark', () => {
  const { file, store } = emptied();
  pulled(store, 900, 906);
  const mark = () => readFileSync(flushMarkOf(file), 'utf8');
  expect(store.upkeep.index(10_000)).toBe(0);
  expect(mark()).toBe('o');
  store.receiveDossier(commit(), actor());
  expect(mark()).toBe('c');
});

it('a power cut that tears several commits of a pull is no damage: the feed brings them again', () => {
  const { file, store, received } = emptied();
  pulled(store, 900, 906);
  const cut = cutShort(file, 5_000);
  const again = openAt(cut);
  expect(again.dossiers.get(received.id)).toBeDefined();
  expect(again.inbox.cursor()).toBeUndefined();
  pulled(again, 900, 906);
  expect(again.inbox.cursor()).toBe('k905');
});

it('what was flushed behind them is missed: commits that an officer was told of are gone', () => {
  const { file, store } = emptied();
  pulled(store, 900, 906);
  store.receiveDossier(commit(), actor());
  expect(codeOfOpening(cutShort(file, 5_000))).toBe('MC-STO-03');
});

it('pieces of commits that were left out are not counted at the next opening', () => {
  const { file, store } = emptied();
  pulled(store, 900, 906);
  const cut = cutShort(file, 5_000);
  const again = openAt(cut);
  expect(statSync(`${cut}-wal`).size).toBe(0);
  again.receiveDossier(commit(), actor());
  const killed = cutShort(cut, statSync(`${cut}-wal`).size - 100);
  expect(codeOfOpening(killed)).toBe('opened');
});

it('a database without the mark is looked at strictly', () => {
  const { file, store } = emptied();
  pulled(store, 900, 906);
  const cut = cutShort(file, 5_000);
  rmSync(flushMarkOf(cut));
  expect(codeOfOpening(cut)).toBe('MC-STO-03');
});

it('leaves nothing behind a clean end, and a recovery nothing of the file that it prepared', async () => {
  const { file, store } = emptied();
  pulled(store, 900, 901);
  store.receiveDossier(commit(), actor());
  store.close();
  expect(readdirSync(dirname(file))).toEqual(['office.db']);
  writeFileSync(file, 'damaged');
  await recoverStore({ dataFolder: dirname(file), station: STATION, agency: AGENCY, now: () => NOW, keys: KEYS });
  expect(readdirSync(dirname(file))).toEqual(['office.db', 'set-aside']);
});

it('is not made before it is needed, and where it cannot be made nothing is begun', () => {
  const file = join(folder(), 'office.db');
  const mark = openFlushMark(file);
  expect(existsSync(flushMarkOf(file))).toBe(false);
  mkdirSync(flushMarkOf(file));
  expect(mark.begin).toThrow(/EISDIR/);
  rmdirSync(flushMarkOf(file));
  mark.begin();
  expect(readFileSync(flushMarkOf(file), 'utf8')).toBe('o');
  mark.end();
  mark.committed();
  expect(readFileSync(flushMarkOf(file), 'utf8')).toBe('c');
  mark.close();
  expect(existsSync(flushMarkOf(file))).toBe(false);
});
