import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createIndexKeeper } from '../../offline-store/index-keeper.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

const kept = (lots: readonly number[]) => {
  const left = [...lots];
  const follow = vi.fn(() => left.shift() ?? 0);
  const onFailure = vi.fn();
  return { follow, onFailure, keeper: createIndexKeeper({ index: { behind: () => 0, follow }, onFailure }) };
};

it('waits for a quiet moment, then goes on until nothing is left', () => {
  const { follow, keeper } = kept([200, 100, 0]);
  keeper.noted();
  vi.advanceTimersByTime(290);
  keeper.noted();
  vi.advanceTimersByTime(290);
  expect(follow).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1_000);
  expect(follow).toHaveBeenCalledTimes(3);
  vi.advanceTimersByTime(60_000);
  expect(follow).toHaveBeenCalledTimes(3);
});

it('takes a turn now and then while dossiers pour in', () => {
  const { follow, keeper } = kept(Array.from({ length: 99 }, () => 5_000));
  for (let at = 0; at < 100; at += 1) {
    keeper.noted();
    vi.advanceTimersByTime(100);
  }
  expect(follow.mock.calls.length).toBeGreaterThanOrEqual(3);
  expect(follow.mock.calls.length).toBeLessThanOrEqual(5);
});

it('tries again later when the disk refuses, and tells of it', () => {
  const { follow, onFailure, keeper } = kept([]);
  const full = new Database.SqliteError('database or disk is full', 'SQLITE_FULL');
  follow.mockImplementationOnce(() => {
    throw full;
  });
  keeper.noted();
  vi.advanceTimersByTime(1_000);
  expect(onFailure).toHaveBeenCalledExactlyOnceWith(full);
  expect(follow).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(60_000);
  expect(follow).toHaveBeenCalledTimes(2);
});

it('does nothing once it is stopped', () => {
  const { follow, keeper } = kept([5]);
  keeper.noted();
  keeper.stop();
  keeper.noted();
  vi.advanceTimersByTime(60_000);
  expect(follow).not.toHaveBeenCalled();
});
