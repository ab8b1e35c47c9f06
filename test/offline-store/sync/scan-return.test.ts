/** A damaged scan that the province has: back whole whatever the line does, and nothing of what is not that scan is kept. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { MotcuaError } from '../../../domain/errors.ts';
import { createBlobStore } from '../../../offline-store/blobs.ts';
import { createHealingBlobs } from '../../../offline-store/healing.ts';
import { createMending } from '../../../offline-store/mending.ts';
import type { Pace } from '../../../offline-store/sync/pace.ts';
import { createScanReturns } from '../../../offline-store/sync/scan-return.ts';
import { acceptAll, actor, commit, folder, freshStore, KEYS, NOW, nextId, STATION } from '../helpers.ts';
import { type Answer, answers, type FaultPortal, startFaultPortal } from './fault-portal.ts';
import { clientOf, silent } from './parts.ts';

const PAPER = Buffer.from('trang quét của một hồ sơ mẫu '.repeat(9_000));
const PART = 50_000;

const rangeOf = (range: string | undefined): readonly [number, number] => {
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
  return [Number(from), Math.min(Number(to) + 1, PAPER.length)];
};

const gives =
  (content: Buffer): Answer =>
  (response, { headers }) => {
    const [from, to] = rangeOf(headers.range);
    response.writeHead(206, { 'content-type': 'application/octet-stream' }).end(content.subarray(from, to));
  };

/** A scan of a dossier, at the province unless `sent` says no; its file here has a bit flipped. */
async function office({ sent = true } = {}) {
  const dir = join(folder(), 'blobs');
  const store = freshStore();
  const { received } = store.receiveDossier(commit(), actor());
  const raw = createBlobStore(dir, KEYS);
  const { sha256, bytes } = await raw.put(PAPER);
  const id = nextId();
  store.attachDocument({ id, dossierId: received.id, title: 'Tờ khai', sha256, bytes, pages: 1 }, actor());
  acceptAll(store);
  if (sent) store.uploads.done(id, NOW);
  const file = readFileSync(raw.path(sha256));
  writeFileSync(raw.path(sha256), file.with(70_000, (file[70_000] ?? 0) ^ 4));
  const mending = createMending({ store, station: STATION, now: () => NOW, log: silent });
  const parts = { keys: KEYS, place: () => undefined, onHealed: () => undefined, onLost: mending.lost };
  const blobs = createHealingBlobs(raw, parts);
  await expect(blobs.verify(sha256)).rejects.toThrow('MC-STO-03');
  const damaged = readFileSync(raw.path(sha256));
  const untouched = () =>
    readFileSync(raw.path(sha256)).equals(damaged) && readdirSync(join(dir, 'unfinished')).length === 0;
  return { dir, store, raw, blobs, mending, sha256, bytes, untouched, code: received.code };
}

function returns(portal: FaultPortal, { blobs, mending }: Awaited<ReturnType<typeof office>>, over: object = {}) {
  let now = 0;
  const parts: number[] = [];
  /** ms; generous, but for what waits in vain. */
  const line = { patience: 10_000 };
  const pace: Pace = { partBytes: () => PART, before: async (bytes) => (parts.push(bytes) > 0 ? 'go' : 'stop') };
  const turn = createScanReturns({
    ...{ blobs, mending, pace, log: silent },
    ...{ random: () => 0, rest: async () => undefined, greet: async () => undefined, hasRoom: () => true },
    ...{ steady: () => now, stop: new AbortController().signal },
    ...over,
    get client() {
      return clientOf(portal.url, [], line.patience);
    },
  });
  const later = (ms: number): void => {
    now += ms;
  };
  return { turn, later, parts, line };
}

const asked = ({ asked: all }: FaultPortal) => all.map(({ path, headers }) => `${path.slice(-8)} ${headers.range}`);

it('comes in parts at the pace of the line, is proven, and takes the damaged one’s place', async () => {
  const portal = await startFaultPortal();
  const here = await office();
  portal.faults.set(`/v1/documents/${here.sha256}/content`, gives(PAPER));
  const { turn, parts } = returns(portal, here);
  await turn();
  expect(Buffer.from(await here.raw.read(here.sha256)).equals(PAPER)).toBe(true);
  expect(parts.reduce((sum, one) => sum + one, 0)).toBe(PAPER.length);
  expect(asked(portal).slice(0, 2)).toEqual(['/content bytes=0-49999', '/content bytes=50000-99999']);
  expect(here.mending.lostScans()).toEqual([]);
  expect(here.mending.mendedScans()).toMatchObject([{ dossier: here.code, from: 'province' }]);
  const before = portal.asked.length;
  await turn();
  expect(portal.asked.length).toBe(before);
});

it('a scan whose file is gone comes too; the sealed file is new and whole', async () => {
  const portal = await startFaultPortal();
  const here = await office();
  rmSync(here.raw.path(here.sha256));
  portal.faults.set('/v1/documents/', gives(PAPER));
  await returns(portal, here).turn();
  expect(await here.raw.verify(here.sha256)).toBe(PAPER.length);
});

it('a line that breaks inside loses no part that came', async () => {
  const portal = await startFaultPortal();
  const here = await office();
  let times = 0;
  portal.faults.set('/v1/documents/', (response, request) => {
    times += 1;
    // One in two: cut off, half of what its head says, an error, a gateway's page.
    const faults = [answers.cut, answers.half, answers.error500, answers.badGatewayPage];
    const fault = times % 2 === 0 ? faults[(times / 2 - 1) % faults.length] : undefined;
    (fault ?? gives(PAPER))(response, request);
  });
  await returns(portal, here).turn();
  expect(await here.raw.verify(here.sha256)).toBe(PAPER.length);
  const [first] = asked(portal);
  expect(asked(portal).filter((one) => one === first)).toHaveLength(1);
  expect(times).toBeGreaterThanOrEqual(10);
});

const wrong: readonly (readonly [string, Answer, string])[] = [
  ['other bytes', gives(Buffer.from(PAPER).fill('x', 150_000, 150_010)), 'MC-STO-03'],
  ['half a scan', gives(PAPER.subarray(0, 120_000)), 'MC-NET-02'],
  [
    'the whole for every part',
    (response) => void response.writeHead(200, { 'content-type': 'application/pdf' }).end(PAPER),
    'MC-NET-02',
  ],
  ['no such scan', (response) => void response.writeHead(404).end(), 'MC-API-05'],
  ['a stall inside', answers.stallInside, 'MC-NET-06'],
  ['an endless answer', answers.endless, 'MC-NET-02'],
  ['a login page', answers.loginPage, 'MC-NET-04'],
];

it.each(wrong)('%s: said, nothing here is touched, and tried again later', async (_what, answer, code) => {
  const portal = await startFaultPortal();
  const here = await office();
  portal.faults.set('/v1/documents/', answer);
  const { turn, later, line } = returns(portal, here);
  if (code === 'MC-NET-06') line.patience = 100;
  await turn().catch((error: unknown) => expect(error).toMatchObject({ code }));
  expect(here.untouched()).toBe(true);
  expect(here.mending.lostScans()).toMatchObject([{ sha256: here.sha256, refused: code }]);
  const before = portal.asked.length;
  await turn();
  expect(portal.asked.length).toBe(before);
  portal.faults.set('/v1/documents/', gives(PAPER));
  later(60_000);
  line.patience = 10_000;
  await turn();
  expect(await here.raw.verify(here.sha256)).toBe(PAPER.length);
  expect(here.mending.lostScans()).toEqual([]);
});

it('what was never sent is not asked for, nor anything while the disk has no room', async () => {
  const portal = await startFaultPortal();
  const unsent = await office({ sent: false });
  await returns(portal, unsent).turn();
  expect(unsent.mending.lostScans()).toMatchObject([{ sent: false, code: unsent.code }]);
  await returns(portal, await office(), { hasRoom: () => false }).turn();
  expect(portal.asked).toEqual([]);
});

it('a station that ends in the middle leaves the damaged file as it is, and knows of it at its next start', async () => {
  const portal = await startFaultPortal();
  const here = await office();
  portal.faults.set('/v1/documents/', gives(PAPER));
  const stopping = new AbortController();
  let parts = 0;
  const pace: Pace = {
    partBytes: () => PART,
    before: async () => {
      parts += 1;
      if (parts === 2) stopping.abort();
      return parts === 2 ? 'stop' : 'go';
    },
  };
  await expect(returns(portal, here, { pace, stop: stopping.signal }).turn()).rejects.toThrow('MC-API-99');
  expect(here.untouched()).toBe(true);
  const next = createMending({ store: here.store, station: STATION, now: () => NOW, log: silent });
  expect(next.lostScans()).toMatchObject([{ sha256: here.sha256, sent: true, since: NOW }]);
});

it('a disk that takes no more writes keeps nobody from a scan that was mended', async () => {
  const { store, sha256, code } = await office();
  const full = (): never => {
    throw new MotcuaError('MC-STO-01');
  };
  const parts = { ...store, settings: { ...store.settings, set: full }, audit: { ...store.audit, add: full } };
  const mending = createMending({ store: parts, station: STATION, now: () => NOW, log: silent });
  expect(mending.lostScans()).toHaveLength(1);
  mending.mended(sha256, 'backup');
  mending.lost(sha256);
  expect(mending.mendedScans()).toMatchObject([{ dossier: code }]);
  expect(mending.lostScans()).toHaveLength(1);
});

it('is in the audit by dossier and source; papers of other PCs are no loss', async () => {
  const here = await office();
  here.mending.lost('f'.repeat(64));
  expect(here.mending.lostScans()).toHaveLength(1);
  const before = here.store.audit.verify().entries;
  here.mending.mended(here.sha256, 'backup');
  expect(here.store.audit.verify()).toMatchObject({ ok: true, entries: before + 1 });
  expect(here.mending.mendedScans()).toEqual([{ dossier: here.code, from: 'backup', at: NOW }]);
});
