/** A judge that cannot find anything is worth nothing: each kind of defect is planted in a real office, and must be found. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { v7 as uuid7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Verdict } from './contract.ts';
import { judge } from './judge.ts';
import { openLedger, readLedger } from './ledger.ts';
import { blobFolder, ledgerFile, type OfficeAddress, openOffice, storeFile } from './office.ts';
import { dossiersOf, newOffice } from './offices.ts';
import { type Province, startProvince } from './province.ts';
import { askAgain, exchangeAll } from './rest.ts';
import { workHere } from './works/counter.ts';

let province: Province;
let folder: string;
let address: OfficeAddress;
beforeAll(async () => {
  province = await startProvince('first');
}, 60_000);
afterAll(() => province.close());

/** An office at rest: sixteen things done, handed over, and known to be so. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'motcua-judge-'));
  address = await newOffice({ province }, folder);
  await workHere({ address, seed: 7, commands: 16, known: [] });
  const office = await openOffice(address);
  expect(await exchangeAll(address, office, province)).toBeUndefined();
  office.store.close();
}, 60_000);
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function verdict(): Promise<Verdict> {
  const office = await openOffice(address);
  const found = await judge(address, office, province);
  office.store.close();
  return found;
}

function changed(sql: string): void {
  const db = new Database(storeFile(address));
  db.pragma('foreign_keys = OFF');
  db.exec(`DROP TRIGGER IF EXISTS audit_is_not_changed; ${sql}`);
  db.close();
}

test('a sound office is found sound, with everything that was acknowledged', async () => {
  expect(await verdict()).toMatchObject({ acknowledged: 16, lost: [], doubled: [], findings: [] });
});

test('a dossier that is gone from the store is lost', async () => {
  changed('DELETE FROM dossiers WHERE number = 1');
  expect((await verdict()).lost.join('\n')).toMatch(/dossier .* is not in the store/);
});

test('a slip that is gone is lost', async () => {
  changed('DELETE FROM prints WHERE rowid = (SELECT min(rowid) FROM prints)');
  expect((await verdict()).lost.join('\n')).toMatch(/the slip of .* is there 0 times/);
});

test('a number that is another one than was called out is lost', async () => {
  changed('UPDATE tickets SET number = number + 50');
  expect((await verdict()).lost.join('\n')).toMatch(/ticket .* is/);
});

test('what was acknowledged and never reached the portal is lost', async () => {
  const [dossierId = ''] = dossiersOf(address);
  const command = { what: 'rate', operationId: uuid7(), dossierId, at: Date.now() } as const;
  const ledger = openLedger(ledgerFile(address));
  ledger.begin(command);
  ledger.done(command, {});
  ledger.close();
  expect((await verdict()).lost).toEqual([`rate ${command.operationId} is not at the portal`]);
});

test('the same thing at the portal under a second id is doubled', async () => {
  const [dossierId = ''] = dossiersOf(address);
  const made = { officer: 'Trần Văn Mẫu', madeAt: Date.now(), correctedAt: Date.now() };
  const answers = await province.push(address, [
    {
      ...{ ...made, id: uuid7(), station: address.station, sequence: 900, type: 'rating.given' },
      payload: { dossierId, desk: 3, score: 5 },
    },
  ]);
  expect([...answers.values()]).toEqual(['accepted']);
  expect((await verdict()).doubled.join('\n')).toMatch(/rating.given .* that nobody asked for/);
});

test('a number of the hall that was given twice is doubled', async () => {
  const office = await openOffice(address);
  const day = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  const ticket = { day, letter: 'A', priority: false, at: Date.now() };
  for (const id of [uuid7(), uuid7()]) office.store.queue.take({ ...ticket, id });
  office.store.close();
  // The table itself forbids it: so the table has to go first.
  changed(`CREATE TABLE lax AS SELECT * FROM tickets; DROP TABLE tickets; ALTER TABLE lax RENAME TO tickets;
    CREATE UNIQUE INDEX tickets_by_id ON tickets (id)`);
  changed("UPDATE tickets SET number = 1 WHERE letter = 'A'");
  expect((await verdict()).doubled.join('\n')).toMatch(/ticket of .* A1 twice/);
});

test('a broken audit and a scan whose file is gone are findings', async () => {
  changed("UPDATE audit SET what = 'không ai biết' WHERE number = 3");
  rmSync(blobFolder(address), { recursive: true, force: true });
  mkdirSync(blobFolder(address));
  expect((await verdict()).findings.join('\n')).toMatch(/audit: audit-broken 3/);
});

test('what is left lying about is a finding', async () => {
  mkdirSync(join(blobFolder(address), 'unfinished'), { recursive: true });
  const office = await openOffice(address);
  writeFileSync(join(blobFolder(address), 'unfinished', 'half'), 'nửa trang');
  const { findings } = await judge(address, office, province);
  office.store.close();
  expect(findings).toEqual([`left behind: ${join('blobs', 'unfinished', 'half')}`]);
});

test('a line that a kill tore off was never said; what it had begun is asked again and comes once', async () => {
  const [dossierId = ''] = dossiersOf(address);
  const command = { what: 'rate', operationId: uuid7(), dossierId, at: Date.now() } as const;
  const ledger = openLedger(ledgerFile(address));
  ledger.begin(command);
  ledger.close();
  writeFileSync(ledgerFile(address), `{"done":"${command.operationId}","answ`, { flag: 'a' });
  expect(readLedger(ledgerFile(address)).open).toEqual([command]);
  const office = await openOffice(address);
  expect(await askAgain(address, office)).toEqual([]);
  expect(await exchangeAll(address, office, province)).toBeUndefined();
  office.store.close();
  expect(await verdict()).toMatchObject({ acknowledged: 17, lost: [], doubled: [], findings: [] });
});
