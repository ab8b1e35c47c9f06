import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { actor, commit, folder, lease, NOW, openAt, request } from './helpers.ts';

const written = () => {
  const file = join(folder(), 'office.db');
  const store = openAt(file);
  store.leases.add(lease());
  const { received } = store.receiveDossier(commit(), actor());
  store.act(received.id, request('forward'), actor());
  store.audit.add({ at: NOW, who: 'Trần Văn Mẫu', what: 'dossier.viewed', about: received.code });
  return { file, store };
};

const tamper = (file: string, sql: string): void => {
  const db = new Database(file);
  db.exec('DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_dropped;');
  db.exec(sql);
  db.close();
};

describe('the audit trail', () => {
  it('holds every mutation and verifies', () => {
    const { store } = written();
    expect(store.audit.verify()).toEqual({ ok: true, entries: 4 });
  });

  it.each([
    ['changed', "UPDATE audit SET who = 'ai đó' WHERE number = 3", 3],
    ['dropped', 'DELETE FROM audit WHERE number = 2', 3],
    ['moved', 'UPDATE audit SET at = at + 1 WHERE number = 1', 1],
    ['inserted', 'INSERT INTO audit SELECT number + 1, at, who, what, about, hash FROM audit WHERE number = 4', 5],
  ])('shows where an entry was %s', (_what, sql, brokenAt) => {
    const { file, store } = written();
    tamper(file, sql);
    expect(store.audit.verify()).toMatchObject({ ok: false, brokenAt });
  });

  it('is not changed or dropped by the database itself', () => {
    const { file } = written();
    const db = new Database(file);
    expect(() => db.exec("UPDATE audit SET who = 'x'")).toThrow('append-only');
    expect(() => db.exec('DELETE FROM audit')).toThrow('append-only');
    db.close();
  });
});
