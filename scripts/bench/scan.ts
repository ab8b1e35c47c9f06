/** From the last byte on a serial cable to the event in the counter's window. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { SerialPort } from 'serialport';
import type { DeviceConfig } from '../../domain/device-config.ts';
import { createSerialPair } from '../../test/rig/serial-pair.ts';
import { type Figure, figure, inTurn, type Pair, quantile } from './figures.ts';
import { FEW, furnish } from './office.ts';
import { codeOf } from './people.ts';
import { type StationProcess, startStationProcess } from './station-process.ts';

const SCANS = 20;
/** Between scans, as a hand needs; also lets everything settle. */
const PAUSE_MS = 20;
const LIMIT_MS = 5_000;

/** Somebody at the end of the line: answers when the text has come. */
interface Listener {
  heard(text: string): Promise<void>;
  close(): Promise<void>;
}

export async function scanFigures(folder: string, now: number): Promise<readonly Figure[]> {
  await using things = new AsyncDisposableStack();
  const cable = async (name: string) => things.adopt(await createSerialPair(folder, name), (pair) => pair.cut());
  const [mine, theirs] = [await cable('station'), await cable('peer')];
  furnish(folder, [readerOn(mine.port)]);
  const station = things.adopt(await startStationProcess(folder), (one) => one.stop());
  const window = things.adopt(await listenToWindow(station), (one) => one.close());
  const port = things.adopt(await listenToPort(theirs.port), (one) => one.close());
  const [ours, reference] = [
    { far: `${mine.port}-far`, listener: window },
    { far: `${theirs.port}-far`, listener: port },
  ];
  await firstScan(ours, codeOf(0, now));
  let next = 1;
  const codes = () => Array.from({ length: SCANS }, () => codeOf(next++ % FEW, now));
  const rounds = await inTurn({
    ours: () => timeScans(ours, codes()),
    reference: () => timeScans(reference, codes()),
  });
  return figuresOf(rounds);
}

const readerOn = (path: string): DeviceConfig => ({
  id: 'reader',
  name: 'Đầu đọc mã ở quầy',
  kind: 'barcode-scanner',
  driver: 'serial',
  path,
  baudRate: 9_600,
  target: 'counter',
});

interface Line {
  readonly far: string;
  readonly listener: Listener;
}

function figuresOf(rounds: readonly Readonly<Record<'ours' | 'reference', readonly number[]>>[]): readonly Figure[] {
  const at = (q: number): readonly Pair[] =>
    rounds.map(({ ours, reference }) => ({ ours: quantile(ours, q), reference: quantile(reference, q) }));
  const note =
    'last byte on the cable to the scan event in the counter’s window, its dossier found | the same bytes read by serialport alone';
  return [
    figure({ name: 'scan.event', unit: 'ms', note: `p50: ${note}` }, at(0.5)),
    figure({ name: 'scan.event.p95', unit: 'ms', note: `p95: ${note}` }, at(0.95)),
  ];
}

async function timeScans({ far, listener }: Line, codes: readonly string[]): Promise<readonly number[]> {
  const file = openSync(far, 'w');
  try {
    const times: number[] = [];
    for (const code of codes) {
      await sleep(PAUSE_MS);
      const heard = listener.heard(code);
      writeSync(file, `${code}\r`);
      const sent = performance.now();
      await inTime(heard);
      times.push(performance.now() - sent);
    }
    return times;
  } finally {
    closeSync(file);
  }
}

async function inTime(heard: Promise<void>): Promise<void> {
  const late = AbortSignal.timeout(LIMIT_MS);
  const tooLate = new Promise<never>((_, reject) =>
    late.addEventListener('abort', () => reject(new Error('a scan was not heard'))),
  );
  await Promise.race([heard, tooLate]);
}

/** The station opens its port soon after its ready line; until then nobody hears. */
async function firstScan({ far, listener }: Line, code: string): Promise<void> {
  const heard = listener.heard(code).then(() => true);
  for (let tries = 0; tries < 20; tries += 1) {
    const file = openSync(far, 'w');
    writeSync(file, `${code}\r`);
    closeSync(file);
    if (await Promise.race([heard, sleep(500, false)])) return;
  }
  throw new Error('the station does not hear its reader');
}

/** What the stream brings, matched with what is waited for. */
function createEar(): { push(bytes: Uint8Array): void; heard(text: string): Promise<void> } {
  let held = '';
  let waiting: { readonly text: string; readonly tell: () => void } | undefined;
  return {
    heard: (text) =>
      new Promise((tell) => {
        held = '';
        waiting = { text, tell };
      }),
    push: (bytes) => {
      held = (held + Buffer.from(bytes).toString()).slice(-20_000);
      if (waiting && held.includes(waiting.text)) waiting.tell();
    },
  };
}

/** The subscription as an EventSource reads it. */
async function listenToWindow(station: StationProcess): Promise<Listener> {
  const cookie = await station.cookie('counter');
  const ear = createEar();
  const headers = { cookie, accept: 'text/event-stream' };
  return new Promise((resolve, reject) => {
    const asked = get(`${station.origin}/counter/trpc/events`, { headers }, (answer) => {
      answer.on('data', ear.push);
      answer.on('error', () => undefined); // our own end of the stream, at the close
      resolve({ heard: ear.heard, close: async () => void asked.destroy() });
    });
    asked.once('error', reject);
  });
}

function listenToPort(path: string): Promise<Listener> {
  const port = new SerialPort({ path, baudRate: 9_600, autoOpen: false });
  const ear = createEar();
  port.on('data', ear.push);
  const close = () => new Promise<void>((done) => port.close(() => done()));
  return new Promise((resolve, reject) =>
    port.open((error) => (error ? reject(error) : resolve({ heard: ear.heard, close }))),
  );
}
