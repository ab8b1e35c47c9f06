/** The HID-POS driver on a line made of memory; the real device and kernel are the USB rig's (test/rig/usb). */
import { afterEach, expect, test } from 'vitest';
import type { BarcodeScanner } from '../../../devices/barcode-scanner/contract.ts';
import { createHidPosScanner } from '../../../devices/barcode-scanner/hid-pos.ts';
import { profileFor } from '../../../devices/barcode-scanner/hid-profiles.ts';
import { type PortEvents, PortFault, type Ports, type SeenPort } from '../../../devices/ports/contract.ts';
import { reportsOf } from '../../rig/hid-reports.ts';

const COMMON = profileFor('usb-if', undefined);
const NEWLAND = profileFor('newland', undefined);
const CODE = 'H57.23.15-210312-0003';
const seenAt = (path: string, vendorId: string, usage = 2): SeenPort => ({
  type: 'hid',
  path,
  usagePage: usage === 2 ? 140 : 1,
  usage,
  identity: { usb: { vendorId, productId: '0d10' } },
});

const opened: BarcodeScanner[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((scanner) => scanner.close()));
});

/** What is plugged in, and the line that is open now. */
function setUp(plugged: readonly SeenPort[], place: string, profile = 'auto') {
  let seen = plugged;
  let denied = false;
  let line: PortEvents | undefined;
  const at: string[] = [];
  const plugs = new Set<() => void>();
  const ports: Ports = {
    open: async (address, events) => {
      if (denied) throw new PortFault('denied', 'EACCES');
      const path = address.type === 'tcp' ? '' : address.path;
      if (!seen.some((one) => one.path === path)) throw new PortFault('absent', 'ENOENT');
      at.push(path);
      line = events;
      return { write: async () => undefined, close: async () => undefined };
    },
    list: async () => seen,
    onPlug: (listener) => {
      plugs.add(listener);
      return () => plugs.delete(listener);
    },
    close: async () => undefined,
  };
  const scans: string[] = [];
  const refused: string[] = [];
  const states: string[] = [];
  const backOff = { first: 5, longest: 10 };
  const scanner = createHidPosScanner({
    id: 'r',
    path: place,
    profile,
    target: 'counter',
    now: Date.now,
    ports,
    backOff,
  });
  opened.push(scanner);
  scanner.start({
    onScan: ({ text, aim }) => scans.push([aim, text].filter(Boolean).join(' ')),
    onRefused: (code) => refused.push(code),
    onState: (state, code) => states.push([state, code].filter(Boolean).join(' ')),
  });
  return {
    scans,
    refused,
    at,
    state: () => states.at(-1),
    send: (reports: readonly Uint8Array[]) => {
      for (const report of reports) line?.onData(report);
    },
    unplug: () => {
      seen = [];
      line?.onLost(new PortFault('lost', 'could not read from HID device'));
    },
    plug: (...next: readonly SeenPort[]) => {
      seen = next;
      for (const listener of plugs) listener();
    },
    deny: (no: boolean) => {
      denied = no;
    },
  };
}
const soon = (read: () => unknown) => expect.poll(read, { timeout: 5000 });

test('reads codes, with the id that the report carries, and one held trigger is one scan', async () => {
  const reader = setUp([seenAt('/dev/hidraw0', '0c2e')], 'usb:0c2e:0d10');
  await soon(reader.state).toBe('ready');
  reader.send([
    ...reportsOf(COMMON, CODE, ']C0'),
    ...reportsOf(COMMON, CODE, ']C0'),
    ...reportsOf(COMMON, 'B'.repeat(200), ']Q1'),
  ]);
  expect(reader.scans).toEqual([`]C0 ${CODE}`, `]Q1 ${'B'.repeat(200)}`]);
});

test('opens the barcode face of a reader, not its keyboard', async () => {
  const reader = setUp([seenAt('/dev/hidraw0', '0c2e', 6), seenAt('/dev/hidraw1', '0c2e')], 'usb:0c2e:0d10');
  await soon(reader.state).toBe('ready');
  expect(reader.at).toEqual(['/dev/hidraw1']);
});

test('chooses the maker’s layout by what is plugged in, unless the technician names one', async () => {
  const auto = setUp([seenAt('/dev/hidraw0', '1eab')], '/dev/hidraw0');
  await soon(auto.state).toBe('ready');
  auto.send(reportsOf(NEWLAND, CODE));
  expect(auto.scans).toEqual([CODE]);

  const named = setUp([seenAt('/dev/hidraw0', '1eab')], '/dev/hidraw0', 'usb-if');
  await soon(named.state).toBe('ready');
  named.send(reportsOf(COMMON, CODE));
  expect(named.scans).toEqual([CODE]);
});

test('pulled in the middle of a code and put in elsewhere: the torn half is dropped, the next code is whole', async () => {
  const reader = setUp([seenAt('/dev/hidraw0', '0c2e')], 'usb:0c2e:0d10');
  await soon(reader.state).toBe('ready');
  reader.send(reportsOf(COMMON, 'A'.repeat(100), ']Q1').slice(0, 1));
  reader.unplug();
  await soon(reader.state).toBe('absent MC-BCR-01');
  reader.plug(seenAt('/dev/hidraw3', '0c2e'));
  await soon(reader.state).toBe('ready');
  reader.send(reportsOf(COMMON, CODE, ']Q1'));
  expect(reader.scans).toEqual([`]Q1 ${CODE}`]);
  expect(reader.refused).toEqual([]);
  expect(reader.at).toEqual(['/dev/hidraw0', '/dev/hidraw3']);
});

test('a system that does not allow it is named, and once it does the reader works', async () => {
  const reader = setUp([], 'usb:0c2e:0d10');
  await soon(reader.state).toBe('absent MC-BCR-01');
  reader.deny(true);
  reader.plug(seenAt('/dev/hidraw0', '0c2e'));
  await soon(reader.state).toBe('attention MC-BCR-03');
  reader.deny(false);
  await soon(reader.state).toBe('ready');
});

test('a minute of garbage reports: refused now and then, never a scan, and the next code is read', async () => {
  const reader = setUp([seenAt('/dev/hidraw0', '0c2e')], 'usb:0c2e:0d10');
  await soon(reader.state).toBe('ready');
  const garbage = Uint8Array.from({ length: 64 }, (_, at) => (at === 0 ? 2 : (at * 151) & 0xff));
  reader.send(Array.from({ length: 60_000 }, () => garbage));
  expect(reader.scans).toEqual([]);
  expect(reader.refused.length).toBeGreaterThan(0);
  expect(reader.refused.length).toBeLessThan(1000);
  reader.send(reportsOf(COMMON, CODE));
  expect(reader.scans).toEqual([CODE]);
});
