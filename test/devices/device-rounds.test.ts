import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createDeviceMemory } from '../../devices/device-memory.ts';
import { createRounds } from '../../devices/device-rounds.ts';
import { createDeviceWatch } from '../../devices/device-watch.ts';
import { silentLog } from '../../devices/log.ts';
import { real } from '../../devices/opened.ts';
import type { PrinterStatus } from '../../devices/printer/contract.ts';
import type { DeviceView } from '../../domain/device.ts';

/** A printer whose answers are given by hand. */
function slowPrinter() {
  const asked: ((status: PrinterStatus) => void)[] = [];
  const changes: DeviceView[] = [];
  const device = real(
    {
      kind: 'page-printer',
      driver: {
        status: () => new Promise<PrinterStatus>((resolve) => asked.push(resolve)),
        print: async () => ({ outcome: 'not-printed', code: 'MC-PRN-01' }),
        close: async () => undefined,
      },
    },
    'Máy in',
    'A5',
  );
  const watch = createDeviceWatch({
    config: { id: 'a5', name: 'Máy in A5', kind: 'page-printer', driver: 'cups', queue: 'A5' },
    device,
    memory: createDeviceMemory(undefined, silentLog),
    now: Date.now,
    onChange: (view) => changes.push(view),
  });
  const answer = async (index: number, status: PrinterStatus): Promise<void> => {
    asked[index]?.(status);
    await sleep(0);
  };
  return { watch, asked, answer };
}

test('however often a cable is pulled, a slow device has one question before it, and one more after', async () => {
  const { watch, asked, answer } = slowPrinter();
  const rounds = createRounds(silentLog, () => false);
  rounds.begin(watch);
  await answer(0, { state: 'ready' });
  for (let cycle = 0; cycle < 200; cycle += 1) rounds.plugged(watch);
  expect(asked).toHaveLength(2);
  await answer(1, { state: 'ready' });
  expect(asked).toHaveLength(3);
  await answer(2, { state: 'absent', code: 'MC-PRN-01' });
  expect(asked).toHaveLength(3);
  expect(watch.view()).toMatchObject({ state: 'absent', code: 'MC-PRN-01' });
  rounds.end(watch);
});

test('what was just plugged in and still starts is asked once more by itself', async () => {
  const { watch, asked, answer } = slowPrinter();
  const rounds = createRounds(silentLog, () => false);
  rounds.begin(watch);
  await answer(0, { state: 'absent', code: 'MC-PRN-01' });
  rounds.plugged(watch);
  await answer(1, { state: 'absent', code: 'MC-PRN-01' });
  await expect.poll(() => asked.length, { timeout: 8000 }).toBe(3);
  await answer(2, { state: 'ready' });
  expect(watch.view().state).toBe('ready');
  rounds.end(watch);
}, 10_000);

test('a device that was removed is asked no more, and a late answer about a job at work changes nothing', async () => {
  const { watch, asked, answer } = slowPrinter();
  let atWork = true;
  const rounds = createRounds(silentLog, () => atWork);
  rounds.begin(watch);
  watch.saw({ state: 'busy' });
  await answer(0, { state: 'ready' });
  expect(watch.view().state).toBe('busy');
  atWork = false;
  rounds.end(watch);
  rounds.plugged(watch);
  expect(asked).toHaveLength(1);
});
