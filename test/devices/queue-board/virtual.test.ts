import { expect, test } from 'vitest';
import { createVirtualQueueBoard } from '../../../devices/queue-board/virtual.ts';

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
