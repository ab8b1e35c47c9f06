/** The device bench : every virtual device suffers what real ones do, and gets well again. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBench } from '../../devices/bench.ts';
import { silentLog } from '../../devices/log.ts';
import { openDevice } from '../../devices/open-device.ts';
import type { Ports } from '../../devices/ports/contract.ts';
import { createDeviceHub } from '../../devices/registry.ts';
import { readerFaultSchema } from '../../domain/bench.ts';
import type { DeviceView } from '../../domain/device.ts';
import { DEMO_DEVICES } from '../../station/demo/commune.ts';
import { eventually } from '../station/fixture.ts';

const ports: Ports = {
  open: () => Promise.reject(new Error('no line here')),
  list: async () => [],
  onPlug: () => () => undefined,
  close: async () => undefined,
};
const refused: string[] = [];
const scans: string[] = [];
const hub = createDeviceHub({
  configs: [...DEMO_DEVICES, { id: 'led', name: 'Bảng số', kind: 'queue-board', driver: 'virtual-queue-board' }],
  now: Date.now,
  tmpDir: '/tmp',
  log: silentLog,
  ports,
});
beforeAll(() =>
  hub.start({
    onScan: ({ text }) => scans.push(text),
    onScanRefused: (id, code) => refused.push(`${id} ${code}`),
    onChange: () => undefined,
  }),
);
afterAll(() => hub.close());

const stateOf = (id: string): DeviceView['state'] | undefined => hub.list().find((one) => one.id === id)?.state;
const bench = () => {
  if (!hub.bench) throw new Error('no bench');
  return hub.bench;
};

test('a reader brings noise, nothing, or a code that never ends; put right, it reads', async () => {
  const feed = (text: string): boolean => bench().scan('reader-counter', text);
  expect(bench().setReaderFault('reader-counter', 'garbage')).toBe(true);
  expect(feed('mã')).toBe(true);
  await eventually(
    () => refused,
    (seen) => seen.includes('reader-counter MC-SCN-01'),
  );
  bench().setReaderFault('reader-kiosk', 'endless');
  bench().scan('reader-kiosk', 'mã');
  await eventually(
    () => refused,
    (seen) => seen.includes('reader-kiosk MC-SCN-03'),
  );
  bench().setReaderFault('reader-counter', 'silent');
  expect(feed('mã')).toBe(false);
  expect(scans).toEqual([]);
  bench().setReaderFault('reader-counter', 'none');
  expect(feed('đọc được')).toBe(true);
  expect(scans).toEqual(['đọc được']);
});

test('every fault of a reader is known to the bench, and a device that is no reader has none', () => {
  for (const fault of readerFaultSchema.options) {
    bench().setReaderFault('reader-kiosk', fault);
    expect(bench().readerFault('reader-kiosk')).toBe(fault);
  }
  expect(bench().setReaderFault('feeder', 'garbage')).toBe(false);
  expect(bench().readerFault('feeder')).toBeUndefined();
});

test('a board shows what it is told, goes dark unplugged, and shows it again', async () => {
  await hub.queueBoard('led')?.driver.show({ ticket: 'A 012', desk: 2 });
  expect(bench().board.shown()).toEqual([{ ticket: 'A 012', desk: 2 }]);
  expect(bench().unplug('led', true)).toBe(true);
  await eventually(
    () => stateOf('led'),
    (state) => state === 'absent',
  );
  expect(bench().board.shown()).toEqual([]);
  bench().unplug('led', false);
  expect(bench().board.shown()).toHaveLength(1);
});

test('starting over puts everything right at once', async () => {
  bench().setReaderFault('reader-counter', 'endless');
  bench().unplug('led', true);
  bench().unplug('slip-printer', true);
  bench().printer.setPaper('jam');
  bench().pagePrinter.setFault('out');
  bench().feeder.setFault('unplugged', 2);
  bench().reset();
  await hub.refresh();
  expect(hub.list().filter(({ state }) => state !== 'ready')).toEqual([]);
  expect(bench().feeder.state()).toMatchObject({ fault: 'none', sheets: 3 });
});

test('a PC with real devices only has no bench', () => {
  const config = { id: 'hall', name: 'Bảng', kind: 'queue-board', driver: 'window' } as const;
  const device = openDevice(config, { now: Date.now, tmpDir: '/tmp', log: silentLog, ports });
  expect(device.virtual).toBeUndefined();
  expect(createBench([], () => undefined)).toBeUndefined();
});
