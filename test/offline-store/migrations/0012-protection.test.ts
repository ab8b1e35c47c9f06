import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { Operation } from '../../../domain/operation.ts';
import { migrate } from '../../../offline-store/migrate.ts';
import type { Db } from '../../../offline-store/transaction.ts';
import { acceptAll, folder, NOW, nextId, openAt, PROTECTION, remote, remoteDossier, STATION } from '../helpers.ts';

const SECRETS = ['046190000123', '0905 000 123', 'Thôn 1, xã Mẫu', 'mau@example.vn', 'gọi người con'];

const applicant = {
  name: 'Nguyễn Thị Mẫu',
  citizenId: '046190000123',
  birthDate: '1990-08-05',
  address: 'Thôn 1, xã Mẫu',
  phone: '0905 000 123',
  email: 'mau@example.vn',
  organisation: false,
};

const received = (sequence: string): Operation => {
  const operation = remoteDossier(sequence);
  if (operation.type !== 'dossier.received') throw new Error('not a dossier');
  return { ...operation, payload: { ...operation.payload, applicant, note: 'gọi người con' } };
};

/** As the program of version 11 stored it. */
function insertOld(db: Db, operation: Operation, station: string, revision: number | null): void {
  const dossier = operation.type === 'dossier.received' ? operation.payload : undefined;
  const dossierId = dossier?.id ?? ('dossierId' in operation.payload ? operation.payload.dossierId : undefined);
  db.prepare(`
    INSERT INTO operations (id, station, sequence, type, dossier_id, body, revision) VALUES (?, ?, ?, ?, ?, ?, ?)`).run(
    ...[operation.id, station, operation.sequence, operation.type, dossierId, JSON.stringify(operation), revision],
  );
  if (dossier === undefined) return;
  const { lastInsertRowid } = db
    .prepare(`
      INSERT INTO dossiers (id, code, code_key, ours, received, received_day, status, status_since, due_at)
      VALUES (?, ?, ?, 1, ?, '2026-11-24', 'received', ?, ?)`)
    .run(dossier.id, dossier.code, dossier.code, JSON.stringify(dossier), dossier.receivedAt, dossier.dueAt);
  db.prepare('INSERT INTO dossier_search (rowid, words, exact) VALUES (?, ?, ?)').run(
    ...[lastInsertRowid, 'nguyen thi mau', '046190000123 0905000123'],
  );
}

/** A file of version 11 with what was in the clear then: ours, another PC's, a draft, a line set aside. */
function oldFile() {
  const file = join(folder(), 'office.db');
  const db = new Database(file);
  migrate(db, PROTECTION, 11);
  const ours = { ...received('0001'), station: STATION };
  const acted = remote({
    type: 'dossier.acted',
    payload: {
      action: 'forward',
      reason: '',
      to: 'Phòng Mẫu',
      dossierId: ours.type === 'dossier.received' ? ours.payload.id : '',
    },
  });
  insertOld(db, ours, STATION, null);
  db.prepare(`
    INSERT INTO outbox (operation_id, sequence, state, made_at, bytes) VALUES (?, 1, 'waiting', ?, 900)`).run(
    ours.id,
    NOW,
  );
  insertOld(db, acted, 'may-quay-2', 5);
  const draft = { applicant, note: 'gọi người con' };
  db.prepare('INSERT INTO drafts (id, saved_at, body) VALUES (?, ?, ?)').run(nextId(), NOW, JSON.stringify(draft));
  const line = JSON.stringify(received('0002'));
  db.prepare("INSERT INTO quarantine (sha256, line, reason, at) VALUES ('s', ?, 'r', ?)").run(line, NOW);
  db.close();
  return { file, ours, acted, draft };
}

const leaks = (file: string): readonly string[] => {
  const bytes = readFileSync(file);
  return SECRETS.filter((secret) => bytes.includes(Buffer.from(secret)));
};

describe('the step to protection at rest', () => {
  it('keeps every dossier, operation and draft as it was', () => {
    const { file, ours, acted, draft } = oldFile();
    const store = openAt(file);
    expect(store.outbox.batch(10, 1_000_000)).toEqual([ours]);
    const [stored] = store.dossiers.search('nguyen mau', 5).dossiers;
    expect(stored?.received).toEqual(ours.payload);
    expect(store.dossiers.events(stored?.received.id ?? '').map(({ operation }) => operation)).toEqual([ours, acted]);
    expect(store.drafts().map((one) => one.draft)).toEqual([draft]);
    acceptAll(store);
    expect(store.outbox.counts()).toMatchObject({ waiting: 0, rejected: 0 });
  });

  it('finds by phone tail and identity number as before', () => {
    const store = openAt(oldFile().file);
    for (const number of ['123', '0905000123', '046190000123'])
      expect(store.dossiers.search(number, 5).dossiers).toHaveLength(1);
    for (const number of ['046190', '905 000', '99']) expect(store.dossiers.search(number, 5).dossiers).toHaveLength(0);
  });

  it('leaves nothing of it in the clear, neither in rows nor in freed pages', () => {
    const { file } = oldFile();
    expect(leaks(file)).toHaveLength(SECRETS.length);
    openAt(file).close();
    expect(leaks(file)).toEqual([]);
  });

  it('is done again as far as the file when it was killed before the file was written anew', () => {
    const { file } = oldFile();
    const db = new Database(file);
    migrate(db, PROTECTION);
    db.close();
    openAt(file).close();
    expect(leaks(file)).toEqual([]);
  });
});
