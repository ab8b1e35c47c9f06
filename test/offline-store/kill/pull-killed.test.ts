/** The power goes in the middle of a first synchronisation: the feed goes on where the rows end, and all of it can be found. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { folder, NOW, openAt } from '../helpers.ts';

const CHILD = fileURLToPath(new URL('pull-loop.ts', import.meta.url));
const COUNT = 3_000;
/** Every fifth change is an action. */
const DOSSIERS = (COUNT / 5) * 4;
const KILLS = 4;
const LONGEST_MS = 60;

const start = (file: string) =>
  spawn(process.execPath, [CHILD, file, String(COUNT), String(NOW)], { stdio: ['ignore', 'pipe', 'inherit'] });

const pullAndDie = async (file: string): Promise<void> => {
  const child = start(file);
  await once(child.stdout, 'readable');
  await pause(Math.random() * LONGEST_MS);
  child.kill('SIGKILL');
  await once(child, 'close');
};

/** The cursor stands behind the last row, and up to the watermark every dossier is in the index. */
const expectInStep = (file: string): number => {
  const db = new Database(file, { readonly: true });
  const number = (sql: string): number => db.prepare<[], number>(sql).pluck().get() ?? -1;
  const cursor = Number(db.prepare("SELECT value FROM settings WHERE key = 'inbox.cursor'").pluck().get());
  expect(number('SELECT count(*) FROM operations')).toBe(cursor);
  expect(number('SELECT max(revision) FROM operations')).toBe(cursor);
  expect(number("SELECT count(*) FROM dossiers WHERE status = 'processing'")).toBe(Math.floor(cursor / 5));
  const missing = `SELECT count(*) FROM dossiers d WHERE number <= (SELECT indexed FROM search_progress)
    AND NOT EXISTS (SELECT 1 FROM dossier_search_docsize x WHERE x.id = d.number)`;
  expect(number(missing)).toBe(0);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  db.close();
  return cursor;
};

it(`brings every change once although it is killed ${KILLS} times`, { timeout: 240_000 }, async () => {
  const file = join(folder(), 'office.db');
  openAt(file).close();
  let before = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    await pullAndDie(file);
    const cursor = expectInStep(file);
    // What was said to be in is in: it said so at least once.
    expect(cursor).toBeGreaterThan(before === COUNT ? before - 1 : before);
    before = cursor;
  }
  const [code] = (await once(start(file), 'exit')) as [number];
  expect(code).toBe(0);
  expect(expectInStep(file)).toBe(COUNT);
  const store = openAt(file);
  expect(store.upkeep.unindexed()).toBe(0);
  expect(store.dossiers.search('nguyen mau', 50)).toMatchObject({ dossiers: { length: 50 }, indexing: false });
  const found = new Database(file, { readonly: true });
  expect(found.prepare("SELECT count(*) FROM dossier_search WHERE dossier_search MATCH 'nguyen'").pluck().get()).toBe(
    DOSSIERS,
  );
  found.close();
  store.close();
});
