/**
 * A barcode reader on a serial port (RS-232, or USB as a virtual COM port), through serialport 13.
 *
 * Learned on real parts: a port that nobody reads does not notice that it was unplugged, so data is always taken; a port
 * object that is opened again sends what was written to it while it was closed, so every connection gets a new one; a lost
 * device shows as `close` with an error, and a second program as "Cannot lock port". When a device goes in the middle of its
 * sending, there is no `close` at all: the library reads nothing, over and over, at full speed. So the place is looked at too.
 */
import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { SerialPort } from 'serialport';
import type { DeviceState, ScanTarget } from '../../domain/device.ts';
import type { ErrorCode } from '../../domain/errors.ts';
import { type DeviceLog, reasonOf, silentLog } from '../log.ts';
import type { BarcodeScanner, BarcodeScannerEvents } from './contract.ts';
import { type ByteReader, createByteReader } from './reader.ts';
import { identityOf, type PortSeen, parseUsbPath, pickPort, type UsbIdentity } from './serial-ports.ts';

export interface SerialScannerOptions {
  readonly id: string;
  /** `/dev/ttyACM0`, `COM3`, or `usb:VVVV:PPPP[:serial]` for a device wherever it is plugged in. */
  readonly path: string;
  readonly baudRate: number;
  readonly target: ScanTarget;
  readonly now: () => number;
  readonly log?: DeviceLog;
  /** First and longest pause before opening again, in milliseconds. */
  readonly backOff?: { readonly first: number; readonly longest: number };
}

const ABSENT = /no such file|cannot find|file not found|ENOENT|ENODEV|ENXIO|no such device|not configured/i;

const stateOfOpenError = (reason: string): { readonly state: DeviceState; readonly code: ErrorCode } =>
  ABSENT.test(reason) ? { state: 'absent', code: 'MC-BCR-01' } : { state: 'attention', code: 'MC-BCR-02' };

async function listPorts(log: DeviceLog): Promise<readonly PortSeen[]> {
  try {
    return await SerialPort.list();
  } catch (error) {
    // Listing needs udev; where there is none the configured path alone must do.
    log.debug({ reason: reasonOf(error) }, 'serial ports cannot be listed');
    return [];
  }
}

/** How often an open port's place is looked at. */
const LOOK_MS = 1000;

/** What stands at a path now, so that another device under the same name is told apart; undefined: nothing. */
async function placeOf(path: string, log: DeviceLog): Promise<string | undefined> {
  // Windows has no such files; its list of ports is the place.
  if (process.platform === 'win32') return (await listPorts(log)).find((seen) => seen.path === path)?.path;
  const seen = await stat(path).catch(() => undefined);
  return seen ? `${seen.dev} ${seen.ino} ${seen.rdev}` : undefined;
}

const openPort = (port: SerialPort): Promise<Error | undefined> =>
  new Promise((resolve) => port.open((error) => resolve(error ?? undefined)));
const closePort = (port: SerialPort): Promise<void> =>
  new Promise((resolve) => (port.isOpen ? port.close(() => resolve()) : resolve()));

export function createSerialScanner(options: SerialScannerOptions): BarcodeScanner {
  const { first, longest } = options.backOff ?? { first: 1000, longest: 10_000 };
  const log = options.log ?? silentLog;
  const abort = new AbortController();
  let wanted: UsbIdentity | undefined = parseUsbPath(options.path);
  let running: Promise<void> = Promise.resolve();

  /** One connection from open to loss. Answers whether there was one. */
  async function connectOnce(events: BarcodeScannerEvents, reader: ByteReader): Promise<boolean> {
    const path = pickPort(options.path, wanted, wanted ? await listPorts(log) : []);
    if (path === undefined) {
      events.onState('absent', 'MC-BCR-01');
      return false;
    }
    const port = new SerialPort({ path, baudRate: options.baudRate, autoOpen: false });
    const lost = new Promise<void>((resolve) => port.once('close', () => resolve()));
    port.on('error', (error) => log.debug({ device: options.id, reason: error.message }, 'serial error'));
    port.on('data', (bytes: Uint8Array) => reader.push(bytes));
    const failure = await openPort(port);
    if (failure) {
      const seen = stateOfOpenError(failure.message);
      events.onState(seen.state, seen.code);
      return false;
    }
    await stayOpen(port, path, lost, events);
    reader.drop();
    return true;
  }

  async function stayOpen(
    port: SerialPort,
    path: string,
    lost: Promise<void>,
    events: BarcodeScannerEvents,
  ): Promise<void> {
    const stop = (): void => void closePort(port);
    abort.signal.addEventListener('abort', stop, { once: true });
    if (abort.signal.aborted) stop();
    events.onState('ready');
    const place = await placeOf(path, log);
    const look = setInterval(
      () => void placeOf(path, log).then((now) => (now === place && now !== undefined ? undefined : stop())),
      LOOK_MS,
    );
    if (!wanted) {
      const mine = (await listPorts(log)).find((seen) => seen.path === path);
      wanted = mine ? identityOf(mine) : undefined;
    }
    await lost;
    clearInterval(look);
    abort.signal.removeEventListener('abort', stop);
    events.onState('absent', 'MC-BCR-01');
  }

  async function run(events: BarcodeScannerEvents): Promise<void> {
    const reader = createByteReader({ deviceId: options.id, target: options.target, now: options.now }, events);
    let pause = first;
    while (!abort.signal.aborted) {
      if (await connectOnce(events, reader)) pause = first;
      await wait(pause, abort.signal);
      pause = Math.min(pause * 2, longest);
    }
    reader.drop();
  }

  return {
    start: (events) => {
      running = run(untilAborted(events, abort.signal));
    },
    close: async () => {
      abort.abort();
      await running;
    },
  };
}

/** No event reaches anybody once the driver is closing. */
function untilAborted(events: BarcodeScannerEvents, signal: AbortSignal): BarcodeScannerEvents {
  return {
    onScan: (scan) => signal.aborted || events.onScan(scan),
    onRefused: (code) => signal.aborted || events.onRefused(code),
    onState: (state, code) => signal.aborted || events.onState(state, code),
  };
}

/** Ends early, and quietly, when the driver is closing. */
const wait = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);
