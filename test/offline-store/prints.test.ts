import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { migrate } from '../../offline-store/migrate.ts';
import { createPrints } from '../../offline-store/prints.ts';
import { actor, commit, freshStore, NOW, nextId, PROTECTION } from './helpers.ts';

const job = (over: object = {}) => ({
  id: nextId(),
  document: 'test' as const,
  title: 'Trang in thử',
  printerId: 'a4',
  copies: 1,
  createdAt: NOW,
  ...over,
});

it('adds a job once, and keeps its way and the evidence', () => {
  const { prints, audit } = freshStore();
  const wanted = job();
  expect(prints.add(wanted)).toMatchObject({ state: 'waiting', evidence: '' });
  prints.add(wanted);
  const before = audit.verify().entries;
  expect(prints.update(wanted.id, { state: 'failed', code: 'MC-PRN-03' }, NOW + 1, 'station')).toMatchObject({
    state: 'failed',
    code: 'MC-PRN-03',
  });
  const printed = prints.update(wanted.id, { state: 'printed', evidence: 'máy báo xong' }, NOW + 2, 'Trần Văn Mẫu');
  expect(printed).toMatchObject({ state: 'printed', evidence: 'máy báo xong', code: undefined, updatedAt: NOW + 2 });
  expect(audit.verify()).toEqual({ ok: true, entries: before + 2 });
  expect(prints.get(wanted.id)).toEqual(printed);
});

it('lists what still needs a printer or a person, oldest first, also after a restart', () => {
  const { prints } = freshStore();
  const [done, waiting, uncertain, dropped] = [job(), job(), job(), job()];
  for (const one of [done, waiting, uncertain, dropped]) prints.add(one);
  prints.update(done.id, { state: 'printed' }, NOW, 'station');
  prints.update(uncertain.id, { state: 'uncertain' }, NOW, 'station');
  prints.update(dropped.id, { state: 'dropped' }, NOW, 'station');
  expect(prints.unfinished(10).map(({ id }) => id)).toEqual([uncertain.id, waiting.id]);
  expect(prints.unfinished(1)).toHaveLength(1);
});

it('names the dossier a job belongs to, and refuses an unknown job', () => {
  const store = freshStore();
  const { received } = store.receiveDossier(commit(), actor());
  store.prints.add(job({ document: 'slip', dossierId: received.id }));
  expect(store.prints.ofDossier(received.id)).toMatchObject([{ dossierCode: received.code, document: 'slip' }]);
  expect(() => store.prints.update(nextId(), { state: 'printed' }, NOW, 'station')).toThrow('MC-API-05');
});

describe('ten thousand jobs wait', () => {
  const many = 10_000;
  const { db, prints } = thousandsWaiting(many);

  it('finds the next of a printer, the printers and what needs a person by their indexes', () => {
    const planOf = (sql: string) =>
      db
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all()
        .map((row) => (row as { detail: string }).detail)
        .join('\n');
    const open = "SELECT * FROM prints WHERE state NOT IN ('printed', 'dropped')";
    expect(planOf(`${open} AND state = 'waiting' AND printer_id = 'a4' ORDER BY number LIMIT 10`)).toMatch(
      /USING INDEX prints_open \(state=\? AND printer_id=\?\)$/,
    );
    expect(planOf(`${open} AND state IN ('uncertain', 'failed') ORDER BY number LIMIT 9`)).toContain(
      'USING INDEX prints_open (state=?)',
    );
    expect(planOf(`${open} AND state = 'printing' ORDER BY number`)).toContain('USING INDEX prints_open (state=?)');
  });

  it('answers with no more than was asked for, and counts all', () => {
    expect(prints.next('a4', 3).map(({ title }) => title)).toEqual(['1', '3', '5']);
    expect(prints.unfinished(100)).toHaveLength(100);
    expect(prints.waitingFor()).toEqual(['a4', 'slips']);
    expect(prints.counts()).toEqual([
      { printerId: 'a4', waiting: many / 2, forPerson: 0 },
      { printerId: 'slips', waiting: many / 2, forPerson: 0 },
    ]);
  });

  it('a job that needs a person stands before thousands that wait', () => {
    const last = prints.next('slips', many).at(-1);
    prints.update(last?.id ?? '', { state: 'uncertain', code: 'MC-PRN-05' }, NOW, 'station');
    expect(prints.unfinished(2).map(({ title }) => title)).toEqual([String(many), '1']);
  });
});

/** Jobs 1, 2, 3 … in turn for the page printer and the slip printer. */
function thousandsWaiting(count: number) {
  const db = new Database(':memory:');
  migrate(db, PROTECTION);
  const prints = createPrints({ db, transact: (work) => work(), audit: { append: () => undefined } });
  db.exec('BEGIN');
  for (let index = 1; index <= count; index += 1)
    prints.add(job({ title: String(index), printerId: index % 2 === 1 ? 'a4' : 'slips' }));
  db.exec('COMMIT');
  return { db, prints };
}
