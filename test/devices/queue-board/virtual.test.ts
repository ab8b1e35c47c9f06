import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { silentLog } from '../../../devices/log.ts';
import { createVirtualQueueBoard } from '../../../devices/queue-board/virtual.ts';
import { createDeviceHub } from '../../../devices/registry.ts';

test('it shows the newest call of each desk', async () => {
  const board = createVirtualQueueBoard();
  await board.show({ ticket: 'B 001', desk: 2 });
  await board.show({ ticket: 'A 001', desk: 1 });
  await board.show({ ticket: 'A 002', desk: 1 });
  expect(board.shown()).toEqual([
    { ticket: 'A 002', desk: 1 },
    { ticket: 'B 001', desk: 2 },
  ]);
});

test('unplugged it shows nothing and says so; plugged in it shows the present call, also one made meanwhile', async () => {
  const board = createVirtualQueueBoard();
  let told = 0;
  board.onChange?.(() => {
    told += 1;
  });
  board.unplug(true);
  expect(await board.status()).toEqual({ state: 'absent', code: 'MC-DEV-02' });
  await board.show({ ticket: 'A 003', desk: 1 });
  expect(board.shown()).toEqual([]);
  board.unplug(false);
  expect(await board.status()).toEqual({ state: 'ready' });
  expect(board.shown()).toEqual([{ ticket: 'A 003', desk: 1 }]);
  expect(told).toBe(2);
});

test('the bench sees what stands on it, and unplugs it; the list of devices follows', async () => {
  const hub = createDeviceHub({
    configs: [{ id: 'b', name: 'Bảng gọi số', kind: 'queue-board', driver: 'virtual-queue-board' }],
    now: Date.now,
    tmpDir: tmpdir(),
    log: silentLog,
  });
  hub.start({ onScan: () => undefined, onScanRefused: () => undefined, onChange: () => undefined });
  for (const { driver } of hub.queueBoards()) await driver.show({ ticket: 'A 001', desk: 1 });
  expect(hub.bench?.board.shown()).toEqual([{ ticket: 'A 001', desk: 1 }]);
  expect(hub.bench?.unplug('b', true)).toBe(true);
  await expect.poll(() => hub.list()[0]?.state).toBe('absent');
  expect(hub.bench?.board.shown()).toEqual([]);
  hub.bench?.reset();
  await expect.poll(() => hub.list()[0]?.state).toBe('ready');
  expect(hub.queueBoard('b')?.id).toBe('b');
  await hub.close();
});
