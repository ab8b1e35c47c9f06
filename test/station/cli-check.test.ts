/** `motcua check`: the words, the JSON and the exit code. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { STORE_PROBLEM_SENTENCES, storeReportSchema } from '../../domain/store-check.ts';
import { createBlobStore } from '../../offline-store/blobs.ts';
import { openOfficeStore } from '../../offline-store/open.ts';
import { runCli } from '../../station/cli/run.ts';
import { demoConfig } from '../../station/demo/commune.ts';
import { AGENCY, actor, commit, lease, nextId } from '../offline-store/helpers.ts';
import { answers, startFaultPortal } from '../offline-store/sync/fault-portal.ts';
import { TOKEN } from '../offline-store/sync/parts.ts';
import { keysOf } from './fixture.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'motcua-check-'));
  const file = join(folder, 'office.db');
  const store = openOfficeStore({ file, station: 'quay-1', agency: 'H57.23.15', now: Date.now, keys: keysOf(folder) });
  for (const what of ['một', 'hai', 'ba']) store.audit.add({ at: Date.now(), who: 'quay-1', what });
  store.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function check(...more: readonly string[]) {
  const out: string[] = [];
  const said: string[] = [];
  const code = await runCli(['check', '--data', folder, ...more], {
    out: (text) => out.push(text),
    say: (text) => said.push(text),
    env: { MOTCUA_KEY_FILE: join(folder, 'station.key') },
    signal: new AbortController().signal,
  });
  return { code, out: out.join('\n'), said: said.join('\n') };
}

it('a whole store: 0, in Vietnamese, or English, or JSON', async () => {
  expect(await check()).toMatchObject({ code: 0, out: expect.stringContaining('Kho dữ liệu nguyên vẹn.') });
  expect((await check('--lang', 'en')).out).toMatch(/PASSED\s+Audit trail\s+entries 4/i);
  const report = storeReportSchema.parse(JSON.parse((await check('--json')).out));
  expect(report).toMatchObject({ ok: true, dataFolder: folder });
  expect(report.findings).toHaveLength(9);
});

it('a damaged one: 1, and what to do', async () => {
  const db = new Database(join(folder, 'office.db'));
  db.exec("DROP TRIGGER audit_is_not_changed; UPDATE audit SET who = 'ai đó' WHERE number = 2");
  db.close();
  const { code, out } = await check();
  expect(code).toBe(1);
  expect(out).toContain(`${STORE_PROBLEM_SENTENCES['audit-broken'].vi} [audit-broken: 2]`);
  expect(out).toContain('Đừng xoá gì');
  expect(storeReportSchema.parse(JSON.parse((await check('--json')).out)).ok).toBe(false);
});

/** A scan of this PC that a portal has, with a bit flipped on the disk. */
async function damagedScan() {
  const keys = keysOf(folder);
  const store = openOfficeStore({
    file: join(folder, 'office.db'),
    station: 'quay-1',
    agency: AGENCY,
    now: Date.now,
    keys,
  });
  const blobs = createBlobStore(join(folder, 'blobs'), keys);
  store.leases.add(lease());
  const { received } = store.receiveDossier(commit(), actor());
  const paper = Buffer.alloc(300_000, 'trang quét mẫu ');
  const { sha256, bytes } = await blobs.put(paper);
  const id = nextId();
  store.attachDocument({ id, dossierId: received.id, title: 'Tờ khai', sha256, bytes, pages: 1 }, actor());
  store.uploads.done(id, Date.now());
  store.close();
  const path = blobs.path(sha256);
  const file = readFileSync(path);
  writeFileSync(path, file.with(200, (file[200] ?? 0) ^ 1));
  return { paper, sha256, about: `${received.code} ${sha256}` };
}

it('brings a damaged scan back from the province and says so; one that it has not is told with its answer', async () => {
  const { paper, about, sha256 } = await damagedScan();
  const portal = await startFaultPortal();
  writeFileSync(join(folder, 'station.json'), JSON.stringify(demoConfig({ url: portal.url, token: TOKEN })));
  portal.faults.set('/v1/digests', answers.error500);
  const heal = () => check('--heal', '--lang', 'en');
  expect((await heal()).out).toContain(
    `${STORE_PROBLEM_SENTENCES['paper-to-fetch'].en} [paper-to-fetch: ${about} (MC-API-05)]`,
  );
  portal.faults.set(`/v1/documents/${sha256}/content`, (response, { headers }) => {
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
    response.writeHead(206).end(paper.subarray(Number(from), Number(to) + 1));
  });
  expect(await heal()).toMatchObject({ out: expect.stringContaining(`Brought back from the province: ${about}`) });
  expect((await heal()).out).not.toContain('Brought back');
});

it('no store: 1 and a sentence; a word too many: 2', async () => {
  const { code, said } = await check('--data', join(folder, 'nowhere'));
  expect(code).toBe(1);
  expect(said).toContain('MC-STO-23');
  expect((await check('everything')).code).toBe(2);
});

it.each([
  ['is empty', 'office.db'],
  ['is gone', 'office.db.made'],
  ['is gone beside its log', 'office.db-wal'],
])('a store that %s is a loss, not a folder without data', async (_, left) => {
  const other = mkdtempSync(join(tmpdir(), 'motcua-check-'));
  try {
    writeFileSync(join(other, left), left.endsWith('wal') ? 'nhật ký' : '');
    const { code, out, said } = await check('--data', other);
    expect(code).toBe(1);
    expect(said).toContain('MC-STO-03');
    expect(out).toBe('');
    expect(readdirSync(other)).toEqual([left]);
  } finally {
    rmSync(other, { recursive: true, force: true });
  }
});
