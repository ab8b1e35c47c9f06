import { expect, test } from 'vitest';
import { createRequestLimit } from '../../../portal/server/request-limit.ts';

const RATE = { burst: 3, perSecond: 2 };

const limitAt = (mostKeys = 100) => {
  let at = 0;
  const limit = createRequestLimit(RATE, { mostKeys, steady: () => at });
  return {
    wait: (ms: number): void => {
      at += ms;
    },
    take: (key: string, times = 1): readonly number[] => Array.from({ length: times }, () => limit.take(key)),
  };
};

test('a burst goes through, then so many a second, and who waits as told is served', () => {
  const { take, wait } = limitAt();
  expect(take('a', 5)).toEqual([0, 0, 0, 500, 500]);
  wait(499);
  expect(take('a')).toEqual([1]);
  wait(1);
  expect(take('a', 2)).toEqual([0, 500]);
  wait(60_000);
  expect(take('a', 4)).toEqual([0, 0, 0, 500]);
});

test('each key has a budget of its own', () => {
  const { take } = limitAt();
  take('a', 10);
  expect(take('b', 4)).toEqual([0, 0, 0, 500]);
});

test('what weighs more uses up more', () => {
  const limit = createRequestLimit(RATE, { steady: () => 0 });
  expect([limit.take('a', 2), limit.take('a', 2), limit.take('a', 1)]).toEqual([0, 500, 0]);
});

test('of more keys than are remembered, the one that asked longest ago is forgotten, never one that floods', () => {
  const { take } = limitAt(2);
  take('a', 3);
  take('flood', 3);
  take('b');
  expect(take('flood')).toEqual([500]);
  expect(take('a')).toEqual([0]);
});

test('a million addresses take no more room than are remembered', () => {
  const limit = createRequestLimit(RATE, { mostKeys: 10, steady: () => 0 });
  limit.take('first');
  for (let n = 0; n < 20; n += 1) limit.take(`address ${n}`);
  // Forgotten, so its budget is whole again.
  expect([limit.take('first'), limit.take('first'), limit.take('first')]).toEqual([0, 0, 0]);
});
