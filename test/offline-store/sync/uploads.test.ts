import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { OfficeStore } from '../../../offline-store/contract.ts';
import type { Pace } from '../../../offline-store/sync/pace.ts';
import { createUploads } from '../../../offline-store/sync/uploads.ts';
import { acceptAll, actor, commit, freshStore, nextId } from '../helpers.ts';
import { answers, type FaultPortal, startFaultPortal } from './fault-portal.ts';
import { partsFor, type Watched } from './parts.ts';

const SIZE = 700_000;

const attach = async ({ store, blobs }: Watched, content = randomBytes(SIZE)): Promise<Buffer> => {
  const { received } = store.receiveDossier(commit(), actor());
  const { sha256, bytes } = await blobs.put(content);
  store.attachDocument({ id: nextId(), dossierId: received.id, title: 'Tờ khai', sha256, pages: 1, bytes }, actor());
  return content;
};

const only = (portal: FaultPortal): Buffer => [...portal.uploads.values()].at(-1) ?? Buffer.alloc(0);
const patches = (portal: FaultPortal): number => portal.asked.filter(({ method }) => method === 'PATCH').length;
const owed = (store: OfficeStore): number => store.uploads.pending(100).length;
const paced = (stop: () => boolean): Pace => ({
  partBytes: () => 262_144,
  before: async () => (stop() ? 'stop' : 'go'),
});
const never = paced(() => false);

describe('uploading scans', () => {
  it('waits until the operation that names the paper is accepted, then sends it in parts', async () => {
    const portal = await startFaultPortal();
    const parts = partsFor(portal.url);
    const content = await attach(parts);
    const upload = createUploads(parts, never);
    await upload();
    expect(portal.asked).toEqual([]);
    acceptAll(parts.store);
    expect(await upload()).toBe('done');
    expect(only(portal).equals(content)).toBe(true);
    expect(patches(portal)).toBe(3);
    expect(owed(parts.store)).toBe(0);
  });

  it('goes on where it stopped, also in a new process', async () => {
    const portal = await startFaultPortal();
    const parts = partsFor(portal.url);
    const content = await attach(parts);
    acceptAll(parts.store);
    await createUploads(
      parts,
      paced(() => patches(portal) >= 1),
    )();
    expect(only(portal).length).toBeGreaterThan(0);
    expect(only(portal).length).toBeLessThan(SIZE);
    await createUploads(parts, never)();
    expect(only(portal).equals(content)).toBe(true);
    expect(portal.uploads.size).toBe(1);
    expect(patches(portal)).toBe(3);
  });

  it('believes the portal about how much has arrived after the line broke', async () => {
    const portal = await startFaultPortal();
    const parts = partsFor(portal.url);
    const content = await attach(parts);
    acceptAll(parts.store);
    portal.faults.set('/v1/uploads/1', (response) => {
      // Half of the part arrived, its answer did not.
      portal.uploads.set('/v1/uploads/1', content.subarray(0, 100_000));
      response.socket?.destroy();
    });
    const upload = createUploads(parts, never);
    await expect(upload()).rejects.toMatchObject({ code: 'MC-NET-01' });
    portal.faults.clear();
    await upload();
    expect(only(portal).equals(content)).toBe(true);
  });

  it.each([
    ['is content when the portal has kept the paper', 'kept', 1, 1],
    ['lets the portal look again when it stopped before it kept the paper', 'looks again', 1, 2],
    ['begins anew when that does not help', 'lost', 2, 3],
    ['begins anew when the portal takes no empty part', 'refuses', 2, 3],
  ] as const)('whole at the portal, its last answer lost: %s', async (_, how, uploads, parts) => {
    const portal = await startFaultPortal();
    const station = partsFor(portal.url);
    const content = await attach(station, randomBytes(1_000));
    acceptAll(station.store);
    portal.faults.set('/v1/uploads/1', (response) => {
      portal.uploads.set('/v1/uploads/1', content);
      response.socket?.destroy();
    });
    await expect(createUploads(station, never)()).rejects.toMatchObject({ code: 'MC-NET-01' });
    portal.faults.clear();
    const isKept = (): boolean => how === 'kept' || (how === 'looks again' && patches(portal) === 2);
    portal.faults.set('/v1/documents/', (response, request) => {
      const stored = { sha256: request.url?.split('/').at(-1), bytes: content.length, storedAt: 1 };
      if (isKept()) response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(stored));
      else response.writeHead(404).end();
    });
    if (how === 'refuses')
      portal.faults.set('/v1/uploads/1', (response, { method }) =>
        response.writeHead(method === 'HEAD' ? 200 : 400, { 'upload-offset': String(content.length) }).end(),
      );
    await createUploads(station, never)();
    expect([portal.uploads.size, patches(portal)]).toEqual([uploads, parts]);
    expect(only(portal).equals(content)).toBe(true);
    expect(owed(station.store)).toBe(0);
  });

  it('begins anew when the portal has dropped an old upload', async () => {
    const portal = await startFaultPortal();
    const parts = partsFor(portal.url);
    const content = await attach(parts);
    acceptAll(parts.store);
    await createUploads(
      parts,
      paced(() => patches(portal) >= 1),
    )();
    portal.uploads.clear();
    await createUploads(parts, never)();
    expect(only(portal).equals(content)).toBe(true);
  });

  it('sends nothing when the portal holds the same paper already', async () => {
    const portal = await startFaultPortal();
    const parts = partsFor(portal.url);
    const content = await attach(parts);
    acceptAll(parts.store);
    portal.faults.set('/v1/documents/', (response, request) => {
      const sha256 = request.url?.split('/').at(-1);
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ sha256, bytes: content.length, storedAt: 1 }));
    });
    await createUploads(parts, never)();
    expect(portal.uploads.size).toBe(0);
    expect(owed(parts.store)).toBe(0);
  });

  it('knows a paper sent before a restore, though its file is not here', async () => {
    const portal = await startFaultPortal();
    const parts = partsFor(portal.url);
    const content = await attach(parts);
    acceptAll(parts.store);
    const [paper] = parts.store.uploads.pending(1);
    rmSync(parts.blobs.path(paper?.sha256 ?? ''));
    await createUploads(parts, never)();
    expect(owed(parts.store)).toBe(1);
    portal.faults.set('/v1/documents/', (response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ sha256: paper?.sha256, bytes: content.length, storedAt: 1 })),
    );
    await createUploads(parts, never)();
    expect([owed(parts.store), portal.uploads.size]).toEqual([0, 0]);
  });

  it('lets one refused or damaged paper not hold up the others', async () => {
    const portal = await startFaultPortal();
    const parts = partsFor(portal.url);
    const damaged = await attach(parts);
    const { sha256 } = await parts.blobs.put(damaged);
    writeFileSync(parts.blobs.path(sha256), 'hỏng');
    const good = await attach(parts);
    acceptAll(parts.store);
    await createUploads(parts, never)();
    expect(only(portal).equals(good)).toBe(true);
    expect(owed(parts.store)).toBe(1);
    expect(parts.exchanges.every((code) => code === undefined)).toBe(true);
  });

  it('never sends its token to an upload address on another server', async () => {
    const [portal, other] = [await startFaultPortal(), await startFaultPortal()];
    const parts = partsFor(portal.url);
    await attach(parts);
    acceptAll(parts.store);
    portal.faults.set('/v1/uploads', (response) =>
      response.writeHead(201, { location: `${other.url}/v1/uploads/1` }).end(),
    );
    await createUploads(parts, never)().catch(() => undefined);
    expect(other.asked).toEqual([]);
    expect(owed(parts.store)).toBe(1);
  });

  it('goes on when the line delivered a part twice, and the copy came first', async () => {
    const portal = await startFaultPortal();
    const parts = partsFor(portal.url);
    const content = await attach(parts);
    acceptAll(parts.store);
    let copied = false;
    portal.faults.set('/v1/uploads/1', (response, { method }) => {
      const here = portal.uploads.get('/v1/uploads/1') ?? Buffer.alloc(0);
      const offset = method === 'PATCH' && !copied ? 262_144 : here.length;
      if (method === 'PATCH') copied = true;
      portal.uploads.set('/v1/uploads/1', content.subarray(0, offset));
      if (method === 'HEAD') portal.faults.clear();
      response.writeHead(method === 'HEAD' ? 200 : 409, { 'upload-offset': String(offset) }).end();
    });
    expect(await createUploads(parts, never)()).toBe('done');
    expect(only(portal).equals(content)).toBe(true);
  });

  it('waits for a part as long as the slowest line needs, and less once this one has shown what it can do', async () => {
    const portal = await startFaultPortal();
    const parts = partsFor(portal.url);
    await attach(parts);
    acceptAll(parts.store);
    let clock = 0;
    const patience: (number | undefined)[] = [];
    const headers: typeof parts.client.headers = async (request) => {
      if (request.method !== 'PATCH') return parts.client.headers(request);
      patience.push(request.patience);
      // The first part takes no time, the second eight seconds, the third is refused.
      clock += patience.length === 2 ? 8_000 : 0;
      if (patience.length === 3) portal.faults.set('/v1/uploads/1', answers.error500);
      return parts.client.headers(request);
    };
    const upload = createUploads({ ...parts, steady: () => clock, client: { ...parts.client, headers } }, never);
    expect(await upload()).toBe('broken');
    portal.faults.clear();
    await upload();
    expect(owed(parts.store)).toBe(0);
    const [first, second, third, again] = patience;
    expect([first, second, again]).toEqual([60_000, 15_000, 60_000]);
    // 175,712 bytes at the pace of the part before, five times over.
    expect(third).toBeCloseTo(26_812, -1);
  });

  it('sends the smallest first, and lets one that comes while a large one is under way go before its rest', async () => {
    const portal = await startFaultPortal();
    const parts = partsFor(portal.url);
    const [large, middle, small] = [randomBytes(170_000), randomBytes(50_000), randomBytes(9_000)];
    await attach(parts, large);
    await attach(parts, middle);
    acceptAll(parts.store);
    const upload = createUploads(parts, { ...never, partBytes: () => 10_000 });
    expect(await upload()).toBe('interrupted');
    expect([...portal.uploads.values()].map(({ length }) => length)).toEqual([50_000, 160_000]);
    await attach(parts, small);
    acceptAll(parts.store);
    expect(await upload()).toBe('done');
    expect([...portal.uploads.keys()]).toHaveLength(3);
    expect(portal.asked.filter(({ method }) => method === 'PATCH').map(({ path }) => path.at(-1))).toEqual([
      ...'1'.repeat(5),
      ...'2'.repeat(16),
      '3',
      '2',
    ]);
  });

  it('goes round one that fails again and again though the portal is there', async () => {
    const portal = await startFaultPortal();
    const parts = partsFor(portal.url);
    await attach(parts, randomBytes(1_000));
    const good = await attach(parts, randomBytes(2_000));
    acceptAll(parts.store);
    let clock = 0;
    const upload = createUploads({ ...parts, steady: () => clock }, never);
    // Its upload begins, and whatever is asked of it fails.
    portal.faults.set('/v1/uploads/1', answers.error500);
    await expect(upload()).rejects.toThrow('MC-NET-03');
    expect(await upload()).toBe('done');
    expect(only(portal).equals(good)).toBe(true);
    expect(owed(parts.store)).toBe(1);
    portal.faults.clear();
    expect(await upload()).toBe('done');
    expect(owed(parts.store)).toBe(1);
    clock += 30_000;
    expect(await upload()).toBe('done');
    expect(owed(parts.store)).toBe(0);
  });

  it('tells a line that broke after something had got through from one on which nothing moves', async () => {
    const portal = await startFaultPortal();
    const parts = partsFor(portal.url);
    await attach(parts);
    acceptAll(parts.store);
    const upload = createUploads(
      parts,
      paced(() => {
        if (patches(portal) === 1) portal.faults.set('/v1', answers.cut);
        return false;
      }),
    );
    expect(await upload()).toBe('broken');
    await expect(upload()).rejects.toThrow('MC-NET-01');
    await expect(upload()).rejects.toThrow('MC-NET-01');
    portal.faults.clear();
    // No fault of the document: the portal was away.
    await upload().catch(() => upload());
    expect(portal.uploads.size).toBe(1);
  });

  it.each(['stall', 'error500', 'login'] as const)('still owes the paper after %s', async (fault) => {
    const portal = await startFaultPortal();
    const parts = partsFor(portal.url, freshStore(), 100);
    await attach(parts);
    acceptAll(parts.store);
    portal.faults.set('/v1/uploads', answers[fault]);
    await expect(createUploads(parts, never)()).rejects.toThrow('MC-NET');
    expect(owed(parts.store)).toBe(1);
  });
});
