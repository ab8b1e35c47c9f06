/** A judge that cannot find anything is worth nothing: each kind of defect is planted in a real office, and must be found. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { v7 as uuid7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Operation } from '../../domain/operation.ts';
import { type Command, perform } from './commands.ts';
import type { Verdict } from './contract.ts';
import { lookAtHandOvers } from './hand-overs.ts';
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

describe('papers from hand to hand', () => {
  const to = { unit: 'Địa chính', name: 'Lê Văn Mẫu' };
  let dossierId: string;
  let handOver: string;
  /** Handed over and taken, here and at the portal. */
  beforeEach(async () => {
    [dossierId = ''] = dossiersOf(address);
    handOver = uuid7();
    const [at, taken] = [Date.now(), uuid7()];
    const moved = { what: 'move', dossierId, at } as const;
    const commands: readonly Command[] = [
      { ...moved, operationId: handOver, movement: { move: 'handed-over', to, note: '' } },
      { ...moved, operationId: taken, movement: { move: 'taken-over', handOver, receiver: 'Lê Văn Mẫu', note: '' } },
    ];
    const office = await openOffice(address);
    const ledger = openLedger(ledgerFile(address));
    for (const command of commands) {
      ledger.begin(command);
      ledger.done(command, await perform(office, command));
    }
    ledger.close();
    expect(await exchangeAll(address, office, province)).toBeUndefined();
    office.store.close();
  });

  test('are found sound', async () => {
    expect(await verdict()).toMatchObject({ acknowledged: 18, lost: [], doubled: [], findings: [] });
  });

  test('a hand-over that is gone from the store is lost, and the papers are believed elsewhere', async () => {
    changed(`DELETE FROM outbox WHERE operation_id = '${handOver}'; DELETE FROM operations WHERE id = '${handOver}'`);
    const { lost, findings } = await verdict();
    expect(lost).toContain(`move ${handOver} is in the history 0 times`);
    expect(findings.join('\n')).toMatch(
      new RegExp(`the papers of ${dossierId} went “.*${handOver} .* → Địa chính taken.*” at the portal, “.*” here`),
    );
  });

  test('a hand-over that is in the store a second time, under another id, shows', async () => {
    const second = uuid7();
    changed(`CREATE TEMP TABLE again AS SELECT * FROM operations WHERE id = '${handOver}';
      UPDATE again SET id = '${second}', sequence = sequence + 500, number = number + 500;
      INSERT INTO operations SELECT * FROM again`);
    const { findings } = await verdict();
    expect(findings.join('\n')).toMatch(new RegExp(`“.*” at the portal, “.*${second}.*” here`));
  });

  test('a hand-over that went to the portal a second time, under another id, is doubled', async () => {
    const again: Operation = {
      ...{ id: uuid7(), station: address.station, sequence: 901, officer: 'Trần Văn Mẫu' },
      ...{ madeAt: Date.now(), correctedAt: Date.now() },
      type: 'dossier.moved',
      payload: { dossierId, move: 'handed-over', to, note: '' },
    };
    expect([...(await province.push(address, [again])).values()]).toEqual(['accepted']);
    const { doubled, findings } = await verdict();
    expect(doubled).toEqual([`at the portal, dossier.moved ${again.id} that nobody asked for`]);
    expect(findings.join('\n')).toMatch(new RegExp(`${again.id} Địa chính → Địa chính waiting” at the portal`));
  });
});

test('a hand-over that two took is doubled', () => {
  const to = { unit: 'Địa chính', name: '' };
  const [handOver, taken, dossierId] = [uuid7(), uuid7(), uuid7()];
  const made = { station: address.station, officer: '', madeAt: 1, correctedAt: 1, type: 'dossier.moved' } as const;
  const take = { move: 'taken-over', handOver, receiver: 'Lê Văn Mẫu', note: '', dossierId } as const;
  const feed = [
    { ...made, id: handOver, sequence: 1, payload: { move: 'handed-over', to, note: '', dossierId } } as const,
    { ...made, id: taken, sequence: 2, payload: take },
    { ...made, id: uuid7(), sequence: 3, payload: take },
  ].map((operation, at) => ({ cursor: String(at), revision: at + 1, operation }));
  const none = { dossiers: { get: () => undefined, events: () => [] } };
  expect(lookAtHandOvers(none, feed).doubled).toEqual([
    `at the portal, taken-over ${feed[2]?.operation.id} of a hand-over that did not wait`,
  ]);
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
