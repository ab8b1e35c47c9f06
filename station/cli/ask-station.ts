/** Asks the station that runs on this data folder, over its own API with the technician's key (station/address.ts). */
import { z } from 'zod';
import { deviceViewSchema } from '../../domain/device.ts';
import { deviceCandidateSchema } from '../../domain/device-candidate.ts';
import { pageTrialSchema } from '../../domain/device-trial.ts';
import { testVerdictSchema } from '../../domain/reader-test.ts';
import { type PrintJobView, printJobViewSchema } from '../../domain/views/prints.ts';
import type { StationAddress } from '../address.ts';
import type { Asked, PrintTrial } from './asked.ts';
import { callStation, keyHeaders, noAnswer } from './call-station.ts';

/** A search takes 22 s at most, a sheet through a slow feeder a minute. */
const LONG_MS = 90_000;
const MAX_LINE = 1_000_000;

/** What is listened for among the station's events; a newer station may say more. */
const heardSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('reader-read'),
    deviceId: z.string(),
    length: z.number().int(),
    verdict: testVerdictSchema.default('other'),
  }),
  z.object({ type: z.literal('scan-refused'), code: z.string() }),
  z.object({ type: z.literal('print'), job: printJobViewSchema }),
]);
type Heard = z.infer<typeof heardSchema>;

export function askStation(address: StationAddress): Asked {
  const call = callStation(address);

  async function* events(signal: AbortSignal): AsyncGenerator<Heard> {
    const response = await fetch(`${address.origin}/setup/trpc/events`, {
      headers: { ...keyHeaders(address), accept: 'text/event-stream' },
      signal,
    }).catch(noAnswer);
    yield* eventsOf(response.body ?? new ReadableStream());
  }

  return {
    who: 'station',
    list: () => call(z.array(deviceViewSchema), 'devices.list', undefined, { method: 'GET' }),
    detect: () => call(z.array(deviceCandidateSchema), 'devices.detect', undefined, { ms: LONG_MS }),
    read: async (id, signal) => {
      for await (const event of untilAborted(events(signal), signal)) {
        if (event.type === 'reader-read' && event.deviceId === id)
          return { length: event.length, verdict: event.verdict };
        if (event.type === 'scan-refused') return { length: 0, verdict: 'other', code: event.code };
      }
      return undefined;
    },
    scan: (id) => call(pageTrialSchema, 'devices.testPage', { id }, { ms: LONG_MS }),
    print: async (id, signal) => {
      const heard = events(signal);
      // Listening begins before the job does, so that no state of it is missed.
      const first = heard.next();
      const job = await call(printJobViewSchema, 'devices.testPrint', { id });
      return (await printEnd(job, first, heard, signal)) ?? { ok: false, uncertain: true, code: 'MC-PRN-05' };
    },
    board: async (id) =>
      (await call(z.object({ desks: z.array(z.number().int()) }), 'devices.testBoard', { id })).desks,
    close: async () => undefined,
  };
}

async function printEnd(
  job: PrintJobView,
  first: Promise<IteratorResult<Heard>>,
  more: AsyncGenerator<Heard>,
  signal: AbortSignal,
): Promise<PrintTrial | undefined> {
  const begun = await first.catch(() => undefined);
  const early = begun && !begun.done ? endOf(begun.value, job) : undefined;
  if (early) return early;
  for await (const event of untilAborted(more, signal)) {
    const end = endOf(event, job);
    if (end) return end;
  }
  return undefined;
}

function endOf(event: Heard, { id }: PrintJobView): PrintTrial | undefined {
  if (event.type !== 'print' || event.job.id !== id) return undefined;
  const { state, code } = event.job;
  if (state === 'printed') return { ok: true, uncertain: false };
  if (state === 'uncertain') return { ok: true, uncertain: true, ...(code ? { code } : {}) };
  if (state === 'failed' || state === 'dropped' || (state === 'waiting' && code))
    return { ok: false, uncertain: false, ...(code ? { code } : {}) };
  return undefined;
}

/** The end of the waiting is no failure. */
async function* untilAborted<T>(from: AsyncGenerator<T>, signal: AbortSignal): AsyncGenerator<T> {
  try {
    yield* from;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Heard> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const bytes of body) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = (lines.pop() ?? '').slice(-MAX_LINE);
    for (const line of lines) {
      const event = line.startsWith('data: ') ? heardSchema.safeParse(json(line.slice(6))) : undefined;
      if (event?.success) yield event.data;
    }
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a comment or a ping: the schema then leaves it out
  }
}
