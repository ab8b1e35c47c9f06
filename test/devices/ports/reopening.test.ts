/** The loop that keeps a device's line open, on ports that do exactly what the test says. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { silentLog } from '../../../devices/log.ts';
import {
  type PortAddress,
  type PortEvents,
  PortFault,
  type PortFaultKind,
  type Ports,
  type SeenPort,
} from '../../../devices/ports/contract.ts';
import { type KeptLine, keepOpen, type WantedLine } from '../../../devices/ports/reopening.ts';

/** Paths are looked up by the system in its own time; here nothing but the test's clock may pass. */
vi.mock('node:fs/promises', async (original) => ({
  ...(await original<typeof import('node:fs/promises')>()),
  realpath: async (path: string) => path,
}));

interface Opened {
  readonly address: PortAddress;
  readonly events: PortEvents;
  closed: boolean;
}

/** Ports with a script: what opening gives, what is plugged in. */
function scriptedPorts() {
  const opened: Opened[] = [];
  const tries: number[] = [];
  const listeners = new Set<() => void>();
  const world: { seen: readonly SeenPort[]; fault: PortFaultKind | undefined } = { seen: [], fault: undefined };
  const ports: Ports = {
    open: async (address, events) => {
      tries.push(Date.now());
      if (world.fault) throw new PortFault(world.fault, 'as the test says');
      const one: Opened = { address, events, closed: false };
      opened.push(one);
      return {
        write: async () => undefined,
        close: async () => {
          one.closed = true;
        },
      };
    },
    list: async () => world.seen,
    onPlug: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: async () => undefined,
  };
  return { ports, opened, tries, listeners, world, plug: () => listeners.forEach((listener) => void listener()) };
}

let rig: ReturnType<typeof scriptedPorts>;
let kept: KeptLine | undefined;
beforeEach(() => {
  vi.useFakeTimers();
  rig = scriptedPorts();
});
afterEach(async () => {
  await kept?.close();
  kept = undefined;
  vi.useRealTimers();
});
const later = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

function keep(wanted: WantedLine) {
  const events: string[] = [];
  kept = keepOpen(
    { ports: rig.ports, log: silentLog, deviceId: 'd', wanted },
    {
      onOpen: (_, seen) => events.push(`open ${seen?.path ?? '?'}`),
      onData: (bytes) => events.push(Buffer.from(bytes).toString()),
      onDown: ({ kind }) => events.push(kind),
    },
  );
  return { events, line: kept };
}

const usb = (path: string, serialNumber = 'S1', more: Partial<SeenPort> = {}): SeenPort => ({
  type: 'serial',
  path,
  identity: { usb: { vendorId: '0c2e', productId: '0b6a' }, serialNumber },
  ...more,
});
const serial = (place: string): WantedLine => ({ type: 'serial', place, baudRate: 9600 });
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('what cannot be opened is tried again after 1, 2, 4, 8 and then every 10 seconds', async () => {
  rig.world.fault = 'absent';
  const { events } = keep(serial('/dev/ttyACM0'));
  await later(44_000);
  const gaps = rig.tries.slice(1).map((at, index) => at - (rig.tries[index] ?? 0));
  expect(gaps).toEqual([1000, 2000, 4000, 8000, 10_000, 10_000]);
  expect(new Set(events)).toEqual(new Set(['absent']));
});

test('plugging wakes it at once, and short pauses follow: rights come after the file', async () => {
  rig.world.fault = 'absent';
  keep(serial('/dev/ttyACM0'));
  await later(20_000);
  const before = rig.tries.length;
  rig.plug();
  await later(1);
  expect(rig.tries).toHaveLength(before + 1);
  await later(250 + 500 + 1000);
  expect(rig.tries).toHaveLength(before + 4);
  rig.world.fault = undefined;
  rig.plug();
  await later(1);
  expect(rig.opened).toHaveLength(1);
});

test('replugged elsewhere, the device is opened where it is now; another one on its old path is not', async () => {
  rig.world.seen = [usb('/dev/ttyACM0')];
  const { events } = keep(serial('/dev/ttyACM0'));
  await later(1);
  rig.world.seen = [usb('/dev/ttyACM0', 'S2')];
  rig.opened[0]?.events.onLost(new PortFault('lost', 'pulled'));
  await later(5000);
  expect(rig.opened).toHaveLength(1);
  rig.world.seen = [usb('/dev/ttyACM0', 'S2'), usb('/dev/ttyACM5')];
  rig.plug();
  await later(1);
  expect(rig.opened.map(({ address }) => 'path' in address && address.path)).toEqual(['/dev/ttyACM0', '/dev/ttyACM5']);
  expect(rig.opened[0]?.closed).toBe(true);
  expect(events.filter((event) => event !== 'absent')).toEqual(['open /dev/ttyACM0', 'lost', 'open /dev/ttyACM5']);
});

test('a device named by its USB numbers is waited for and found; one that another device has is left to it', async () => {
  const { events } = keep(serial('usb:0C2E:0B6A'));
  await later(100);
  expect(events).toEqual(['absent']);
  rig.world.seen = [usb('/dev/ttyACM3', 'S9', { held: true })];
  rig.plug();
  await later(1);
  expect(rig.opened).toEqual([]);
  rig.world.seen = [...rig.world.seen, usb('/dev/ttyACM4', 'S8')];
  rig.plug();
  await later(1);
  expect(events.at(-1)).toBe('open /dev/ttyACM4');
});

test('of a HID device’s faces only the one that fits is opened', async () => {
  const face = (path: string, usagePage: number): SeenPort => usb(path, 'S1', { type: 'hid', usagePage });
  rig.world.seen = [face('/dev/hidraw0', 1), face('/dev/hidraw1', 140)];
  keep({ type: 'hid', place: 'usb:0c2e:0b6a', fits: ({ usagePage }) => usagePage === 140 });
  await later(1);
  expect(rig.opened.map(({ address }) => address)).toEqual([{ type: 'hid', path: '/dev/hidraw1' }]);
});

test('what comes before the device is known comes after its opening is told', async () => {
  let known: (seen: readonly SeenPort[]) => void = () => undefined;
  rig.ports.list = () => new Promise((resolve) => (known = resolve));
  const { events } = keep(serial('/dev/ttyACM0'));
  await later(1);
  rig.opened[0]?.events.onData(bytes('sớm'));
  expect(events).toEqual([]);
  known([]);
  await later(1);
  rig.opened[0]?.events.onData(bytes('sau'));
  expect(events).toEqual(['open ?', 'sớm', 'sau']);
});

test('a device that stopped answering is closed and opened anew', async () => {
  const { events, line } = keep(serial('/dev/ttyACM0'));
  await later(1);
  line.reopen('no heartbeat');
  await later(1);
  expect(rig.opened[0]?.closed).toBe(true);
  expect(line.line).toBeUndefined();
  await later(1000);
  expect(events).toEqual(['open ?', 'hung', 'open ?']);
  expect(line.line).toBeDefined();
});

test('two hundred losses leave nothing open and nobody listening twice', async () => {
  keep(serial('/dev/ttyACM0'));
  await later(1);
  for (let round = 1; round <= 200; round += 1) {
    rig.opened.at(-1)?.events.onLost(new PortFault('lost', 'pulled'));
    await later(1000);
  }
  expect(rig.opened).toHaveLength(201);
  expect(rig.opened.filter(({ closed }) => !closed)).toHaveLength(1);
  expect(rig.listeners.size).toBe(1);
});

test('a handler that throws neither ends the loop nor leaves a line open', async () => {
  let downs = 0;
  kept = keepOpen(
    { ports: rig.ports, log: silentLog, deviceId: 'd', wanted: serial('/dev/ttyACM0') },
    {
      onOpen: () => {
        throw new Error('a fault in a driver');
      },
      onData: () => undefined,
      onDown: () => {
        downs += 1;
        throw new Error('another');
      },
    },
  );
  await later(1);
  rig.opened[0]?.events.onLost(new PortFault('lost', 'pulled'));
  await later(1000);
  expect(downs).toBe(1);
  expect(rig.opened.map(({ closed }) => closed)).toEqual([true, false]);
});

test('closed, it tells nothing, opens nothing and listens to nothing', async () => {
  const { events, line } = keep(serial('/dev/ttyACM0'));
  await later(1);
  const closing = line.close();
  rig.opened[0]?.events.onData(bytes('muộn'));
  await closing;
  await line.close();
  rig.plug();
  await later(60_000);
  expect(events).toEqual(['open ?']);
  expect(rig.opened.map(({ closed }) => closed)).toEqual([true]);
  expect(rig.listeners.size).toBe(0);
});
