/** A page's bytes on their way from the eSCL emulator, whole or in one of the ways in which they go wrong. */
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { EsclTrouble } from './escl-trouble.ts';

type Way = (response: ServerResponse, jpeg: Buffer, trouble: EsclTrouble) => void | Promise<void>;

const halfOf = (jpeg: Buffer): Buffer => jpeg.subarray(0, Math.floor(jpeg.length / 2));
const JPEG = { 'Content-Type': 'image/jpeg' };
/** The length is promised and half of it comes. */
const begin = (response: ServerResponse, jpeg: Buffer, then: () => void): void => {
  response.writeHead(200, { ...JPEG, 'Content-Length': jpeg.length });
  response.write(halfOf(jpeg), then);
};

/** Ends when whoever asked hangs up. */
function drip(response: ServerResponse, jpeg: Buffer): void {
  response.writeHead(200, JPEG);
  let at = 0;
  const drops = setInterval(() => response.write(jpeg.subarray(at, ++at)), 20);
  response.once('close', () => clearInterval(drops));
}

const WAYS = {
  hangAt: () => undefined,
  htmlAt: (response) => void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>No</html>'),
  garbageAt: (response) => void response.writeHead(200, JPEG).end(Buffer.alloc(50_000, 0x5a)),
  truncateAt: (response, jpeg) => void response.writeHead(200, JPEG).end(halfOf(jpeg)),
  cutAt: (response, jpeg) => begin(response, jpeg, () => response.socket?.destroy()),
  dripAt: (response, jpeg) => drip(response, jpeg),
  stallAt: (response, jpeg) => begin(response, jpeg, () => undefined),
} as const satisfies Partial<Record<keyof EsclTrouble, Way>>;

export async function givePage(
  response: ServerResponse,
  page: number,
  jpeg: Buffer,
  trouble: EsclTrouble,
): Promise<void> {
  const { hugeAt } = trouble;
  if (hugeAt?.page === page) return pour(response, jpeg, hugeAt.bytes);
  const wrong = (Object.keys(WAYS) as (keyof typeof WAYS)[]).find((way) => trouble[way] === page);
  if (wrong) return (WAYS[wrong] as Way)(response, jpeg, trouble);
  response.writeHead(200, { ...JPEG, 'Content-Length': jpeg.length }).end(jpeg);
}

/** A page of so many bytes: a real picture whose scan data goes on and on, made as fast as it is taken. */
function* endlessScan(jpeg: Buffer, bytes: number): Generator<Buffer> {
  const filling = Buffer.alloc(64 * 1024, 0x11);
  yield jpeg.subarray(0, jpeg.length - 2);
  for (let left = bytes - jpeg.length; left > 0; left -= filling.length) yield filling.subarray(0, left);
  yield jpeg.subarray(jpeg.length - 2);
}

/** Whoever asked may hang up in the middle, and does when it is too much. */
async function pour(response: ServerResponse, jpeg: Buffer, bytes: number): Promise<void> {
  response.writeHead(200, JPEG);
  await pipeline(Readable.from(endlessScan(jpeg, bytes)), response).catch(() => response.destroy());
}
