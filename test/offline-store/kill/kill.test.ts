/** The power goes at any moment: nothing that was acknowledged is lost, doubled or half there. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import type { OfficeStore } from '../../../offline-store/contract.ts';
import { folder, lease, NOW, openAt, TODAY } from '../helpers.ts';

const CHILD = fileURLToPath(new URL('intake-loop.ts', import.meta.url));
const ROUNDS = 24;
const LONGEST_MS = 120;

interface Acknowledged {
  readonly code: string;
  readonly id: string;
}

/** Lets a station work and kills it in the middle; returns what it had acknowledged. A torn last line was not. */
const workAndDie = async (file: string): Promise<readonly Acknowledged[]> => {
  const child = spawn(process.execPath, [CHILD, file, String(NOW)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said = text(child.stdout);
  await once(child.stdout, 'readable');
  await pause(Math.random() * LONGEST_MS);
  child.kill('SIGKILL');
  await once(child, 'close');
  const lines = (await said).split('\n').slice(0, -1);
  return lines.map((line) => ({ code: line.split(' ')[0] ?? '', id: line.split(' ')[1] ?? '' }));
};

const expectWhole = (store: OfficeStore, { code, id }: Acknowledged): void => {
  expect(store.dossiers.get(id)?.received.code).toBe(code);
  expect(store.dossiers.events(id)).toMatchObject([{ state: 'waiting', operation: { type: 'dossier.received' } }]);
  expect(store.prints.ofDossier(id)).toMatchObject([{ state: 'waiting', dossierCode: code }]);
};

/** Rows agree with each other, also those whose acknowledgement never reached us. */
const expectConsistent = (file: string): number => {
  const db = new Database(file, { readonly: true });
  const count = (sql: string): number => db.prepare<[], number>(sql).pluck().get() ?? -1;
  const dossiers = count('SELECT count(*) FROM dossiers');
  expect(count('SELECT count(DISTINCT code_key) FROM dossiers')).toBe(dossiers);
  expect(count('SELECT count(*) FROM operations')).toBe(dossiers);
  expect(count('SELECT count(*) FROM outbox')).toBe(dossiers);
  expect(count('SELECT count(*) FROM prints')).toBe(dossiers);
  expect(count("SELECT count(*) FROM audit WHERE what = 'dossier.received'")).toBe(dossiers);
  expect(count("SELECT count(DISTINCT about) FROM audit WHERE what = 'dossier.received'")).toBe(dossiers);
  // No number was left out, and the lease says of none that it is spent before its dossier is there.
  expect(count('SELECT CAST(substr(max(code_key), -4) AS INTEGER) FROM dossiers')).toBe(dossiers);
  expect(count('SELECT sum(next - first) FROM leases')).toBeLessThanOrEqual(dossiers);
  expect(count('SELECT max(sequence) FROM outbox')).toBe(dossiers);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  db.close();
  return dossiers;
};

it(`loses and doubles nothing when it is killed ${ROUNDS} times at random moments`, { timeout: 240_000 }, async () => {
  const file = join(folder(), 'office.db');
  const first = openAt(file);
  first.leases.add(lease({ to: 9_999 }));
  first.close();

  const acknowledged: Acknowledged[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const said = await workAndDie(file);
    expect(said.length).toBeGreaterThan(0);
    acknowledged.push(...said);
    expect(expectConsistent(file)).toBeGreaterThanOrEqual(acknowledged.length);
  }

  const store = openAt(file);
  for (const one of acknowledged) expectWhole(store, one);
  const total = expectConsistent(file);
  expect(store.dossiers.worklist(TODAY)).toHaveLength(total);
  // At most one commit a round can have been on disk without our hearing of it.
  expect(total - acknowledged.length).toBeLessThanOrEqual(ROUNDS);
  expect(store.audit.verify().ok).toBe(true);
});
