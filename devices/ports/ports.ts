/** All lines to devices of this PC, behind contract.ts. */
import { watch as watchFolder } from 'node:fs';
import { stat } from 'node:fs/promises';
import { assertNever } from '../../domain/assert-never.ts';
import { type DeviceLog, reasonOf } from '../log.ts';
import { shared } from '../serially.ts';
import { type OpenPort, type PortAddress, type PortEvents, PortFault, type Ports, type SeenPort } from './contract.ts';
import { openFault, within } from './faults.ts';
import { createFlow, type Flow } from './flow.ts';
import { createHostPool, type HostPool } from './host-pool.ts';
import { plainPath } from './place.ts';
import { createPlugWatch } from './plug-watch.ts';
import { linuxPlugged, listLinuxHid, listLinuxSerial, listLinuxUsbPrinters } from './seen-linux.ts';
import { openTcpLine } from './tcp-line.ts';

export interface PortsOptions {
  readonly log: DeviceLog;
}

const isLinux = process.platform === 'linux';
/** Other systems than Linux need more work to see what is plugged in, so they are looked at less often. */
const LOOK_MS = isLinux ? 1000 : 1500;
const CONNECT_MS = 4500;
/** Places that are looked at beside the system's own names: those that somebody wanted to open. */
const MAX_PLACES = 100;

export function createPorts({ log }: PortsOptions): Ports {
  const pool = createHostPool({ log, onLateReady: () => watch.tell() });
  const held = new Set<string>();
  const places = new Set<string>();
  const hint = isLinux ? hintOfLinux : undefined;
  const watch = createPlugWatch({ look: () => plugged(pool, places), everyMs: LOOK_MS, hint, log });
  const lines = new Set<OpenPort>();
  // Plugging wakes every device's loop at once: one look serves them all.
  const lists = {
    serial: shared(() => listOf('serial', pool)),
    hid: shared(() => listOf('hid', pool)),
    'usb-printer': shared(() => listOf('usb-printer', pool)),
  };

  async function open(address: PortAddress, events: PortEvents): Promise<OpenPort> {
    const key = await keyOf(address);
    // A HID device can be opened twice, and then each would get every report. Who may connect is a network device's own affair.
    if (address.type !== 'tcp' && held.has(key)) throw new PortFault('in-use', 'this program has it open');
    held.add(key);
    if ('path' in address && places.size < MAX_PLACES) places.add(address.path);
    let mine: OpenPort | undefined;
    let over = false;
    // Once: a late close of a lost line must not free the one that was opened after it.
    const free = (): void => {
      if (over) return;
      over = true;
      held.delete(key);
      if (mine) lines.delete(mine);
    };
    const freeing: PortEvents = {
      onData: events.onData,
      onLost: (fault) => {
        free();
        events.onLost(fault);
      },
    };
    try {
      const port = await (address.type === 'tcp' ? openTcp(address, freeing, log) : pool.open(address, freeing));
      mine = {
        write: port.write,
        close: () => port.close().finally(free),
        abort: () => (port.abort?.() ?? port.close()).finally(free),
      };
      // It may have been lost while it was being opened.
      if (!over) lines.add(mine);
      return mine;
    } catch (error) {
      free();
      throw openFault(error);
    }
  }

  return {
    open,
    list: async (type) => {
      try {
        const seen = await lists[type]();
        return seen.map((one) => (held.has(`${one.type} ${one.path}`) ? { ...one, held: true } : one));
      } catch (error) {
        log.debug({ type, reason: reasonOf(error) }, 'what is plugged in cannot be listed');
        return [];
      }
    },
    onPlug: watch.onPlug,
    close: async () => {
      watch.close();
      await Promise.all([...lines].map((line) => line.close()));
      await pool.close();
    },
  };
}

/** The same device under two names is one. */
const keyOf = async (address: PortAddress): Promise<string> =>
  address.type === 'tcp' ? `tcp ${address.host} ${address.port}` : `${address.type} ${await plainPath(address.path)}`;

async function listOf(type: SeenPort['type'], pool: HostPool): Promise<readonly SeenPort[]> {
  switch (type) {
    case 'serial':
      return isLinux ? listLinuxSerial() : pool.list(type);
    case 'usb-printer':
      return isLinux ? listLinuxUsbPrinters() : [];
    case 'hid':
      return isLinux ? listLinuxHid() : pool.list(type);
    default:
      return assertNever(type);
  }
}

async function plugged(pool: HostPool, places: ReadonlySet<string>): Promise<string> {
  if (!isLinux) return JSON.stringify(await Promise.all([pool.list('serial'), pool.list('hid')]));
  const seen = await Promise.all([...places].map(placeOf));
  return [await linuxPlugged(), ...seen].join(' ');
}

/** Device files come and go in /dev; one below it (/dev/usb) comes with others that do not. */
function hintOfLinux(onHint: () => void): () => void {
  const watcher = watchFolder('/dev', { persistent: false }, onHint);
  // Without it the clock does.
  watcher.on('error', () => watcher.close());
  return () => watcher.close();
}

/** A place may be a link that nothing under /dev shows. */
async function placeOf(path: string): Promise<string> {
  const seen = await stat(path).catch(() => undefined);
  return seen ? `${seen.ino}.${seen.rdev}` : '-';
}

async function openTcp(
  address: Extract<PortAddress, { readonly type: 'tcp' }>,
  events: PortEvents,
  log: DeviceLog,
): Promise<OpenPort> {
  let flow: Flow | undefined;
  const opening = openTcpLine(address, {
    onData: (bytes) => {
      flow?.took(bytes.length);
      events.onData(bytes);
    },
    onLost: (fault) => {
      flow?.stop();
      events.onLost(fault);
    },
  });
  const line = await within(CONNECT_MS, opening, (late) => void late.close()).catch((error: unknown) => {
    throw error instanceof PortFault ? new PortFault('absent', error.message) : error;
  });
  flow = createFlow(line, () => log.info({ host: address.host }, 'a line sends more than it may and is slowed'));
  return {
    write: (bytes) => line.write(bytes),
    close: () => {
      flow?.stop();
      return line.close();
    },
    abort: () => {
      flow?.stop();
      return line.abort();
    },
  };
}
