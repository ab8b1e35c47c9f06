import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { DetailedError, Upload, type UploadOptions } from 'tus-js-client';
import { v7 as uuid7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { portalErrorSchema, pushResponseSchema, storedDocumentSchema, UPLOAD_MAX_BYTES } from '../../../domain/sync.ts';
import type { Caller } from '../../../portal/server/caller.ts';
import type { Database } from '../../../portal/server/database.ts';
import { type EngineSession, engines, migrated } from '../engines.ts';
import { type RunningPortal, runPortal, tokenOf } from '../running.ts';
import { attached, COUNTER, codeOf, ELSEWHERE, NOW, received, SECOND } from '../samples.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe.each(engines)('uploads on $name', (engine) => {
  let session: EngineSession;
  let database: Database;
  let portal: RunningPortal;
  let nextCode = 0;

  beforeAll(async () => {
    session = await engine.open();
    database = await migrated(session);
    portal = await runPortal(database, {
      now: () => NOW,
      limits: { scanBytes: { burst: 2_000_000, perSecond: 1_000 } },
    });
  }, 120_000);
  beforeEach(() => portal.setBehaviour('up'));
  afterAll(async () => {
    await portal.stop();
    await session.close();
  }, 120_000);

  /** A document that an accepted operation has named. */
  async function named(content: Uint8Array, caller: Caller = COUNTER, hash = sha256(content)) {
    const intake = received(caller, `${caller.agency}-261121-${codeOf(++nextCode).slice(-4)}`);
    const document = attached(caller, intake.payload.id, hash, content.length);
    const pushed = await portal.post(caller, '/v1/operations', {
      station: caller.station,
      operations: [intake, document],
    });
    expect(pushResponseSchema.parse(await pushed.json()).answers.every(({ outcome }) => outcome === 'accepted')).toBe(
      true,
    );
    return { sha256: hash, documentId: document.payload.documentId };
  }

  const sendingOptions = (metadata: Record<string, string>, caller: Caller = COUNTER): UploadOptions => ({
    endpoint: `${portal.url}/v1/uploads`,
    headers: { authorization: `Bearer ${tokenOf(caller)}` },
    metadata,
    chunkSize: 100_000,
    retryDelays: [],
  });

  const upload = (
    content: Uint8Array,
    metadata: Record<string, string>,
    options: Partial<UploadOptions> = {},
    caller: Caller = COUNTER,
  ) =>
    new Promise<Upload>((resolve, reject) => {
      const sending = new Upload(Buffer.from(content), {
        ...sendingOptions(metadata, caller),
        onSuccess: () => resolve(sending),
        onError: reject,
        ...options,
      });
      sending.start();
    });

  const refusalOf = async (attempt: Promise<unknown>) => {
    const error = await attempt.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    const response = error instanceof DetailedError ? error.originalResponse : null;
    return [response?.getStatus(), portalErrorSchema.parse(JSON.parse(response?.getBody() ?? 'null')).code];
  };

  const exists = async (hash: string, caller: Caller = COUNTER) =>
    (await portal.as(caller, `/v1/documents/${hash}`)).status;

  test('a scan is sent in pieces, verified and kept under its hash, for its agency alone', async () => {
    const scan = randomBytes(350_000);
    const metadata = await named(scan);
    expect(await exists(metadata.sha256)).toBe(404);
    await upload(scan, metadata);
    const answer = await portal.as(SECOND, `/v1/documents/${metadata.sha256}`);
    expect(storedDocumentSchema.parse(await answer.json())).toEqual({
      sha256: metadata.sha256,
      bytes: scan.length,
      storedAt: NOW,
    });
    expect(await exists(metadata.sha256, ELSEWHERE)).toBe(404);
    const kept = await readFile(join(portal.folder, 'documents', metadata.sha256.slice(0, 2), metadata.sha256));
    expect(kept.equals(scan)).toBe(true);
  });

  test('after the line was cut in the middle it goes on where it stopped', async () => {
    const scan = randomBytes(400_000);
    const metadata = await named(scan);
    const sent: number[] = [];
    const sending = await new Promise<Upload>((resolve) => {
      const first = new Upload(scan, {
        ...sendingOptions(metadata),
        onChunkComplete: () => portal.setBehaviour('down'),
        onError: () => resolve(first),
      });
      first.start();
    });
    portal.setBehaviour('up');
    await new Promise<void>((resolve, reject) => {
      Object.assign(sending.options, {
        onChunkComplete: null,
        onProgress: (bytes: number) => sent.push(bytes),
        onSuccess: resolve,
        onError: reject,
      });
      sending.start();
    });
    expect(Math.min(...sent)).toBeGreaterThanOrEqual(100_000);
    expect(await exists(metadata.sha256)).toBe(200);
  });

  test('a lost answer at the end: the document is there, and asking for the offset still works', async () => {
    const scan = randomBytes(1_000);
    const metadata = await named(scan);
    const created = await portal.as(COUNTER, '/v1/uploads', {
      method: 'POST',
      headers: creation(scan.length, metadata),
    });
    const path = created.headers.get('location') ?? '';
    portal.setBehaviour('lost-answer');
    await expect(portal.as(COUNTER, path, { method: 'PATCH', headers: piece(0), body: scan })).rejects.toThrow();
    portal.setBehaviour('up');
    expect(await exists(metadata.sha256)).toBe(200);
    const offset = await portal.as(COUNTER, path, { method: 'HEAD', headers: { 'tus-resumable': '1.0.0' } });
    expect([offset.status, offset.headers.get('upload-offset')]).toEqual([200, '1000']);
    // As if the portal had been killed before it kept the file: an empty part makes it look again.
    await database.query('UPDATE documents SET stored_at = NULL WHERE sha256 = $1', [metadata.sha256]);
    expect(await exists(metadata.sha256)).toBe(404);
    const again = { method: 'PATCH', headers: piece(1_000), body: new Uint8Array(0) };
    expect((await portal.as(COUNTER, path, again)).status).toBe(204);
    expect(await exists(metadata.sha256)).toBe(200);
  });

  test('a file that is not what it says is refused and removed; the right one is taken after it', async () => {
    const scan = randomBytes(5_000);
    const metadata = await named(scan);
    const before = await readdir(join(portal.folder, 'uploads'));
    expect(await refusalOf(upload(randomBytes(5_000), metadata))).toEqual([460, 'MC-POR-07']);
    expect(await readdir(join(portal.folder, 'uploads'))).toEqual(before);
    expect(await exists(metadata.sha256)).toBe(404);
    await upload(scan, metadata);
    expect(await exists(metadata.sha256)).toBe(200);
  });

  const content = (hash: string, headers: Record<string, string> = {}, caller: Caller = COUNTER) =>
    portal.as(caller, `/v1/documents/${hash}/content`, { headers });
  const bytesOf = async (answer: Response): Promise<Buffer> => Buffer.from(await answer.arrayBuffer());

  test('a scan is given out again to its agency, as it was sent, and kept by no cache', async () => {
    const scan = Buffer.alloc(300_000, 'trang quét mẫu ');
    const metadata = await named(scan);
    await upload(scan, metadata);
    for (const coding of ['identity', 'gzip, zstd']) {
      const answer = await content(metadata.sha256, { 'accept-encoding': coding }, SECOND);
      expect([answer.status, answer.headers.get('content-length'), answer.headers.get('content-encoding')]).toEqual([
        200,
        '300000',
        null,
      ]);
      expect(answer.headers.get('etag')).toBe(`"${metadata.sha256}"`);
      expect(answer.headers.get('cache-control')).toContain('no-store');
      expect((await bytesOf(answer)).equals(scan)).toBe(true);
    }
  });

  test('in parts, each where it was asked for; behind its end there is none', async () => {
    const scan = randomBytes(300_000);
    const metadata = await named(scan);
    await upload(scan, metadata);
    for (const [range, from, to] of [
      ['bytes=0-99999', 0, 99_999],
      ['bytes=100000-299998', 100_000, 299_998],
      ['bytes=299999-400000', 299_999, 299_999],
    ] as const) {
      const answer = await content(metadata.sha256, { range });
      expect([answer.status, answer.headers.get('content-range')]).toEqual([206, `bytes ${from}-${to}/300000`]);
      expect((await bytesOf(answer)).equals(scan.subarray(from, to + 1))).toBe(true);
    }
    const behind = await content(metadata.sha256, { range: 'bytes=300000-' });
    expect([behind.status, portalErrorSchema.parse(await behind.json()).code]).toEqual([416, 'MC-API-03']);
  });

  test('nobody gets what is not whole here, what was never named, or what another agency sent: all the same 404', async () => {
    const scan = randomBytes(2_000);
    const metadata = await named(scan);
    const asked = async (hash: string, caller?: Caller) => {
      const answer = await content(hash, {}, caller);
      return [answer.status, await answer.text()];
    };
    const unknown = await asked('0'.repeat(64));
    expect(unknown[0]).toBe(404);
    expect(await asked(metadata.sha256)).toEqual(unknown);
    await upload(scan, metadata);
    expect(await asked(metadata.sha256, ELSEWHERE)).toEqual(unknown);
    // Naming its hash does not open it either: the other agency would have to send the bytes itself.
    await named(scan, ELSEWHERE);
    expect(await asked(metadata.sha256, ELSEWHERE)).toEqual(unknown);
    expect((await content('..%2f..%2fdatabase')).status).toBe(400);
    expect((await fetch(`${portal.url}/v1/documents/${metadata.sha256}/content`)).status).toBe(401);
  });

  test('whoever reads far more than a desk can have lost is asked to wait, and nobody else', async () => {
    const scan = randomBytes(1_200_000);
    const metadata = await named(scan, ELSEWHERE);
    await upload(scan, metadata, {}, ELSEWHERE);
    const asked = (range?: string) => content(metadata.sha256, range === undefined ? {} : { range }, ELSEWHERE);
    expect((await asked()).status).toBe(200);
    const again = await asked();
    expect([again.status, Number(again.headers.get('retry-after')) > 100]).toEqual([429, true]);
    expect(portalErrorSchema.parse(await again.json()).code).toBe('MC-NET-13');
    expect((await asked('bytes=0-999')).status).toBe(206);
    const other = randomBytes(1_000);
    const theirs = await named(other);
    await upload(other, theirs);
    expect((await content(theirs.sha256)).status).toBe(200);
  });

  test('a scan that this portal’s own disk lost is its own trouble, not a scan that was never sent', async () => {
    const scan = randomBytes(2_000);
    const metadata = await named(scan);
    await upload(scan, metadata);
    const kept = join(portal.folder, 'documents', metadata.sha256.slice(0, 2), metadata.sha256);
    for (const lose of [() => truncate(kept, 1_000), () => rm(kept)]) {
      await lose();
      expect((await content(metadata.sha256)).status).toBe(500);
    }
  });

  test('what no accepted operation names is not taken', async () => {
    const scan = randomBytes(100);
    const metadata = await named(scan);
    expect(await refusalOf(upload(scan, { ...metadata, documentId: uuid7() }))).toEqual([409, 'MC-POR-08']);
    expect(await refusalOf(upload(scan, metadata, {}, ELSEWHERE))).toEqual([409, 'MC-POR-08']);
    expect(await refusalOf(upload(scan, { ...metadata, sha256: '../../etc/passwd' }))).toEqual([400, 'MC-API-03']);
    expect(await refusalOf(upload(scan, {}))).toEqual([400, 'MC-API-03']);
  });

  test('a file over the limit is refused before its first byte', async () => {
    const metadata = await named(randomBytes(10));
    const response = await portal.as(COUNTER, '/v1/uploads', {
      method: 'POST',
      headers: creation(UPLOAD_MAX_BYTES + 1, metadata),
    });
    expect([response.status, portalErrorSchema.parse(await response.json()).code]).toEqual([413, 'MC-POR-05']);
  });

  test('an upload is out of reach of other agencies, and of made-up ids', async () => {
    const metadata = await named(randomBytes(10));
    const created = await portal.as(COUNTER, '/v1/uploads', { method: 'POST', headers: creation(10, metadata) });
    const path = created.headers.get('location') ?? '';
    const head = { method: 'HEAD', headers: { 'tus-resumable': '1.0.0' } };
    expect([(await portal.as(SECOND, path, head)).status, (await portal.as(ELSEWHERE, path, head)).status]).toEqual([
      200, 404,
    ]);
    for (const id of ['..%2f..%2fdatabase', 'x', '%00', `${path.slice(-41, -32)}${'0'.repeat(32)}`]) {
      expect((await portal.as(COUNTER, `/v1/uploads/${id}`, head)).status).toBe(404);
    }
    expect((await portal.as(COUNTER, path)).status).toBe(404);
  });

  test('the same scan on a second dossier need not be sent again', async () => {
    const scan = randomBytes(2_000);
    await upload(scan, await named(scan));
    const { documents, awaited } = await portal.summary();
    await named(scan);
    expect(await portal.summary()).toMatchObject({ documents: documents + 1, awaited });
  });

  test('the kept file is the uploaded one, not a copy of it', async () => {
    const scan = randomBytes(2_000);
    const metadata = await named(scan);
    await upload(scan, metadata);
    expect((await stat(join(portal.folder, 'documents', metadata.sha256.slice(0, 2), metadata.sha256))).nlink).toBe(2);
  });
});

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const creation = (bytes: number, metadata: Record<string, string>): Record<string, string> => ({
  'tus-resumable': '1.0.0',
  'upload-length': String(bytes),
  'upload-metadata': Object.entries(metadata)
    .map(([key, value]) => `${key} ${base64(value)}`)
    .join(','),
});

const piece = (offset: number): Record<string, string> => ({
  'tus-resumable': '1.0.0',
  'upload-offset': String(offset),
  'content-type': 'application/offset+octet-stream',
});
