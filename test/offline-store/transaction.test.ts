import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { transactOn } from '../../offline-store/transaction.ts';

const fresh = () => {
  const db = new Database(':memory:');
  db.exec('CREATE TABLE t (n INTEGER) STRICT');
  const count = (): unknown => db.prepare('SELECT count(*) FROM t').pluck().get();
  const insert = (): void => void db.prepare('INSERT INTO t VALUES (1)').run();
  const insertLater = (): PromiseLike<void> => Promise.resolve(insert());
  return { transact: transactOn(db), count, insert, insertLater };
};

it('keeps all of it or none of it', () => {
  const { transact, count, insert } = fresh();
  expect(transact(() => insert())).toBeUndefined();
  expect(() =>
    transact(() => {
      insert();
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(count()).toBe(1);
});

it('refuses a promise loudly, and saves nothing', () => {
  const { transact, count, insert, insertLater } = fresh();
  expect(() => transact(async () => insert())).toThrow('asynchronous work');
  expect(() => transact(insertLater)).toThrow(TypeError);
  expect(count()).toBe(0);
});

it('takes back only the inner part when the inner part fails and the outer goes on', () => {
  const { transact, count, insert, insertLater } = fresh();
  transact(() => {
    insert();
    expect(() => transact(insertLater)).toThrow(TypeError);
  });
  expect(count()).toBe(1);
});
