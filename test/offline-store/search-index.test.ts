import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, vi } from 'vitest';
import type { Operation } from '../../domain/operation.ts';
import type { OfficeStore } from '../../offline-store/contract.ts';
import { AT_ONCE } from '../../offline-store/search-index.ts';
import {
  actor,
  change,
  commit,
  folder,
  freshParts,
  intake,
  lease,
  NOW,
  nextId,
  openAt,
  remoteDossier,
} from './helpers.ts';

const MANY = AT_ONCE * 2;

const codesOf = (store: OfficeStore, text: string): readonly string[] =>
  store.dossiers.search(text, 50).dossiers.map(({ received }) => received.code);

/** What the file itself says, as another program sees it. */
const look = (file: string) => {
  const db = new Database(file, { readonly: true });
  const count = (sql: string): number => db.prepare<[], number>(sql).pluck().get() ?? -1;
  const seen = {
    indexed: count('SELECT count(*) FROM dossier_search_docsize'),
    watermark: count('SELECT indexed FROM search_progress'),
    /** The watermark promised these. */
    broken: count(`SELECT count(*) FROM dossiers WHERE number <= (SELECT indexed FROM search_progress)
      AND number NOT IN (SELECT id FROM dossier_search_docsize)`),
  };
  db.close();
  return seen;
};

const freshFile = () => {
  const file = join(folder(), 'office.db');
  const store = openAt(file);
  store.leases.add(lease({ to: 9_999 }));
  return { file, store };
};

const receive = (store: OfficeStore, name = 'Nguyễn Thị Mẫu'): string =>
  store.receiveDossier(commit({ intake: intake({ applicant: { ...intake().applicant, name } }) }), actor()).received
    .code;

/** As a first synchronisation brings them. */
const bring = (store: OfficeStore, count: number, from = 1_001): readonly Operation[] => {
  const operations = Array.from({ length: count }, (_, index) => remoteDossier(String(from + index).padStart(4, '0')));
  store.inbox.apply(
    operations.map((one) => change(one)),
    `k${from}`,
    NOW,
  );
  return operations;
};

/** The file as a power cut leaves it: nothing of what the process still had in mind. */
const afterPowerCut = (file: string): string => {
  const copy = join(folder(), 'office.db');
  for (const suffix of ['', '-wal']) if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix);
  return copy;
};

it('leaves the index alone while a dossier is taken in, and finds it at once all the same', () => {
  const { file, store } = freshFile();
  const code = receive(store, 'Đặng Văn Đức');
  expect(look(file)).toEqual({ indexed: 0, watermark: 0, broken: 0 });
  expect(codesOf(store, 'dang duc')).toEqual([code]);
  expect(codesOf(store, '000 123')).toEqual([code]);
  expect(look(file)).toEqual({ indexed: 1, watermark: 1, broken: 0 });
});

it('follows by itself when nobody searches', async () => {
  const { file, store } = freshFile();
  receive(store);
  bring(store, MANY);
  await vi.waitFor(() => expect(store.upkeep.unindexed()).toBe(0), { timeout: 10_000, interval: 50 });
  expect(look(file)).toMatchObject({ indexed: MANY + 1, broken: 0 });
});

it('finds after a power cut what was stored and not yet indexed', () => {
  const { file, store } = freshFile();
  const [first, second] = [receive(store, 'Đặng Văn Đức'), receive(store, 'Hồ Thị Lụa')];
  const again = openAt(afterPowerCut(file));
  expect(codesOf(again, 'dang duc')).toEqual([first]);
  expect(codesOf(again, 'lua')).toEqual([second]);
});

it('says while many are missing that it is still reading, but finds the newest, its own, and any whole code', () => {
  const { file, store } = freshFile();
  const ours = receive(store, 'Đặng Văn Đức');
  const [oldest] = bring(store, MANY);
  const newest = receive(store, 'Hồ Thị Lụa');
  expect(store.dossiers.search('dang duc', 5)).toMatchObject({
    dossiers: [{ received: { code: ours } }],
    indexing: true,
  });
  expect(codesOf(store, 'lua')).toEqual([newest]);
  expect(codesOf(store, 'nguyen mau')).toHaveLength(50);
  if (oldest?.type !== 'dossier.received') throw new Error('not a dossier');
  expect(codesOf(store, oldest.payload.code)).toEqual([oldest.payload.code]);
  expect(look(file)).toMatchObject({ watermark: 0, broken: 0 });

  while (store.upkeep.index(5) > 0) expect(look(file).broken).toBe(0);
  expect(store.dossiers.search('dang duc', 5)).toMatchObject({
    dossiers: [{ received: { code: ours } }],
    indexing: false,
  });
  expect(look(file)).toEqual({ indexed: MANY + 2, watermark: MANY + 2, broken: 0 });
});

it('never promises more than is there, whatever is done in between, and nothing is missing after a power cut', () => {
  const { file, store } = freshFile();
  let from = 1_000;
  const next = (): number => {
    from += 150;
    return from;
  };
  const works: readonly (() => unknown)[] = [
    () => receive(store),
    () => bring(store, 150, next()),
    () => store.upkeep.index(0),
    () => store.dossiers.search('nguyen', 5),
    // The second of two with one id is unfit: all are rolled back, then the first is taken by itself.
    () => {
      const one = remoteDossier('9000');
      store.inbox.apply([change(one), change({ ...one, id: actor().operationId })], 'k', NOW);
    },
  ];
  for (let round = 0; round < 30; round += 1) {
    works[(round * 7) % works.length]?.();
    expect(look(file).broken).toBe(0);
  }
  const copy = afterPowerCut(file);
  const again = openAt(copy);
  while (again.upkeep.index(5) > 0);
  expect(look(copy).indexed).toBe(again.dossiers.worklist('2026-11-24').length);
  expect(look(copy).broken).toBe(0);
});

it('is kept from no other dossier by one that does not open', () => {
  const { file, store } = freshFile();
  const spoilt = receive(store, 'Đặng Văn Đức');
  const whole = receive(store, 'Hồ Thị Lụa');
  store.close();
  const db = new Database(file);
  db.exec('UPDATE dossiers SET sealed = zeroblob(80) WHERE number = 1; UPDATE search_progress SET indexed = 0');
  db.exec('DELETE FROM dossier_search');
  db.close();
  const again = openAt(file);
  expect(codesOf(again, 'lua')).toEqual([whole]);
  expect(codesOf(again, 'dang duc')).toEqual([spoilt]);
});

/** Every word of the index with the row that it finds. */
const wordsIn = (file: string): readonly unknown[] => {
  const db = new Database(file);
  db.exec('CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, dossier_search, instance)');
  const words = db.prepare('SELECT term, doc, col FROM temp.words ORDER BY term, doc, col').all();
  db.close();
  return words;
};

it('finds by the same words what it indexes from memory and what it reads again', () => {
  const { file, store } = freshFile();
  receive(store, 'Đặng Văn Đức');
  bring(store, 3);
  const read = afterPowerCut(file);
  openAt(read).upkeep.index(1_000);
  store.upkeep.index(1_000);
  expect(wordsIn(file).length).toBeGreaterThan(20);
  expect(wordsIn(file)).toEqual(wordsIn(read));
});

it('indexes a row by its own words where a transaction took back another that had its number', () => {
  const { store, parts } = freshParts();
  const { payload } = remoteDossier('1001') as Extract<Operation, { type: 'dossier.received' }>;
  const named = (id: string, name: string) => ({ ...payload, id, applicant: { ...payload.applicant, name } });
  const undone = (): void => {
    parts.dossiers.insert(named(nextId(), 'Đặng Văn Đức'), false);
    throw new Error('taken back');
  };
  expect(() => parts.transact(undone)).toThrow('taken back');
  parts.transact(() => parts.dossiers.insert(named(nextId(), 'Phạm Thị Khác'), false));
  store.upkeep.index(1_000);
  expect(codesOf(store, 'duc')).toEqual([]);
  expect(codesOf(store, 'khac')).toEqual([payload.code]);
  store.close();
});

/** How many dossiers and words of each column the index counts: FTS5 keeps it as its record 1, and ranks by it. */
const countsIn = (file: string): unknown => {
  const db = new Database(file, { readonly: true });
  const counts = db.prepare('SELECT hex(block) FROM dossier_search_data WHERE id = 1').pluck().get();
  db.close();
  return counts;
};

it('takes each dossier in once, also those that a search took in before their turn', () => {
  const { file, store } = freshFile();
  receive(store, 'Đặng Văn Đức');
  bring(store, MANY);
  const read = afterPowerCut(file);
  store.dossiers.search('nguyen', 5);
  expect(look(file)).toMatchObject({ watermark: 0, broken: 0 });
  expect(look(file).indexed).toBeGreaterThan(AT_ONCE);
  while (store.upkeep.index(1_000) > 0);
  while (openAt(read).upkeep.index(1_000) > 0);
  expect(wordsIn(file)).toEqual(wordsIn(read));
  expect(countsIn(file)).toEqual(countsIn(read));
});

it.each([1, MANY])('believes nothing that it has in mind without its row, behind %i others', (before) => {
  const { store, parts } = freshParts();
  bring(store, before);
  const undone = (): void => {
    const { payload } = remoteDossier('9001') as Extract<Operation, { type: 'dossier.received' }>;
    const named = { ...payload, id: nextId(), applicant: { ...payload.applicant, name: 'Đặng Văn Đức' } };
    parts.dossiers.insert(named, false);
    throw new Error('taken back');
  };
  expect(() => parts.transact(undone)).toThrow('taken back');
  // In its place a row that this store was not told of.
  parts.db.exec(`INSERT INTO dossiers (id, code, code_key, ours, received, sealed, received_day, status, status_since, due_at)
    SELECT '${nextId()}', code || 'X', code_key || 'X', 0, received, sealed, received_day, status, status_since, due_at
    FROM dossiers WHERE number = 1`);
  expect(codesOf(store, 'duc')).toEqual([]);
  while (store.upkeep.index(1_000) > 0);
  expect(codesOf(store, 'duc')).toEqual([]);
  expect(codesOf(store, 'nguyen')).toHaveLength(Math.min(50, before + 1));
  store.close();
});

it('reads the row where what it has in mind does not go in', () => {
  const { store, parts } = freshParts();
  const { payload } = remoteDossier('1001') as Extract<Operation, { type: 'dossier.received' }>;
  // Longer than any number that can be looked up; the portal's schema would not let it in.
  const odd = { ...payload, applicant: { ...payload.applicant, name: 'Đặng Văn Đức', citizenId: '1'.repeat(40) } };
  parts.dossiers.insert(odd, false);
  expect(() => store.upkeep.index(1_000)).toThrow('not a number to look up');
  expect(store.upkeep.index(1_000)).toBe(0);
  expect(codesOf(store, 'dang duc')).toEqual([payload.code]);
  store.close();
});
