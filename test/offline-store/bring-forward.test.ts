import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { SMALL_STORE_BYTES, takesLongToBringForward } from '../../offline-store/damage.ts';
import { migrate } from '../../offline-store/migrate.ts';
import { folder, openAt, PROTECTION } from './helpers.ts';

const storeOf = (version: number, bytes: number): string => {
  const file = join(folder(), 'office.db');
  const db = new Database(file);
  migrate(db, PROTECTION, version);
  db.prepare("INSERT INTO settings (key, value) VALUES ('filling', ?)").run('x'.repeat(bytes));
  db.close();
  return file;
};

it('tells a large store of an older program, which the shell must wait for, from all others', () => {
  const older = storeOf(11, SMALL_STORE_BYTES);
  expect(takesLongToBringForward(older)).toBe(true);
  openAt(older).close();
  expect(takesLongToBringForward(older)).toBe(false);
  expect(takesLongToBringForward(storeOf(11, 10))).toBe(false);
  expect(takesLongToBringForward(join(folder(), 'none.db'))).toBe(false);
  const other = join(folder(), 'office.db');
  writeFileSync(other, Buffer.alloc(SMALL_STORE_BYTES + 1, 7));
  expect(takesLongToBringForward(other)).toBe(false);
});
