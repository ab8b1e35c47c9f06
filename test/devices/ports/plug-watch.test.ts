import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { silentLog } from '../../../devices/log.ts';
import { createPlugWatch, type PlugWatch } from '../../../devices/ports/plug-watch.ts';

let plugged: string | Error = 'a';
let looks = 0;
let hint: () => void = () => undefined;
let hints = 0;
let watch: PlugWatch;
beforeEach(() => {
  vi.useFakeTimers();
  plugged = 'a';
  looks = 0;
  hints = 0;
  watch = createPlugWatch({
    look: async () => {
      looks += 1;
      if (plugged instanceof Error) throw plugged;
      return plugged;
    },
    everyMs: 1000,
    hint: (onHint) => {
      hint = onHint;
      hints += 1;
      return () => {
        hints -= 1;
      };
    },
    log: silentLog,
  });
});
afterEach(() => {
  watch.close();
  vi.useRealTimers();
});

const later = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

test('a change is told within two looks, once, to everybody who listens; the first look tells nothing', async () => {
  const told = [0, 0];
  watch.onPlug(() => (told[0] = (told[0] ?? 0) + 1));
  watch.onPlug(() => (told[1] = (told[1] ?? 0) + 1));
  await later(3000);
  expect(told).toEqual([0, 0]);
  plugged = 'a b';
  await later(1000);
  expect(told).toEqual([1, 1]);
  await later(5000);
  expect(told).toEqual([1, 1]);
});

test('nobody listens: nothing is looked at, before, between and after', async () => {
  await later(5000);
  expect(looks).toBe(0);
  const stop = watch.onPlug(() => undefined);
  await later(3000);
  stop();
  await later(2000);
  const then = looks;
  await later(10_000);
  expect(looks).toBe(then);
  watch.onPlug(() => undefined);
  await later(2000);
  expect(looks).toBeGreaterThan(then);
});

test('a look that fails tells nothing and is tried again; a listener that throws silences no other', async () => {
  let told = 0;
  watch.onPlug(() => {
    throw new Error('a fault in a listener');
  });
  watch.onPlug(() => {
    told += 1;
  });
  await later(1000);
  plugged = new Error('EMFILE');
  await later(2000);
  expect(told).toBe(0);
  plugged = 'b';
  await later(1000);
  expect(told).toBe(1);
});

test('once closed it is silent', async () => {
  let told = 0;
  watch.onPlug(() => {
    told += 1;
  });
  await later(1000);
  watch.close();
  plugged = 'c';
  await later(5000);
  expect(told).toBe(0);
});

test('a hint is followed at once, many hints by one look; after the close there are none', async () => {
  let told = 0;
  watch.onPlug(() => {
    told += 1;
  });
  await later(1500);
  const before = looks;
  plugged = 'b';
  for (let count = 0; count < 16; count += 1) {
    hint();
    await later(10);
  }
  expect([told, looks]).toEqual([1, before + 1]);
  await later(200);
  await later(1000);
  expect(looks).toBeGreaterThan(before + 1);
  const then = looks;
  watch.close();
  hint();
  await later(5000);
  expect([looks, hints]).toEqual([then, 0]);
});

test('where the system gives no hints the clock does', async () => {
  const blind = createPlugWatch({
    look: async () => String(plugged),
    everyMs: 1000,
    hint: () => {
      throw new Error('ENOSPC: no more watches');
    },
    log: silentLog,
  });
  let told = 0;
  blind.onPlug(() => {
    told += 1;
  });
  await later(1000);
  plugged = 'b';
  await later(1000);
  expect(told).toBe(1);
  blind.close();
});
