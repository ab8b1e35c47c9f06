/** A station's scans over a line that delivers twice, late or in halves, to the portal itself. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createBlobStore } from '../../offline-store/blobs.ts';
import { openOfficeStore } from '../../offline-store/open.ts';
import { startSync } from '../../offline-store/sync/sync.ts';
import { actor, commit, KEYS, NOW, nextId, TODAY } from '../offline-store/helpers.ts';
import { silent } from '../offline-store/sync/parts.ts';
import { type FaultLine, startFaultLine } from '../rig/fault-line.ts';
import { type EngineSession, engines, migrated } from './engines.ts';
import { type RunningPortal, runPortal, tokenOf } from './running.ts';
import { attached, COUNTER, codeOf, received } from './samples.ts';

let session: EngineSession;
let portal: RunningPortal;
let line: FaultLine;

beforeAll(async () => {
  const [engine] = engines;
  if (!engine) throw new Error('no engine');
  session = await engine.open();
  portal = await runPortal(await migrated(session), { now: () => NOW });
  line = await startFaultLine({ target: portal.url, chance: () => 0 });
}, 120_000);
afterAll(async () => {
  await line.close();
  await portal.stop();
  await session.close();
}, 120_000);

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** An upload that waits for its first byte; its path. */
async function begun(scan: Uint8Array, code: number): Promise<string> {
  const sha256 = createHash('sha256').update(scan).digest('hex');
  const intake = received(COUNTER, `${COUNTER.agency}-261121-${codeOf(code).slice(-4)}`);
  const document = attached(COUNTER, intake.payload.id, sha256, scan.length);
  await portal.post(COUNTER, '/v1/operations', { station: COUNTER.station, operations: [intake, document] });
  const metadata = `documentId ${base64(document.payload.documentId)},sha256 ${base64(sha256)}`;
  const created = await portal.as(COUNTER, '/v1/uploads', {
    method: 'POST',
    headers: { 'tus-resumable': '1.0.0', 'upload-length': String(scan.length), 'upload-metadata': metadata },
  });
  return created.headers.get('location') ?? '';
}

/** The head of a part of `length` bytes and some of them; the socket stays open. */
function halfAPart(path: string, length: number, sent: Uint8Array) {
  const { hostname, port } = new URL(portal.url);
  const socket = connect(Number(port), hostname, () => {
    const head = [
      `PATCH ${path} HTTP/1.1`,
      `host: ${hostname}`,
      `authorization: Bearer ${tokenOf(COUNTER)}`,
      'tus-resumable: 1.0.0',
      'upload-offset: 0',
      'content-type: application/offset+octet-stream',
      `content-length: ${length}`,
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    socket.write(sent);
  });
  socket.on('error', () => undefined);
  return socket;
}

const offsetAt = async (path: string): Promise<number> => {
  const head = await portal.as(COUNTER, path, { method: 'HEAD', headers: { 'tus-resumable': '1.0.0' } });
  return Number(head.headers.get('upload-offset') ?? Number.NaN);
};

describe('scans on a bad line', { timeout: 60_000 }, () => {
  it.each(['cut', 'silent'] as const)(
    'a part that breaks off in the middle, its sender %s, counts for what came',
    async (how) => {
      const scan = randomBytes(200_000);
      const path = await begun(scan, how === 'cut' ? 1 : 2);
      const sender = halfAPart(path, scan.length, scan.subarray(0, 70_000));
      const file = join(portal.folder, 'uploads', path.split('/').at(-1) ?? '');
      await vi.waitFor(() => expect(statSync(file).size).toBe(70_000), { timeout: 30_000 });
      if (how === 'cut') sender.destroy();
      expect(await offsetAt(path)).toBe(70_000);
      sender.destroy();
      const rest = await portal.as(COUNTER, path, {
        method: 'PATCH',
        headers: {
          'tus-resumable': '1.0.0',
          'upload-offset': '70000',
          'content-type': 'application/offset+octet-stream',
        },
        body: scan.subarray(70_000),
      });
      expect([rest.status, rest.headers.get('upload-offset')]).toEqual([204, String(scan.length)]);
    },
  );

  it.each(['duplicated', 'reordered'] as const)('what is %s arrives, and nothing waits for it', async (fault) => {
    const folder = mkdtempSync(join(tmpdir(), 'motcua-bad-line-'));
    const { agency, station } = COUNTER;
    const store = openOfficeStore({ file: join(folder, 'office.db'), station, agency, now: () => NOW, keys: KEYS });
    const blobs = createBlobStore(join(folder, 'blobs'), KEYS);
    line.set(fault);
    const sync = startSync({
      ...{ store, blobs, station, agency, portalUrl: line.url, token: tokenOf(COUNTER), now: () => NOW, log: silent },
      ...{ onState: () => undefined, pollMs: 50, random: () => 1 },
    });
    try {
      await vi.waitFor(() => expect(store.leases.left(TODAY)).toBeGreaterThan(0), { timeout: 30_000 });
      const { received: dossier } = store.receiveDossier(commit(), actor());
      const { sha256, bytes } = await blobs.put(randomBytes(600_000));
      store.attachDocument({ id: nextId(), dossierId: dossier.id, title: 'Tờ khai', sha256, pages: 1, bytes }, actor());
      sync.kick();
      await vi.waitFor(() => expect(store.outbox.counts().waiting).toBe(0), { timeout: 30_000 });
      await vi.waitFor(() => expect(store.uploads.pending(1)).toEqual([]), { timeout: 30_000 });
      expect((await portal.as(COUNTER, `/v1/documents/${sha256}`)).status).toBe(200);
    } finally {
      line.set('none');
      await sync.stop();
      store.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
