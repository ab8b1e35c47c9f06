/** `motcua keys`: on a station's own folder, as the technician runs it. */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '../../domain/sync.ts';
import { createBlobStore } from '../../offline-store/blobs.ts';
import { openOfficeStore } from '../../offline-store/open.ts';
import { createProtection } from '../../offline-store/protection/protection.ts';
import { keyUse, resealRows } from '../../offline-store/protection/reseal.ts';
import { openStationKeys, ringFileOf } from '../../offline-store/protection/station-keys.ts';
import { transactOn } from '../../offline-store/transaction.ts';
import { runCli } from '../../station/cli/run.ts';
import { AGENCY, change, intake, KEYS, NOW, nextId, remoteDossier, STATION } from '../offline-store/helpers.ts';

const PASSPHRASE = 'bốn con mèo vàng ngủ';
let home = '';
let data = '';

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'motcua-keys-'));
  data = join(home, 'data');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const keyFile = () => join(home, 'station.key');
const place = () => ({ dataFolder: data, keyFile: keyFile(), now: () => NOW });
const open = () =>
  openOfficeStore({
    file: join(data, 'office.db'),
    station: STATION,
    agency: AGENCY,
    now: () => NOW,
    keys: openStationKeys(place()).ring,
  });

async function keys(args: readonly string[], answers: readonly string[] = []) {
  const out: string[] = [];
  const said: string[] = [];
  const left = [...answers];
  const code = await runCli(['keys', ...args, '--data', data, '--lang', 'en'], {
    out: (text) => out.push(text),
    say: (text) => said.push(text),
    askSecret: async () => left.shift() ?? '',
    env: { MOTCUA_KEY_FILE: keyFile() },
    signal: new AbortController().signal,
  });
  return { code, out: out.join('\n'), said: said.join('\n') };
}

/** A store with dossiers, a draft and a scan; returns the phone and the scan to compare with. */
async function fill(dossiers: number) {
  const store = open();
  const changes: Change[] = Array.from({ length: dossiers }, (_, index) =>
    change(remoteDossier(String(index + 1).padStart(4, '0'))),
  );
  store.inbox.apply(changes, 'c', NOW);
  store.saveDraft(nextId(), intake(), NOW);
  store.inbox.quarantine('{"phone":"0905000123"}', 'no change', NOW);
  store.close();
  const page = randomBytes(100_000);
  const { sha256 } = await createBlobStore(join(data, 'blobs'), openStationKeys(place()).ring).put(page);
  return { page, sha256 };
}

const phones = () => {
  const store = open();
  const found = store.dossiers.search('nguyen', 50).dossiers.map(({ received }) => received.applicant.phone);
  const drafts = store.drafts().map(({ draft }) => draft.applicant.phone);
  store.close();
  return { found, drafts };
};

const use = () => {
  const db = new Database(join(data, 'office.db'), { readonly: true });
  const counts = keyUse(db);
  db.close();
  return counts;
};

describe('motcua keys', () => {
  it('shows the keys and what each seals, never the keys themselves', async () => {
    await fill(3);
    const shown = await keys([]);
    expect(shown).toMatchObject({ code: 0 });
    expect(shown.out).toContain('a key file');
    expect(shown.out).toMatch(/Key 1 {2}made 2026-11-24 {2}5 rows \(seals now\)/);
    expect(JSON.parse((await keys(['--json'])).out)).toMatchObject({ keys: [{ number: 1, rows: 5, seals: true }] });
    expect(shown.out).not.toContain(openStationKeys(place()).ring.newest().secret.toString('base64'));
  });

  it('makes nothing where there is no store', async () => {
    expect(await keys([])).toMatchObject({ code: 1, said: expect.stringContaining('MC-STO-11') });
    expect(existsSync(data)).toBe(false);
  });

  it('adds a key and seals everything anew; all is read as before, the old key seals nothing more', async () => {
    const { page, sha256 } = await fill(1_200);
    const before = phones();
    const turned = await keys(['rotate']);
    expect(turned).toMatchObject({ code: 0, out: 'Sealed anew: 1202 rows, 1 files' });
    expect(use()).toEqual([{ number: 2, rows: 1_202 }]);
    expect(phones()).toEqual(before);
    const blobs = createBlobStore(join(data, 'blobs'), openStationKeys(place()).ring);
    expect(Buffer.from(await blobs.read(sha256))).toEqual(page);
  });

  it('goes on where it was killed, without another key', async () => {
    await fill(1_200);
    openStationKeys(place()).addKey(NOW);
    const { ring } = openStationKeys(place());
    const db = new Database(join(data, 'office.db'));
    resealRows({ db, transact: transactOn(db), protection: createProtection(ring), keys: ring }).next();
    db.close();
    expect(use()).toEqual([
      { number: 1, rows: 702 },
      { number: 2, rows: 500 },
    ]);
    expect(phones().found).toHaveLength(50);
    expect((await keys(['rotate'])).out).toBe('Sealed anew: 702 rows, 1 files');
    expect(openStationKeys(place()).ring.all()).toHaveLength(2);
  });

  it('a station that runs meanwhile reads what was sealed anew', async () => {
    await fill(20);
    const store = open();
    expect(await keys(['rotate'])).toMatchObject({ code: 0 });
    expect(store.dossiers.search('nguyen', 5).dossiers[0]?.received.applicant.phone).toBe('0905 000 123');
    store.saveDraft(nextId(), intake(), NOW);
    expect(store.drafts()).toHaveLength(2);
    store.close();
  });
});

describe('the copy for the safe', () => {
  const copy = () => join(home, 'copy.json');

  it('opens the store again after the key was lost, also on another PC', async () => {
    await fill(3);
    const before = phones();
    expect(await keys(['export', '--to', copy()], [PASSPHRASE, PASSPHRASE])).toMatchObject({ code: 0 });
    expect(statSync(copy()).mode & 0o777).toBe(0o600);
    rmSync(keyFile());
    expect(() => open()).toThrow('MC-STO-11');
    rmSync(ringFileOf(data));
    expect(() => open()).toThrow('MC-STO-11');
    expect(await keys(['import', '--from', copy()], [PASSPHRASE])).toMatchObject({ code: 0 });
    expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
    expect(phones()).toEqual(before);
  }, 30_000);

  it('keeps keys made since', async () => {
    await fill(3);
    await keys(['export', '--to', copy()], [PASSPHRASE, PASSPHRASE]);
    await keys(['rotate']);
    expect(await keys(['import', '--from', copy()], [PASSPHRASE])).toMatchObject({ code: 0 });
    expect(openStationKeys(place()).ring.all()).toHaveLength(2);
    expect(phones().found).toHaveLength(3);
  }, 30_000);

  it('is refused with a wrong passphrase, a spoilt file, or another store', async () => {
    await fill(1);
    await keys(['export', '--to', copy()], [PASSPHRASE, PASSPHRASE]);
    const ring = readFileSync(ringFileOf(data));
    const refused = async (answer: string, code: string) =>
      expect(await keys(['import', '--from', copy()], [answer])).toMatchObject({
        code: 1,
        said: expect.stringContaining(code),
      });
    await refused('một mật khẩu khác', 'MC-STO-14');
    expect(readFileSync(ringFileOf(data))).toEqual(ring);
    rmSync(data, { recursive: true });
    openOfficeStore({
      file: join(data, 'office.db'),
      station: STATION,
      agency: AGENCY,
      now: () => NOW,
      keys: KEYS,
    }).close();
    await refused(PASSPHRASE, 'MC-STO-13');
    writeFileSync(copy(), readFileSync(copy(), 'utf8').slice(0, 200));
    await refused(PASSPHRASE, 'MC-STO-14');
    rmSync(copy());
    await refused(PASSPHRASE, 'MC-API-05');
  }, 30_000);

  it('is not written under a short passphrase, nor when the two differ, nor from a file that others can read', async () => {
    await fill(1);
    expect(await keys(['export', '--to', copy()], ['ngắn', 'ngắn'])).toMatchObject({
      code: 1,
      said: expect.stringContaining('MC-STO-18'),
    });
    expect(await keys(['export', '--to', copy()], [PASSPHRASE, 'khác hẳn đi nhé'])).toMatchObject({ code: 1 });
    chmodSync(keyFile(), 0o644);
    expect((await keys(['export', '--to', copy()], [PASSPHRASE, PASSPHRASE])).said).toContain('MC-STO-12');
    expect(existsSync(copy())).toBe(false);
  });

  it('wants to know where', async () => {
    expect((await keys(['export'])).code).toBe(2);
    expect((await keys(['import'])).code).toBe(2);
  });
});
