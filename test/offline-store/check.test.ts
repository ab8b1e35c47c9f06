import { closeSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { StoreFinding, StoreProblemKind } from '../../domain/store-check.ts';
import { createBlobStore } from '../../offline-store/blobs.ts';
import { checkStore } from '../../offline-store/check/check.ts';
import type { OfficeStore } from '../../offline-store/contract.ts';
import { createOpening } from '../../offline-store/opening.ts';
import { BIRTH, EXTRACT, version } from '../catalogue.ts';
import {
  acceptAll,
  actor,
  change,
  commit,
  folder,
  intake,
  KEYS,
  lease,
  NOW,
  nextId,
  openAt,
  remoteDossier,
  request,
  STATION,
} from './helpers.ts';

interface Office {
  readonly file: string;
  readonly blobs: string;
  /** Scans of this PC: the first is at the province, the second is not. */
  readonly scans: readonly [string, string];
}

/** Three dossiers of ours (one sent, one moved on), one of another PC, two scans; closed. */
async function office(): Promise<Office> {
  const home = folder();
  const [file, dir] = [join(home, 'office.db'), join(home, 'blobs')];
  const store = openAt(file);
  store.leases.add(lease());
  const blobs = createBlobStore(dir, KEYS);
  const [first, second] = [store.receiveDossier(commit(), actor()), store.receiveDossier(commit(), actor())];
  store.act(first.received.id, request('forward'), actor());
  const scans = await Promise.all(['trang một', 'trang hai'].map((text) => blobs.put(Buffer.from(text.repeat(99)))));
  const papers = scans.map(({ sha256, bytes }) => ({ id: nextId(), title: 'Tờ khai', sha256, bytes, pages: 1 }));
  for (const paper of papers) store.attachDocument({ ...paper, dossierId: second.received.id }, actor());
  acceptAll(store);
  store.uploads.done(papers[0]?.id ?? '', NOW);
  store.receiveDossier(commit(), actor());
  store.saveDraft(nextId(), intake(), NOW);
  store.inbox.apply([change(remoteDossier('0900'))], 'k1', NOW);
  store.upkeep.index(60_000);
  takeLists(store);
  store.close();
  return { file, blobs: dir, scans: [scans[0]?.sha256 ?? '', scans[1]?.sha256 ?? ''] };
}

function takeLists(store: OfficeStore): void {
  const came = { at: NOW, who: 'Kỹ thuật viên mẫu', source: 'file' } as const;
  const kept = [EXTRACT, BIRTH];
  store.catalogue.add(
    version('mau.2026-11', '2026-11-01', (one) => (kept.includes(one.code) ? one : undefined)),
    came,
  );
  const day = { key: 'day', from: '2026-11-27', value: { kind: 'off' } } as const;
  store.effectiveSettings.add([{ id: 'a', decision: '', reason: 'mẫu', madeAt: NOW, madeBy: 'mẫu', ...day }], came);
  const names = ['Trần Thị Cán Bộ Mẫu', 'Lê Văn Mẫu'];
  const officers = names.map((name, at) => ({ id: `cb-${at}`, name, title: '', roles: ['intake'] as const }));
  store.officers.replace(officers, came);
}

const check = ({ file, blobs }: Office) =>
  checkStore({ file, blobs, now: NOW + 600_000, keys: KEYS, station: STATION });
const problemsOf = (findings: readonly StoreFinding[]): readonly StoreProblemKind[] => [
  ...new Set(findings.flatMap(({ problems }) => problems.map(({ kind }) => kind))),
];

/** As somebody with a database tool would. */
function tamper(file: string, sql: string): void {
  const db = new Database(file);
  db.exec(sql);
  db.close();
}

describe('a store that is whole', () => {
  it('has no problem, and everything in it is counted', async () => {
    const findings = await check(await office());
    expect(problemsOf(findings)).toEqual([]);
    expect(Object.fromEntries(findings.map(({ check: name, counts }) => [name, counts]))).toMatchObject({
      operations: { accepted: 5, waiting: 1, ofOthers: 1, oldestWaitingMinutes: 10, setAside: 0 },
      dossiers: { dossiers: 4 },
      papers: { papers: 2, toSend: 1 },
      search: { dossiers: 4 },
      lists: { versions: 1, procedures: 2, settings: 1, officers: 2 },
    });
  });

  it('is looked at beside a station at work, and is not changed', async () => {
    const place = await office();
    const store = openAt(place.file);
    store.receiveDossier(commit(), actor());
    expect(problemsOf(await check(place))).toEqual([]);
    store.receiveDossier(commit(), actor());
    store.close();
    const before = readFileSync(place.file);
    await check(place);
    expect(readFileSync(place.file).equals(before)).toBe(true);
  });
});

it('a key that is at another PC too, as the province said last, is told until it says otherwise', async () => {
  const place = await office();
  const store = openAt(place.file);
  const opening = createOpening(store.settings);
  opening.answered({ since: NOW, lastAt: NOW + 60_000 });
  const findings = await check(place);
  expect(problemsOf(findings)).toEqual(['key-shared']);
  expect(findings.find(({ check: name }) => name === 'key')?.problems[0]?.about).toBe(
    [NOW, NOW + 60_000].map((at) => new Date(at).toISOString()).join(' – '),
  );
  opening.answered(undefined);
  store.close();
  expect(problemsOf(await check(place))).toEqual([]);
  // Made by the other PC in this one's name: no outbox here ever had it.
  tamper(
    place.file,
    "DELETE FROM outbox WHERE operation_id = (SELECT operation_id FROM outbox WHERE state = 'accepted')",
  );
  const after = await check(place);
  expect(problemsOf(after)).not.toContain('operation-not-in-outbox');
  expect(after.find(({ check: name }) => name === 'operations')?.counts['ofTheOtherPc']).toBe(1);
});

describe('damage is found and named', () => {
  const cases: readonly (readonly [StoreProblemKind, (place: Office) => void])[] = [
    [
      'audit-broken',
      ({ file }) => tamper(file, "DROP TRIGGER audit_is_not_changed; UPDATE audit SET who = 'ai đó' WHERE number = 3"),
    ],
    [
      'audit-broken',
      ({ file }) => tamper(file, 'DROP TRIGGER audit_is_not_dropped; DELETE FROM audit WHERE number = 2'),
    ],
    ['operation-not-in-outbox', ({ file }) => tamper(file, "DELETE FROM outbox WHERE state = 'waiting'")],
    ['operation-not-in-outbox', ({ file }) => tamper(file, 'DELETE FROM outbox WHERE sequence = 1')],
    ['operation-not-in-outbox', ({ file }) => tamper(file, 'DELETE FROM outbox WHERE sequence = 3')],
    [
      'operation-unreadable',
      ({ file }) => tamper(file, "UPDATE operations SET body = '{' WHERE type = 'dossier.acted'"),
    ],
    ['operation-unreadable', ({ file }) => tamper(file, 'UPDATE dossiers SET sealed = zeroblob(80) WHERE number = 1')],
    ['sequence-gap', ({ file }) => tamper(file, 'UPDATE operations SET sequence = 90 WHERE sequence = 6')],
    ['revision-missing', ({ file }) => tamper(file, 'UPDATE operations SET revision = NULL WHERE number = 1')],
    ['dossier-differs', ({ file }) => tamper(file, "UPDATE dossiers SET status = 'returned' WHERE number = 1")],
    ['dossier-differs', ({ file }) => tamper(file, 'UPDATE dossiers SET due_at = due_at + 1 WHERE number = 2')],
    [
      'dossier-without-intake',
      ({ file }) =>
        tamper(file, "UPDATE operations SET dossier_id = NULL WHERE type = 'dossier.received' AND number = 1"),
    ],
    ['draft-unreadable', ({ file }) => tamper(file, 'UPDATE drafts SET sealed = zeroblob(80)')],
    ['not-searchable', ({ file }) => tamper(file, 'DELETE FROM dossier_search WHERE rowid = 2')],
    [
      'reference-broken',
      ({ file }) =>
        tamper(file, "PRAGMA foreign_keys = OFF; UPDATE documents SET dossier_id = 'nobody' WHERE number = 1"),
    ],
    ['paper-lost', ({ blobs, scans: [, unsent] }) => rmSync(createBlobStore(blobs, KEYS).path(unsent))],
    [
      'paper-damaged',
      ({ blobs, scans: [, unsent] }) => writeFileSync(createBlobStore(blobs, KEYS).path(unsent), 'khác'),
    ],
    ['paper-to-fetch', ({ blobs, scans: [sent] }) => writeFileSync(createBlobStore(blobs, KEYS).path(sent), 'khác')],
    ['catalogue-differs', ({ file }) => tamper(file, "UPDATE procedures SET body = replace(body, '8000', '9000')")],
    ['catalogue-differs', ({ file }) => tamper(file, "UPDATE procedures SET words = 'khác' WHERE number = 1")],
    [
      'catalogue-differs',
      ({ file }) => tamper(file, "UPDATE catalogue_versions SET head = replace(head, 'mẫu', 'mâu')"),
    ],
    ['catalogue-differs', ({ file }) => tamper(file, 'DELETE FROM catalogue_entries WHERE position = 1')],
    ['catalogue-differs', ({ file }) => tamper(file, 'UPDATE catalogue_entries SET position = 900 WHERE position = 0')],
    [
      'setting-unreadable',
      ({ file }) => tamper(file, `UPDATE effective_settings SET body = json_set(body, '$.from', 'hôm nào')`),
    ],
    ['officers-differ', ({ file }) => tamper(file, "UPDATE officers SET name = name || '.' WHERE position = 1")],
    ['officers-differ', ({ file }) => tamper(file, "UPDATE officers SET roles = '[' WHERE position = 1")],
    ['officers-differ', ({ file }) => tamper(file, 'DELETE FROM officers WHERE position = 2')],
  ];

  it.each(cases)('%s', async (kind, damage) => {
    const place = await office();
    damage(place);
    const findings = await check(place);
    expect(problemsOf(findings)).toContain(kind);
    expect(findings.some(({ ok }) => !ok)).toBe(true);
  });

  it('a dossier whose operation makes no sense is named, and hides no other', async () => {
    const place = await office();
    tamper(place.file, "UPDATE operations SET body = '{' WHERE type = 'dossier.acted'");
    tamper(place.file, 'UPDATE dossiers SET due_at = due_at + 1 WHERE number = 3');
    const finding = (await check(place)).find(({ check: name }) => name === 'dossiers');
    expect(finding?.counts).toEqual({ dossiers: 4 });
    expect(finding?.problems.map(({ kind }) => kind)).toEqual(['dossier-unreadable', 'dossier-differs']);
  });

  it('a scan that only the province has is no fault', async () => {
    const place = await office();
    rmSync(createBlobStore(place.blobs, KEYS).path(place.scans[0]));
    const findings = await check(place);
    expect(problemsOf(findings)).toEqual([]);
    expect(findings.find(({ check: name }) => name === 'papers')?.counts).toMatchObject({ atTheProvinceOnly: 1 });
  });

  it('a torn page ends no other look', async () => {
    const place = await office();
    tamper(place.file, 'VACUUM');
    const [page] = new Database(place.file, { readonly: true })
      .prepare<[], number>("SELECT rootpage FROM sqlite_schema WHERE name = 'operations'")
      .pluck()
      .all();
    const handle = openSync(place.file, 'r+');
    writeSync(handle, Buffer.alloc(4_096, 0xa5), 0, 4_096, ((page ?? 1) - 1) * 4_096);
    closeSync(handle);
    const findings = await check(place);
    expect(problemsOf(findings)).toEqual(['page-damaged']);
    expect(findings.find(({ check: name }) => name === 'audit')).toMatchObject({ ok: true });
    expect(findings).toHaveLength(8);
  });
});

it('lists fifty problems of one look and counts the rest', async () => {
  const place = await office();
  tamper(place.file, 'DROP TRIGGER audit_is_not_changed');
  const store = openAt(place.file);
  for (let index = 0; index < 60; index += 1) store.receiveDossier(commit(), actor());
  store.close();
  tamper(place.file, "DELETE FROM outbox WHERE state = 'waiting'");
  const finding = (await check(place)).find(({ check: name }) => name === 'operations');
  expect(finding?.problems).toHaveLength(50);
  expect(finding?.problemCount).toBe(61);
});

describe('the second place', () => {
  const lookAt = async (place: string) => {
    const { file, blobs } = await office();
    const backups = { place, everyMinutes: 60, scratch: folder() };
    const findings = await checkStore({ file, blobs, now: NOW, keys: KEYS, station: STATION, backups });
    return findings.find(({ check: name }) => name === 'backups');
  };

  it('that is not there is told once', async () => {
    expect((await lookAt(join(folder(), 'unplugged')))?.problems).toEqual([
      { kind: 'backup-missing', about: 'MC-BAK-01' },
    ]);
  });

  it('a backup whose first line cannot be read is unusable, and nobody guesses its age', async () => {
    const place = folder();
    writeFileSync(join(place, '20261124T021000.000Z.motcua'), 'khác'.repeat(99));
    const finding = await lookAt(place);
    expect(finding?.problems.map(({ kind }) => kind)).toEqual(['backup-unusable']);
    expect(finding?.counts).toEqual({ backups: 1 });
  });
});

it('refuses what is no store of ours', async () => {
  const place = { file: join(folder(), 'office.db'), blobs: '' };
  const refused = (code: string) => expect(checkStore({ ...place, now: NOW, keys: KEYS })).rejects.toThrow(code);
  await refused('MC-API-05');
  writeFileSync(place.file, 'không phải cơ sở dữ liệu'.repeat(300));
  await refused('MC-STO-03');
  rmSync(place.file);
  tamper(place.file, 'PRAGMA application_id = 1; CREATE TABLE other (a)');
  await refused('MC-STO-03');
});
