import { expect, it } from 'vitest';
import { keepsRows } from './at-version.ts';

it('keeps what was there before, and takes an id once', () => {
  const db = keepsRows(18, ['dossiers', 'operations', 'audit', 'settings']);
  const insert = db.prepare("INSERT INTO effective_settings (body, came_at, source) VALUES (?, 1, 'file')");
  insert.run('{"id":"a"}');
  expect(db.prepare('SELECT id FROM effective_settings').pluck().all()).toEqual(['a']);
  expect(() => insert.run('{"id":"a"}')).toThrow('UNIQUE');
});
