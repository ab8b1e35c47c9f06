/**
 * A station's line to the province with everything that befalls lines: requests that never leave, that arrive twice, late
 * or once more long after, answers that are lost although the work was done, that break off, or never come.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Fetch } from '../../offline-store/sync/client.ts';
import type { LineMode } from './faults.ts';
import { type Random, randomOf } from './random.ts';

export const LINE_FAULTS = [
  'cut',
  'lost-answer',
  'duplicate',
  'replay',
  'late',
  'error-500',
  'stall',
  'torn-answer',
  'torn-upload',
] as const;
export type LineFault = (typeof LINE_FAULTS)[number];

/** Of a thousand requests on a flaky line; the rest go through. */
const SHARES: readonly (readonly [LineFault, number])[] = [
  ['cut', 60],
  ['lost-answer', 120],
  ['duplicate', 100],
  ['replay', 90],
  ['late', 60],
  ['error-500', 60],
  ['stall', 10],
  ['torn-answer', 40],
  ['torn-upload', 40],
];

export interface FaultyLine {
  readonly fetch: Fetch;
  setMode(mode: LineMode): void;
  /** Requests that were sent once more and whose answer nobody awaits: how many are still out. */
  strays(): number;
  /** By kind, since the last time this was asked. */
  takeCounts(): Readonly<Record<string, number>>;
}

const cutOff = (): Error => new TypeError('fetch failed', { cause: new Error('the line is cut') });

const faultOf = (random: Random): LineFault | undefined => {
  let left = random.unit() * 1_000;
  for (const [fault, share] of SHARES) {
    if (left < share) return fault;
    left -= share;
  }
  return undefined;
};

const untilAborted = (signal: AbortSignal | null | undefined): Promise<never> =>
  new Promise((_, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

const drop = async (response: Response): Promise<void> => {
  await response.arrayBuffer();
};

/** Half of the answer's bytes, then the line breaks. */
const tornAnswer = async (response: Response): Promise<Response> => {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const half = new ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(bytes.subarray(0, bytes.length / 2));
      setImmediate(() => controller.error(cutOff()));
    },
  });
  const headers = new Headers(response.headers);
  // They told of the whole, packed: what comes here is neither.
  for (const name of ['content-length', 'content-encoding']) headers.delete(name);
  const bodiless = response.status === 204 || response.status === 304 || bytes.length === 0;
  return new Response(bodiless ? null : half, { status: response.status, headers });
};

const halfOf = (init: RequestInit): RequestInit =>
  init.body instanceof Uint8Array ? { ...init, body: init.body.slice(0, Math.ceil(init.body.length / 2)) } : init;

const ERROR_500 = { status: 500, headers: { 'content-type': 'text/plain' } };
const STRAY_MS = [20, 3_000] as const;
const LATE_MS = [20, 400] as const;
/** A look at the feed may be kept waiting for news; whatever changes something is answered long before. */
const STRAY_PATIENCE_MS = 5_000;

/** Which fault a request meets is drawn from the seed, request by request; how many there are depends on the machine's pace. */
export const createLine = (seed: string, station: string, send: Fetch = fetch): FaultyLine => {
  const random = randomOf(seed, 'line', station);
  let mode: LineMode = 'up';
  let strays = 0;
  let counts: Record<string, number> = {};
  const count = (fault: string): void => {
    counts[fault] = (counts[fault] ?? 0) + 1;
  };
  /** Nobody waits for it, so whatever becomes of it is no one's business but the portal's. */
  const stray = (url: string, init: RequestInit, afterMs: number): void => {
    strays += 1;
    void pause(afterMs)
      .then(() => send(url, { ...init, signal: AbortSignal.timeout(STRAY_PATIENCE_MS) }))
      .then(drop)
      .catch(() => count('stray-failed'))
      .finally(() => {
        strays -= 1;
      });
  };
  const suffer = async (fault: LineFault, url: string, init: RequestInit): Promise<Response> => {
    switch (fault) {
      case 'cut':
        throw cutOff();
      case 'lost-answer':
        await drop(await send(url, init));
        throw cutOff();
      case 'duplicate':
        stray(url, init, 0);
        return send(url, init);
      case 'replay':
        stray(url, init, random.between(...STRAY_MS));
        return send(url, init);
      case 'late':
        await pause(random.between(...LATE_MS));
        return send(url, init);
      case 'error-500':
        return new Response('Internal Server Error', ERROR_500);
      case 'stall':
        return untilAborted(init.signal);
      case 'torn-answer':
        return tornAnswer(await send(url, init));
      case 'torn-upload':
        if (init.method === 'PATCH') await drop(await send(url, halfOf(init)));
        throw cutOff();
    }
  };
  return {
    setMode: (next) => {
      mode = next;
    },
    strays: () => strays,
    takeCounts: () => {
      const taken = counts;
      counts = {};
      return taken;
    },
    fetch: (url, init) => {
      if (mode === 'up') return send(url, init);
      const fault = mode === 'cut' ? 'cut' : faultOf(random);
      if (fault === undefined) return send(url, init);
      count(fault);
      return suffer(fault, url, init);
    },
  };
};
