/** Damaged databases, each kind on real files: everything acknowledged is there afterwards, or it is said what is not. */
import { copyFileSync, existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { MotcuaError } from '../../../domain/errors.ts';
import type { Recovery } from '../../../domain/recovery.ts';
import { makeBackup } from '../../../offline-store/backup/make.ts';
import { RECOVERY_KEY, recoverStore } from '../../../offline-store/backup/recover.ts';
import { ownFolder } from '../../../offline-store/backup/target.ts';
import { longCatalogue, version } from '../../catalogue.ts';
import { AGENCY, actor, commit, DAY, lease, MINUTE, NOW, openAt, request, STATION, TODAY } from '../helpers.ts';
import { KEYS, newOffice, type Office, orderOf, RING, scan, secondPlace, takeIn } from './helpers.ts';

const recover = (office: Pick<Office, 'dataFolder'>, place?: string): Promise<Recovery> =>
  recoverStore({
    dataFolder: office.dataFolder,
    backups: place === undefined ? undefined : ownFolder(orderOf(office, place)),
    station: STATION,
    agency: AGENCY,
    now: () => NOW + DAY / 2,
    keys: RING,
  });

const codeOfOpening = (file: string): string => {
  try {
    openAt(file).close();
    return 'opened';
  } catch (error) {
    return (error as MotcuaError).code;
  }
};

const PAGE = 4_096;

/** The numbers of the pages that a table's rows lie on, by SQLite's own account. */
const pagesOf = (file: string, table: string): readonly number[] => {
  const db = new Database(file, { readonly: true });
  const root =
    db.prepare<[string], number>('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(table) ?? 0;
  db.close();
  const bytes = readFileSync(file);
  const at = (root - 1) * PAGE;
  if (bytes[at] !== 5) return [root];
  const cells = bytes.readUInt16BE(at + 3);
  const children = Array.from({ length: cells }, (_, index) =>
    bytes.readUInt32BE(at + bytes.readUInt16BE(at + 12 + index * 2)),
  );
  return [...children, bytes.readUInt32BE(at + 8)];
};

/** Nothing of that page makes sense any more, as after a bad sector. */
const spoilPage = (file: string, page: number): void => {
  const bytes = readFileSync(file);
  bytes.fill(0xa5, (page - 1) * PAGE, page * PAGE);
  writeFileSync(file, bytes);
};

/** An office with a backup, then more work, then a clean end. */
const worked = async (): Promise<{ office: Office; place: string; before: string[]; after: string[] }> => {
  const office = newOffice();
  const place = secondPlace();
  const before = Array.from({ length: 30 }, () => takeIn(office.store).code);
  await makeBackup(orderOf(office, place), KEYS);
  const after = Array.from({ length: 30 }, () => takeIn(office.store).code);
  return { office, place, before, after };
};

const missingOf = (file: string, codes: readonly string[]): readonly string[] => {
  const store = openAt(file);
  const missing = codes.filter((code) => store.dossiers.byCode(code) === undefined);
  store.close();
  return missing;
};

describe('a damaged database', () => {
  it('with a spoilt page of any table: what the backup lacks is read from the rest, what is gone is named', async () => {
    for (const table of ['operations', 'dossiers', 'outbox', 'audit', 'documents']) {
      const { office, place, before, after } = await worked();
      await scan(office, takeIn(office.store).id);
      office.store.close();
      const page = pagesOf(office.file, table).at(-1) ?? 0;
      spoilPage(office.file, page);
      expect(codeOfOpening(office.file)).toBe('MC-STO-03');
      const recovery = await recover(office, place);
      expect(recovery.backup).toBe(NOW);
      expect(missingOf(office.file, before)).toEqual([]);
      const told = recovery.lost.filter(({ kind }) => kind === 'dossier-missing').map(({ about }) => about);
      for (const code of missingOf(office.file, after))
        expect([...told, 'audit']).toContain(table === 'audit' ? 'audit' : code);
      if (table !== 'operations' && table !== 'dossiers') expect(missingOf(office.file, after)).toEqual([]);
      const store = openAt(office.file);
      expect(store.audit.verify().ok).toBe(true);
      expect(JSON.parse(store.settings.get(RECOVERY_KEY) ?? '')).toEqual(recovery);
      expect(existsSync(join(office.dataFolder, recovery.aside, 'office.db'))).toBe(true);
      expect(store.leases.left(TODAY)).toBe(0);
      store.close();
    }
  }, 60_000);

  it('keeps what waited for the province waiting, under its own id and number, and numbers what follows far above', async () => {
    const { office, place, after } = await worked();
    const waiting = office.store.outbox.batch(200, 10_000_000);
    office.store.close();
    spoilPage(office.file, pagesOf(office.file, 'leases').at(-1) ?? 0);
    expect((await recover(office, place)).lost.filter(({ kind }) => kind !== 'rows-unreadable')).toEqual([]);
    const store = openAt(office.file);
    expect(store.outbox.batch(200, 10_000_000)).toEqual(waiting);
    expect(missingOf(office.file, after)).toEqual([]);
    store.act(store.dossiers.byCode(after[0] ?? '')?.received.id ?? '', request('record-result'), actor());
    expect(store.outbox.batch(200, 10_000_000).at(-1)?.sequence).toBeGreaterThan(2 ** 20);
    expect(store.dossiers.search('Nguyen Thi Mau', 50).dossiers).toHaveLength(50);
  });

  it('cut short, empty, or no database at all: the backup stands, and it is said that nothing more could be read', async () => {
    const ruin: Readonly<Record<string, (file: string) => void>> = {
      truncated: (file) => truncateSync(file, Math.floor(statSync(file).size / 2)),
      empty: (file) => truncateSync(file, 0),
      text: (file) => writeFileSync(file, 'không phải cơ sở dữ liệu\n'.repeat(500)),
      gone: (file) => rmSync(file),
    };
    for (const [name, spoil] of Object.entries(ruin)) {
      const { office, place, before } = await worked();
      office.store.close();
      spoil(office.file);
      const recovery = await recover(office, place);
      expect(missingOf(office.file, before)).toEqual([]);
      if (name !== 'truncated') expect(recovery.lost.map(({ kind }) => kind)).toEqual(['file-unreadable']);
    }
  }, 60_000);

  it('keeps what the province announced, so that a dossier keeps the procedure that it was taken in by', async () => {
    const office = newOffice();
    const place = secondPlace();
    const came = { source: 'portal', at: NOW, who: 'portal' } as const;
    const off = { id: 'nghi', decision: '', reason: '', madeAt: NOW, madeBy: 'Sở mẫu' };
    office.store.catalogue.add(version('cu', '2026-01-01'), came);
    await makeBackup(orderOf(office, place), KEYS);
    office.store.catalogue.add(longCatalogue('dai', '2026-11-01', 400), came);
    office.store.effectiveSettings.add([{ ...off, key: 'day', from: TODAY, value: { kind: 'off' } }], came);
    office.store.settings.set('announced.catalogue', '{"etag":"1"}');
    const mai = { id: 'cb-1', name: 'Trần Thị Mẫu', title: '', roles: ['intake' as const] };
    office.store.officers.replace([mai], { ...came, source: 'file' });
    office.store.settings.set('officers.known', '{"etag":"1"}');
    takeIn(office.store);
    office.store.close();
    spoilPage(office.file, pagesOf(office.file, 'audit').at(0) ?? 0);
    const { brought } = await recover(office, place);
    expect(brought).toMatchObject({ catalogue_versions: 1, effective_settings: 1, officers: 1 });
    const store = openAt(office.file);
    expect(store.catalogue.versions().map(({ head }) => head.id)).toEqual(['dai', 'cu']);
    const dai = store.catalogue.byId('dai');
    expect(dai && store.catalogue.procedures(dai)).toEqual(longCatalogue('dai', '2026-11-01', 400).procedures);
    expect(store.effectiveSettings.all()).toMatchObject([{ setting: { id: 'nghi' }, cameAt: NOW, source: 'portal' }]);
    expect(store.officers.all()).toEqual([mai]);
    // The portal is asked for all of it again.
    expect(store.settings.get('officers.known')).toBeUndefined();
    expect(store.settings.get('announced.catalogue')).toBeUndefined();
    store.close();
  });

  it('brings a version of the catalogue whole or says that it is lost', async () => {
    const office = newOffice();
    office.store.catalogue.add(longCatalogue('dai', '2026-11-01', 400), { source: 'file', at: NOW, who: 'x' });
    takeIn(office.store);
    office.store.close();
    spoilPage(office.file, pagesOf(office.file, 'procedures').at(2) ?? 0);
    const { brought, lost } = await recover(office);
    expect(brought['catalogue_versions']).toBeUndefined();
    expect(lost).toContainEqual({ kind: 'rows-unreadable', about: 'catalogue dai' });
    const store = openAt(office.file);
    expect(store.catalogue.versions()).toEqual([]);
    store.close();
  });

  it('with no backup: a new store with everything that can be read, drafts and scans too', async () => {
    const office = newOffice();
    const codes = Array.from({ length: 40 }, () => takeIn(office.store).code);
    const id = office.store.dossiers.byCode(codes[3] ?? '')?.received.id ?? '';
    const sha256 = await scan(office, id);
    office.store.saveDraft('01930000-0000-7000-8000-0000000000ff', { ...commit().intake, papers: [] }, NOW);
    office.store.close();
    spoilPage(office.file, pagesOf(office.file, 'leases').at(-1) ?? 0);
    const recovery = await recover(office);
    expect(recovery.backup).toBeUndefined();
    expect(missingOf(office.file, codes)).toEqual([]);
    const store = openAt(office.file);
    expect(store.drafts()).toHaveLength(1);
    expect(store.dossiers.documents(id).map((document) => document.sha256)).toEqual([sha256]);
    expect(store.audit.verify()).toMatchObject({ ok: true });
  });

  it('passes a damaged backup over for the one before', async () => {
    const { office, place, before, after } = await worked();
    await makeBackup(orderOf(office, place, { now: NOW + MINUTE }), KEYS);
    office.store.close();
    const newest = join(ownFolder(orderOf(office, place)), '20261124T021100.000Z.motcua');
    writeFileSync(newest, readFileSync(newest).subarray(0, -100));
    writeFileSync(office.file, 'x');
    const recovery = await recover(office, place);
    expect(recovery).toMatchObject({ backup: NOW, lost: [{ kind: 'backup-unusable' }, { kind: 'file-unreadable' }] });
    expect(missingOf(office.file, before)).toEqual([]);
    expect(missingOf(office.file, after)).toEqual(after);
  });

  it('whose last run was killed: the write-ahead log is read too, and both files are kept as they were', async () => {
    const office = newOffice();
    const codes = Array.from({ length: 20 }, () => takeIn(office.store).code);
    const killed = newOffice();
    killed.store.close();
    for (const end of ['', '-wal']) copyFileSync(`${office.file}${end}`, `${killed.file}${end}`);
    const wal = readFileSync(`${killed.file}-wal`);
    writeFileSync(`${killed.file}.suspect`, '');
    const recovery = await recover(killed);
    expect(missingOf(killed.file, codes)).toEqual([]);
    expect(readFileSync(join(killed.dataFolder, recovery.aside, 'office.db-wal')).equals(wal)).toBe(true);
    expect(existsSync(`${killed.file}.suspect`)).toBe(false);
  });

  it('torn write-ahead log: commits that SQLite would leave out without a word are told, and their numbers are not given again', async () => {
    const office = newOffice();
    const early = takeIn(office.store).code;
    const db = new Database(office.file);
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    const late = Array.from({ length: 6 }, () => takeIn(office.store).code);
    const torn = (at: number): Office => {
      const copy = newOffice();
      copy.store.close();
      for (const end of ['', '-wal']) copyFileSync(`${office.file}${end}`, `${copy.file}${end}`);
      const wal = readFileSync(`${copy.file}-wal`);
      const place = at < 0 ? wal.length + at : at;
      wal[place] = (wal[place] ?? 0) ^ 0x10;
      writeFileSync(`${copy.file}-wal`, wal);
      return copy;
    };
    // The very last commit may be in pieces after any power cut: nobody was told that it was saved.
    expect(codeOfOpening(torn(-100).file)).toBe('opened');
    const damaged = torn(5_000);
    expect(codeOfOpening(damaged.file)).toBe('MC-STO-03');
    const recovery = await recover(damaged);
    expect(recovery.lost).toContainEqual({ kind: 'commits-cut', about: expect.stringMatching(/^[5-9]$/) });
    expect(missingOf(damaged.file, [early])).toEqual([]);
    expect(missingOf(damaged.file, late).length).toBeGreaterThan(0);
    expect(openAt(damaged.file).leases.left(TODAY)).toBe(0);
  });

  it('numbers of days to come stay good, today’s are given up', async () => {
    const office = newOffice();
    office.store.leases.add(lease({ day: '2026-11-27', from: 1, to: 60 }));
    const place = secondPlace();
    await makeBackup(orderOf(office, place), KEYS);
    office.store.close();
    writeFileSync(office.file, '');
    await recover(office, place);
    const store = openAt(office.file);
    expect([store.leases.left(TODAY), store.leases.left('2026-11-27')]).toEqual([0, 60]);
  });
});
