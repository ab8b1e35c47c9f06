import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeviceHub } from '../../devices/contract.ts';
import { silentLog } from '../../devices/log.ts';
import { type OpenPort, PortFault, type Ports, type SeenPort } from '../../devices/ports/contract.ts';
import { createDeviceHub } from '../../devices/registry.ts';
import type { DeviceView } from '../../domain/device.ts';
import type { DeviceCandidate } from '../../domain/device-candidate.ts';
import type { DeviceConfig } from '../../domain/device-config.ts';

let folder = '';
const closing: (() => Promise<void>)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reconfigure-'));
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await rm(folder, { recursive: true, force: true });
});

const reader: DeviceConfig = {
  id: 'reader',
  name: 'Đầu đọc quầy',
  kind: 'barcode-scanner',
  driver: 'virtual-barcode-scanner',
  target: 'counter',
};
const slips: DeviceConfig = {
  id: 'slips',
  name: 'Máy in phiếu',
  kind: 'receipt-printer',
  driver: 'virtual-receipt-printer',
};
const serial: DeviceConfig = {
  id: 'serial',
  name: 'Đầu đọc Honeywell',
  kind: 'barcode-scanner',
  driver: 'serial',
  target: 'counter',
  path: 'usb:0c2e:0b6a:S1',
  baudRate: 9600,
};
const honeywell: SeenPort = {
  type: 'serial',
  path: '/dev/ttyACM0',
  identity: {
    maker: 'Honeywell',
    product: 'Voyager',
    serialNumber: 'S1',
    usb: { vendorId: '0c2e', productId: '0b6a' },
  },
};

/** Ports that are plugged by hand. */
function handPorts() {
  let plugged: readonly SeenPort[] = [];
  const listeners = new Set<() => void>();
  const line: OpenPort = { write: async () => undefined, close: async () => undefined };
  const ports: Ports = {
    open: async (address) => {
      if (!plugged.some(({ path }) => 'path' in address && path === address.path))
        throw new PortFault('absent', 'not there');
      return line;
    },
    list: async (type) => plugged.filter((one) => one.type === type),
    onPlug: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: async () => listeners.clear(),
  };
  const plug = (...next: readonly SeenPort[]): void => {
    plugged = next;
    for (const listener of listeners) listener();
  };
  return { ports, plug };
}

function startHub(configs: readonly DeviceConfig[], more: { ports?: Ports; memoryFile?: string } = {}) {
  const hub = createDeviceHub({ configs, now: Date.now, tmpDir: folder, log: silentLog, ...more });
  const changes: DeviceView[] = [];
  const arrived: DeviceCandidate[] = [];
  const scans: string[] = [];
  closing.push(() => hub.close());
  hub.start({
    onScan: ({ text }) => scans.push(text),
    onScanRefused: () => undefined,
    onChange: (view) => changes.push(view),
    onPlug: (news) => arrived.push(...news),
  });
  return { hub, changes, arrived, scans };
}
const view = (hub: DeviceHub, id: string): DeviceView | undefined => hub.list().find((one) => one.id === id);

test('a device that is added works at once, and one that is removed is closed and forgotten', async () => {
  const { hub, scans } = startHub([reader]);
  await hub.reconfigure([reader, slips]);
  await expect.poll(() => view(hub, 'slips')?.state).toBe('ready');
  expect(hub.receiptPrinter()?.id).toBe('slips');
  expect(hub.bench?.printer.paper()).toBe('ok');
  const old = hub.bench;
  hub.note('reader', { jobs: 3 });
  await hub.reconfigure([slips]);
  expect(hub.list().map(({ id }) => id)).toEqual(['slips']);
  expect(old?.scan('reader', 'late')).toBe(false);
  await hub.reconfigure([slips, reader]);
  expect(view(hub, 'reader')?.counters.jobs).toBe(0);
  expect(hub.bench?.scan('reader', 'đến')).toBe(true);
  expect(scans).toEqual(['đến']);
});

test('what a change leaves alone notices nothing: its counters, its state and its paper stay', async () => {
  const { hub } = startHub([slips]);
  await expect.poll(() => view(hub, 'slips')?.state).toBe('ready');
  hub.bench?.printer.setPaper('near-end');
  await expect.poll(() => view(hub, 'slips')?.warning).toBe('MC-PRN-04');
  hub.note('slips', { pages: 2 });
  await hub.reconfigure([{ ...slips, name: 'Máy in ở quầy 2' }, reader]);
  expect(view(hub, 'slips')).toMatchObject({
    name: 'Máy in ở quầy 2',
    warning: 'MC-PRN-04',
    counters: { pages: 2 },
  });
});

test('a reader that serves another window is opened anew for it, and keeps its counters', async () => {
  const { hub } = startHub([reader]);
  hub.note('reader', { jobs: 4 });
  await hub.reconfigure([{ ...reader, target: 'kiosk' }]);
  expect(view(hub, 'reader')).toMatchObject({ target: 'kiosk', state: 'ready', counters: { jobs: 4 } });
});

test('several changes at once are taken one after another, and the last one counts', async () => {
  const { hub } = startHub([]);
  await Promise.all([hub.reconfigure([reader]), hub.reconfigure([reader, slips]), hub.reconfigure([slips])]);
  expect(hub.list().map(({ id }) => id)).toEqual(['slips']);
});

test('what is plugged in is offered once with what it is; what is configured shows who it is and when it was there', async () => {
  const { ports, plug } = handPorts();
  const memoryFile = join(folder, 'seen.json');
  const { hub, arrived } = startHub([serial], { ports, memoryFile });
  expect(view(hub, 'serial')).toMatchObject({ identity: { serialNumber: 'S1' } });
  expect(view(hub, 'serial')?.lastSeen).toBeUndefined();
  // The hub has looked at what was there from the beginning.
  await new Promise((resolve) => setTimeout(resolve, 20));
  plug(honeywell, { type: 'usb-printer', path: '/dev/usb/lp0' });
  await expect.poll(() => arrived.length).toBe(2);
  expect(arrived.map(({ place, usedBy, suggestions: [first] }) => [place, usedBy, first?.config.driver])).toEqual([
    ['/dev/ttyACM0', 'serial', 'serial'],
    ['/dev/usb/lp0', undefined, 'escpos-usb'],
  ]);
  await expect.poll(() => view(hub, 'serial')).toMatchObject({ state: 'ready', model: 'Honeywell Voyager' });
  const seen = view(hub, 'serial')?.lastSeen;
  expect(seen).toBeGreaterThan(0);
  plug(honeywell);
  expect(arrived).toHaveLength(2);
  await hub.close();
  const again = startHub([serial], { ports: handPorts().ports, memoryFile });
  expect(view(again.hub, 'serial')).toMatchObject({ state: expect.any(String), model: 'Honeywell Voyager' });
  expect(view(again.hub, 'serial')?.lastSeen).toBeGreaterThanOrEqual(seen ?? 0);
});

test('plugging makes every polled device be asked at once', async () => {
  const { ports, plug } = handPorts();
  const { hub, changes } = startHub([slips], { ports });
  await expect.poll(() => view(hub, 'slips')?.state).toBe('ready');
  const before = changes.length;
  hub.bench?.printer.setPaper('out');
  plug(honeywell);
  await expect.poll(() => changes.slice(before).some(({ code }) => code === 'MC-PRN-03')).toBe(true);
});

test('a closed hub takes no change', async () => {
  const { hub } = startHub([reader]);
  await hub.close();
  await hub.reconfigure([slips]);
  expect(hub.list().map(({ id }) => id)).toEqual(['reader']);
});
