/** Scans by tus 1.0.0: resumed after any cut, verified before they are called stored. */
import { createHash, randomBytes } from 'node:crypto';
import { storedDocumentSchema } from '../../../domain/sync.ts';
import { accept, attached, received } from '../bench.ts';
import { type Answer, Broken, expectBody, expectRefusal, expectThat } from '../client.ts';
import type { Bench, Point } from '../point.ts';

const SECTION = '5. Take scans';
const TUS = { 'tus-resumable': '1.0.0' };
const SIZE = 40_000;

interface Scan {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly documentId: string;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A scan that an accepted operation names. `claimed`: the operation names another content than will be sent. */
async function namedScan(bench: Bench, claimed?: string): Promise<Scan> {
  const bytes = randomBytes(SIZE);
  const sha256 = claimed ?? hashOf(bytes);
  const dossier = await received(bench);
  const paper = attached(bench, dossier.payload.id, sha256, SIZE);
  await accept(bench, dossier);
  await accept(bench, paper);
  return { bytes, sha256, documentId: paper.payload.documentId };
}

const create = (bench: Bench, { bytes, sha256, documentId }: Scan): Promise<Answer> =>
  bench.send('/v1/uploads', {
    method: 'POST',
    token: bench.me.token,
    headers: {
      ...TUS,
      'upload-length': String(bytes.length),
      'upload-metadata': `sha256 ${base64(sha256)},documentId ${base64(documentId)}`,
    },
  });

async function begin(bench: Bench, scan: Scan): Promise<string> {
  const answer = await create(bench, scan);
  const location = answer.headers.get('location');
  if (answer.status !== 201 || location === null)
    throw new Broken(`creating an upload answered ${answer.status}, Location ${location ?? 'missing'}`);
  return location;
}

const append = (bench: Bench, location: string, offset: number, bytes: Uint8Array): Promise<Answer> =>
  bench.send(location, {
    method: 'PATCH',
    token: bench.me.token,
    headers: { ...TUS, 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) },
    body: bytes,
  });

const head = (bench: Bench, location: string): Promise<Answer> =>
  bench.send(location, { method: 'HEAD', token: bench.me.token, headers: TUS });

async function expectOffset(bench: Bench, location: string, wanted: number): Promise<void> {
  const offset = (await head(bench, location)).headers.get('upload-offset');
  expectThat(offset === String(wanted), `HEAD says offset ${offset ?? 'nothing'} after ${wanted} bytes`);
}

function expectTaken({ status, headers }: Answer, upTo: number): void {
  const offset = headers.get('upload-offset');
  expectThat(status === 204 && offset === String(upTo), `expected 204 up to ${upTo}, got ${status} up to ${offset}`);
}

const document = ({ send, me }: Bench, sha256: string): Promise<Answer> =>
  send(`/v1/documents/${sha256}`, { token: me.token });

/** A scan that is at the portal, whole. */
async function storedScan(bench: Bench): Promise<Scan> {
  const scan = await namedScan(bench);
  expectTaken(await append(bench, await begin(bench, scan), 0, scan.bytes), SIZE);
  return scan;
}

const content = (bench: Bench, sha256: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  bench.send(`/v1/documents/${sha256}/content`, {
    token: bench.me.token,
    headers: { 'accept-encoding': 'identity', ...headers },
  });

/** From and to are the first and the last byte, as in the header. */
async function expectPart(bench: Bench, { bytes, sha256 }: Scan, range: string, from: number, to: number) {
  const { status, headers, bytes: got } = await content(bench, sha256, { range: `bytes=${range}` });
  const said = headers.get('content-range');
  const wanted = `bytes ${from}-${to}/${SIZE}`;
  expectThat(status === 206 && said === wanted, `bytes=${range}: expected 206 ${wanted}, got ${status} ${said}`);
  expectThat(got.equals(bytes.subarray(from, to + 1)), `bytes=${range}: other bytes than were sent`);
}

export const SCANS: readonly Point[] = [
  {
    id: 'SCAN-1',
    promise: 'A scan that no accepted operation names is not taken yet: 409 MC-POR-08.',
    section: SECTION,
    look: async (bench) => {
      const bytes = randomBytes(SIZE);
      const scan = { bytes, sha256: hashOf(bytes), documentId: (await received(bench)).id };
      expectRefusal(await create(bench, scan), 409, 'MC-POR-08');
    },
  },
  {
    id: 'SCAN-2',
    promise: 'An upload goes on where it stopped, and counts as stored only when it is whole.',
    section: SECTION,
    look: async (bench) => {
      const scan = await namedScan(bench);
      expectRefusal(await document(bench, scan.sha256), 404, 'MC-API-05');
      const location = await begin(bench, scan);
      const half = SIZE / 2;
      expectTaken(await append(bench, location, 0, scan.bytes.subarray(0, half)), half);
      await expectOffset(bench, location, half);
      expectRefusal(await document(bench, scan.sha256), 404, 'MC-API-05');
      expectTaken(await append(bench, location, half, scan.bytes.subarray(half)), SIZE);
      const stored = expectBody(await document(bench, scan.sha256), storedDocumentSchema);
      expectThat(stored.sha256 === scan.sha256 && stored.bytes === SIZE, `stored are ${stored.bytes} bytes`);
    },
  },
  {
    id: 'SCAN-3',
    promise: 'Bytes for another place than where the upload ends are refused with 409, and change nothing.',
    section: SECTION,
    look: async (bench) => {
      const scan = await namedScan(bench);
      const location = await begin(bench, scan);
      expectTaken(await append(bench, location, 0, scan.bytes.subarray(0, 1_000)), 1_000);
      const wrong = await append(bench, location, 500, scan.bytes.subarray(500, 900));
      expectThat(wrong.status === 409, `bytes for offset 500 of 1000 got ${wrong.status}`);
      await expectOffset(bench, location, 1_000);
    },
  },
  {
    id: 'SCAN-4',
    promise: 'Bytes that are not what the operation named are refused with 460 MC-POR-07 and not kept.',
    section: SECTION,
    look: async (bench) => {
      const scan = await namedScan(bench, hashOf(randomBytes(8)));
      const location = await begin(bench, scan);
      expectRefusal(await append(bench, location, 0, scan.bytes), 460, 'MC-POR-07');
      expectRefusal(await document(bench, scan.sha256), 404, 'MC-API-05');
      const left = await head(bench, location);
      expectThat(left.status === 404 || left.status === 410, `the refused upload still answers ${left.status}`);
    },
  },
  {
    id: 'SCAN-5',
    promise: 'An upload can be given up.',
    section: SECTION,
    look: async (bench) => {
      const location = await begin(bench, await namedScan(bench));
      const gone = await bench.send(location, { method: 'DELETE', token: bench.me.token, headers: TUS });
      expectThat(gone.status === 204, `DELETE answered ${gone.status}`);
      const left = await head(bench, location);
      expectThat(left.status === 404 || left.status === 410, `afterwards it answers ${left.status}`);
    },
  },
  {
    id: 'SCAN-6',
    promise: 'What another agency stored is not told.',
    section: SECTION,
    needs: 'stranger',
    look: async (bench) => {
      const scan = await storedScan(bench);
      const theirs = await bench.send(`/v1/documents/${scan.sha256}`, { token: bench.stranger?.token });
      expectRefusal(theirs, 404, 'MC-API-05');
    },
  },
  {
    id: 'SCAN-7',
    promise: 'A scan that was sent is given out again, byte for byte, with its hash as the ETag.',
    section: SECTION,
    look: async (bench) => {
      const { bytes, sha256 } = await storedScan(bench);
      const { status, headers, bytes: got } = await content(bench, sha256);
      expectThat(status === 200, `expected 200, got ${status}`);
      expectThat(got.equals(bytes), `${got.length} bytes came that are not the ${SIZE} that were sent`);
      const [etag, coding] = [headers.get('etag'), headers.get('content-encoding') ?? 'identity'];
      expectThat(etag === `"${sha256}"`, `ETag ${etag ?? 'missing'} is not the hash in quotes`);
      expectThat(coding === 'identity', `Content-Encoding ${coding}, though only identity was accepted`);
    },
  },
  {
    id: 'SCAN-8',
    promise: 'A range of it is given out as 206 with its Content-Range; one behind its end is refused with 416.',
    section: SECTION,
    look: async (bench) => {
      const scan = await storedScan(bench);
      await expectPart(bench, scan, '0-9999', 0, 9_999);
      await expectPart(bench, scan, '10000-', 10_000, SIZE - 1);
      await expectPart(bench, scan, `${SIZE - 1}-${SIZE + 999}`, SIZE - 1, SIZE - 1);
      expectRefusal(await content(bench, scan.sha256, { range: `bytes=${SIZE}-` }), 416, 'MC-API-03');
    },
  },
  {
    id: 'SCAN-9',
    promise: 'What was not sent whole is not given out, nor what nobody named: 404 MC-API-05.',
    section: SECTION,
    look: async (bench) => {
      const scan = await namedScan(bench);
      expectTaken(await append(bench, await begin(bench, scan), 0, scan.bytes.subarray(0, 1_000)), 1_000);
      expectRefusal(await content(bench, scan.sha256), 404, 'MC-API-05');
      expectRefusal(await content(bench, hashOf(randomBytes(8))), 404, 'MC-API-05');
    },
  },
  {
    id: 'SCAN-10',
    promise: 'What another agency sent is not given out, and is refused like what nobody sent.',
    section: SECTION,
    needs: 'stranger',
    look: async (bench) => {
      const { sha256 } = await storedScan(bench);
      const theirs = await bench.send(`/v1/documents/${sha256}/content`, { token: bench.stranger?.token });
      expectRefusal(theirs, 404, 'MC-API-05');
    },
  },
];
