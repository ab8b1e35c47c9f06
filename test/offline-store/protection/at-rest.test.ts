/** What lies on the disk while the station works and after: nobody's number, address or page in it. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { createBlobStore } from '../../../offline-store/blobs.ts';
import { openOfficeStore } from '../../../offline-store/open.ts';
import {
  AGENCY,
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
} from '../helpers.ts';

const PERSON = {
  name: 'Nguyễn Thị Kín Đáo',
  citizenId: '046190765432',
  birthDate: '1990-08-05',
  address: '27/3 kiệt Mẫu, thôn Vắng',
  phone: '0905 987 654',
  email: 'kin.dao@mau.example',
  organisation: false,
};
const NOTE = 'gọi cho con gái trước khi tới';
const PAGE = Buffer.from('điểm ảnh của trang quét '.repeat(9_000));
const NUMBERS = ['046190765432', '0905 987 654', '0905987654', '905987654', '987654'];
const SECRETS = [...NUMBERS, '27/3 kiệt Mẫu', 'kin.dao@mau', 'gọi cho con gái', 'điểm ảnh của trang'];

const everyFile = (dir: string): readonly string[] =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((path) => statSync(path).isFile());

const leaksIn = (dir: string, secrets: readonly string[]): readonly string[] =>
  everyFile(dir).flatMap((path) => {
    const bytes = readFileSync(path);
    return secrets.filter((secret) => bytes.includes(Buffer.from(secret))).map((secret) => `${path}: ${secret}`);
  });

const remotePerson = (sequence: string) => {
  const operation = remoteDossier(sequence);
  if (operation.type !== 'dossier.received') throw new Error('not a dossier');
  return { ...operation, payload: { ...operation.payload, applicant: PERSON, note: NOTE } };
};

describe('an office’s disk', () => {
  it('holds no number, address, note or page in the clear, in the database, its log or the files', async () => {
    const dir = folder();
    const store = openAt(join(dir, 'office.db'));
    const blobs = createBlobStore(join(dir, 'blobs'), KEYS);
    store.leases.add(lease());
    const full = intake({ applicant: PERSON, note: NOTE });
    const dossierId = nextId();
    store.saveDraft(dossierId, full, NOW);
    store.saveDraft(nextId(), full, NOW);
    const { received } = store.receiveDossier(commit({ dossierId, intake: full }), actor());
    store.act(received.id, request('forward'), actor());
    const { sha256, bytes } = await blobs.put(PAGE);
    const paper = { id: nextId(), dossierId: received.id, title: 'Tờ khai', sha256, bytes, pages: 1 };
    store.attachDocument(paper, actor());
    acceptAll(store);
    store.inbox.apply([change(remotePerson('0700')), change(remotePerson('0701'))], 'c1', NOW);
    store.inbox.quarantine(JSON.stringify({ ...PERSON, note: NOTE }), 'payload.code: missing', NOW);
    expect(statSync(join(dir, 'office.db-wal')).size).toBeGreaterThan(0);
    expect(leaksIn(dir, SECRETS)).toEqual([]);
    // The look itself is not blind: what is open is found.
    expect(leaksIn(dir, [PERSON.name])).not.toEqual([]);
    expect(store.dossiers.get(received.id)?.received).toMatchObject({ applicant: PERSON, note: NOTE });
    expect(store.dossiers.search('987 654', 10).dossiers).toHaveLength(3);
    store.close();
    expect(leaksIn(dir, SECRETS)).toEqual([]);
  });

  it('shows a list without opening anything, and says so when a sealed value was changed', () => {
    const dir = folder();
    const file = join(dir, 'office.db');
    const store = openAt(file);
    store.inbox.apply([change(remotePerson('0702')), change(remotePerson('0703'))], 'c1', NOW);
    const [first, second] = store.dossiers.search('kin dao', 5).dossiers.map(({ received }) => received.id);
    copySealed(file, first ?? '', second ?? '');
    const [whole, listed] = store.dossiers.search('kin dao', 5).dossiers;
    expect(whole?.received.applicant.phone).toBe(PERSON.phone);
    expect(listed?.received.applicant.name).toBe(PERSON.name);
    expect(() => listed?.received.applicant.phone).toThrow('MC-STO-03');
  });
});

/** One person's numbers put into another's row, by somebody with a database tool. */
function copySealed(file: string, one: string, other: string): void {
  const db = new Database(file);
  db.prepare('UPDATE dossiers SET sealed = (SELECT sealed FROM dossiers WHERE id = ?) WHERE id = ?').run(one, other);
  db.close();
}

describe('a public PC’s disk', () => {
  const openPublic = (file: string) =>
    openOfficeStore({ file, station: STATION, agency: AGENCY, now: () => NOW, keys: KEYS, stores: 'public' });

  it('holds nothing of any person, not even a name; code and secret still find the dossier', () => {
    const dir = folder();
    const store = openPublic(join(dir, 'office.db'));
    const person = remotePerson('0800');
    store.inbox.apply([change(person)], 'c1', NOW);
    store.inbox.quarantine(JSON.stringify({ ...PERSON, note: NOTE }), 'payload.code: missing', NOW);
    store.rate({ desk: 1, score: 5 }, actor());
    const found = store.dossiers.byCode(`${AGENCY}-261124-0800`);
    expect(found?.received).toMatchObject({ id: person.payload.id, secret: person.payload.secret, papers: [] });
    expect(found?.received.applicant).toMatchObject({ name: '', phone: '', citizenId: '', address: '', email: '' });
    expect(found?.status).toBe('received');
    expect(store.dossiers.search('0800', 5).dossiers).toHaveLength(1);
    for (const text of ['kin dao', '987654', '046190765432'])
      expect(store.dossiers.search(text, 5).dossiers).toEqual([]);
    store.close();
    expect(leaksIn(dir, [...SECRETS, 'Nguyễn Thị Kín', 'kin dao', 'dao', 'Tờ khai'])).toEqual([]);
  });

  it('takes no dossier in and keeps no draft', () => {
    const store = openPublic(join(folder(), 'office.db'));
    store.leases.add(lease());
    expect(() => store.receiveDossier(commit(), actor())).toThrow('MC-STO-15');
    expect(() => store.saveDraft(nextId(), intake(), NOW)).toThrow('MC-STO-15');
    expect(store.outbox.counts().waiting).toBe(0);
    store.close();
  });

  it('is never a counter’s, nor the other way round', () => {
    const file = join(folder(), 'office.db');
    openAt(file).close();
    expect(() => openPublic(file)).toThrow('MC-STO-16');
    const other = join(folder(), 'office.db');
    openPublic(other).close();
    expect(() => openAt(other)).toThrow('MC-STO-16');
  });
});
