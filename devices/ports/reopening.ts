/**
 * Keeps a configured device's line open: opens it, and again after every loss, with back-off 1→10 s, and at once and more
 * often when something was plugged in. A device is known again by what it is, not by its path. Whoever uses it writes only to the line
 * that is open now; nothing is held back for a later one.
 */

import { assertNever } from '../../domain/assert-never.ts';
import { type DeviceLog, reasonOf } from '../log.ts';
import { identityInPlace } from '../usb-place.ts';
import { type OpenPort, type PortAddress, PortFault, type Ports, type SeenPort } from './contract.ts';
import { openFault } from './faults.ts';
import { pickSeen, plainPath } from './place.ts';

/** `place`: a path (`/dev/ttyACM0`, `COM3`), or `usb:VVVV:PPPP[:serial]` for a device wherever it is plugged in. */
export type WantedLine =
  | { readonly type: 'serial'; readonly place: string; readonly baudRate: number }
  /** `fits`: a HID device shows several faces under one vendor and product; which is meant. */
  | { readonly type: 'hid'; readonly place: string; readonly fits?: (seen: SeenPort) => boolean }
  | { readonly type: 'usb-printer'; readonly place: string }
  | { readonly type: 'tcp'; readonly host: string; readonly port: number };

export interface KeptEvents {
  /** The line is open; comes before its first data. `seen`: what is plugged in there, where the system can tell. */
  readonly onOpen: (line: OpenPort, seen: SeenPort | undefined) => void;
  readonly onData: (bytes: Uint8Array) => void;
  /** It could not be opened, or was lost. Told after every try that failed. */
  readonly onDown: (fault: PortFault) => void;
}

export interface KeptLine {
  /** The line that is open now. */
  readonly line: OpenPort | undefined;
  /** For a device that stopped answering: closes the line and opens it anew. `onDown` tells it as `hung`. */
  reopen(reason: string): void;
  /** Idempotent; no event comes after it resolves. */
  close(): Promise<void>;
}

export interface KeepOpenOptions {
  readonly ports: Ports;
  readonly log: DeviceLog;
  /** The configured device's id, for the log. */
  readonly deviceId: string;
  readonly wanted: WantedLine;
  /** First and longest pause before opening again, in milliseconds. */
  readonly backOff?: { readonly first: number; readonly longest: number } | undefined;
}

const FIRST_MS = 1000;
const LONGEST_MS = 10_000;
/** After something was plugged in: its files come one after the other, and their rights a little later. */
const WOKEN_MS = 250;

export function keepOpen(options: KeepOpenOptions, events: KeptEvents): KeptLine {
  const { ports, log, deviceId, wanted } = options;
  const { first, longest } = options.backOff ?? { first: FIRST_MS, longest: LONGEST_MS };
  const place = createPlace(ports, wanted);
  const waking = createWaking();
  let closed = false;
  let line: OpenPort | undefined;
  let lose: (fault: PortFault) => void = () => undefined;

  /** One connection from open to loss: why there is none, and whether there was one. */
  async function connectOnce(): Promise<{ readonly fault: PortFault; readonly opened: boolean }> {
    const address = await place.address();
    if (!address) return { fault: new PortFault('absent', 'it is not plugged in'), opened: false };
    const lost = new Promise<PortFault>((resolve) => {
      lose = resolve;
    });
    const early = createEarly((bytes) => closed || events.onData(bytes));
    const opened = await ports.open(address, { onData: early.push, onLost: (fault) => lose(fault) });
    if (!closed) {
      line = opened;
      const seen = await place.learn(address);
      if (!closed) safely(() => events.onOpen(opened, seen));
      safely(early.release);
    } else lose(new PortFault('lost', 'closing'));
    const fault = await lost;
    line = undefined;
    await opened.close();
    return { fault, opened: true };
  }

  async function connect(): Promise<{ readonly fault: PortFault; readonly opened: boolean }> {
    try {
      return await connectOnce();
    } catch (error) {
      return { fault: openFault(error), opened: false };
    }
  }

  async function run(): Promise<void> {
    let pause = first;
    while (!closed) {
      waking.arm();
      const { fault, opened } = await connect();
      if (closed) break;
      log.debug({ device: deviceId, fault: fault.kind, reason: fault.message }, 'line is not open');
      safely(() => events.onDown(fault));
      if (opened) pause = first;
      pause = (await waking.wait(pause)) ? Math.min(first, WOKEN_MS) : Math.min(pause * 2, longest);
    }
  }
  /** A handler that throws must not end the loop, nor leave a line open that nobody knows of. */
  function safely(handler: () => void): void {
    try {
      handler();
    } catch (error) {
      log.warn({ device: deviceId, reason: reasonOf(error) }, 'a handler of a line failed');
    }
  }

  const stopListening = ports.onPlug(waking.wake);
  const running = run();
  return {
    get line() {
      return line;
    },
    reopen: (reason) => lose(new PortFault('hung', reason)),
    close: async () => {
      closed = true;
      stopListening();
      lose(new PortFault('lost', 'closing'));
      waking.wake();
      await running;
    },
  };
}

/** Bytes that come before it is known what sends them. */
const MAX_EARLY = 65_536;

function createEarly(deliver: (bytes: Uint8Array) => void) {
  let held: Uint8Array[] | undefined = [];
  let size = 0;
  return {
    push: (bytes: Uint8Array): void => {
      if (!held) {
        deliver(bytes);
        return;
      }
      size += bytes.length;
      if (size <= MAX_EARLY) held.push(bytes);
    },
    release: (): void => {
      const all = held ?? [];
      held = undefined;
      for (const bytes of all) deliver(bytes);
    },
  };
}

/** A pause that ends early when woken, also by what came since the last try began. */
function createWaking() {
  let woken = false;
  let end: () => void = () => undefined;
  return {
    arm: () => {
      woken = false;
    },
    wake: () => {
      woken = true;
      end();
    },
    /** Whether it was woken. */
    wait: async (ms: number): Promise<boolean> => {
      if (woken) return true;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        end = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      return woken;
    },
  };
}

interface Place {
  /** Undefined: not plugged in. */
  address(): Promise<PortAddress | undefined>;
  /** What is at an address that was just opened; from then on it is looked for by that. */
  learn(address: PortAddress): Promise<SeenPort | undefined>;
}

function createPlace(ports: Ports, wanted: WantedLine): Place {
  if (wanted.type === 'tcp') return { address: async () => wanted, learn: async () => undefined };
  const { type, place } = wanted;
  const fits = wanted.type === 'hid' ? (wanted.fits ?? (() => true)) : () => true;
  let identity = identityInPlace(place);
  const seenNow = async (): Promise<readonly SeenPort[]> => (await ports.list(type)).filter(fits);
  return {
    address: async () => {
      if (!identity) return addressAt(wanted, place);
      const found = pickSeen(await plainPath(place), identity, await seenNow());
      return found && addressAt(wanted, found.path);
    },
    learn: async (address) => {
      if (address.type === 'tcp') return undefined;
      const path = await plainPath(address.path);
      const seen = (await seenNow()).find((one) => one.path === path);
      // Without USB numbers (a real RS-232 port, a pseudo terminal) the path is all there is.
      if (seen?.identity?.usb) identity ??= seen.identity;
      return seen;
    },
  };
}

function addressAt(wanted: Exclude<WantedLine, { readonly type: 'tcp' }>, path: string): PortAddress {
  switch (wanted.type) {
    case 'serial':
      return { type: wanted.type, path, baudRate: wanted.baudRate };
    case 'hid':
    case 'usb-printer':
      return { type: wanted.type, path };
    default:
      return assertNever(wanted);
  }
}
