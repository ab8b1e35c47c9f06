import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { migrate, versionOf } from '../../../offline-store/migrate.ts';
import { LATEST_VERSION, MIGRATIONS } from '../../../offline-store/migrations/index.ts';
import { transactOn } from '../../../offline-store/transaction.ts';
import { PROTECTION } from '../helpers.ts';
import { atVersion } from './at-version.ts';

it('numbers the steps 1, 2, 3 … and has each file and its test', () => {
  expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, index) => index + 1));
  const numbered = (folder: URL) => readdirSync(folder).filter((name) => /^\d{4}-/.test(name));
  expect(numbered(new URL('../../../offline-store/migrations/', import.meta.url))).toHaveLength(LATEST_VERSION);
  expect(numbered(new URL('.', import.meta.url))).toHaveLength(LATEST_VERSION);
});

it('does nothing the second time', () => {
  const db = atVersion(LATEST_VERSION);
  expect(migrate(db, PROTECTION)).toBe(LATEST_VERSION);
  expect(versionOf(db)).toBe(LATEST_VERSION);
});

it('leaves the version before in place when a step fails', () => {
  const db = atVersion(13);
  db.exec('CREATE INDEX documents_by_content ON documents (sha256)');
  expect(() => migrate(db, PROTECTION)).toThrow('already exists');
  expect(versionOf(db)).toBe(13);
  expect(transactOn(db)(() => 1)).toBe(1);
});
