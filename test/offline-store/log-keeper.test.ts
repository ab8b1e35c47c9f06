import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLogKeeper, WORTH_COMMITS } from '../../offline-store/log-keeper.ts';
import { actor, commit, freshParts, lease } from './helpers.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

const kept = () => {
  const pragma = vi.fn();
  const onFailure = vi.fn();
  const keeper = createLogKeeper({ db: { pragma }, onFailure });
  return { pragma, onFailure, keeper, commits: (count: number) => Array.from({ length: count }, keeper.noted) };
};

it('waits until it is worth it, and for a quiet moment', () => {
  const { pragma, keeper, commits } = kept();
  commits(WORTH_COMMITS - 1);
  vi.advanceTimersByTime(60_000);
  expect(pragma).not.toHaveBeenCalled();
  for (let at = 0; at < 50; at += 1) {
    keeper.noted();
    vi.advanceTimersByTime(100);
  }
  expect(pragma).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1_000);
  expect(pragma).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(60_000);
  expect(pragma).toHaveBeenCalledTimes(1);
});

it('tells of what the disk refuses, and tries again with the next commits', () => {
  const { pragma, onFailure, commits } = kept();
  const full = new Database.SqliteError('database or disk is full', 'SQLITE_FULL');
  pragma.mockImplementationOnce(() => {
    throw full;
  });
  commits(WORTH_COMMITS);
  vi.advanceTimersByTime(1_000);
  expect(onFailure).toHaveBeenCalledExactlyOnceWith(full);
  commits(WORTH_COMMITS);
  vi.advanceTimersByTime(1_000);
  expect(pragma).toHaveBeenCalledTimes(2);
});

it('does nothing once it is stopped', () => {
  const { pragma, keeper, commits } = kept();
  commits(WORTH_COMMITS);
  keeper.stop();
  commits(WORTH_COMMITS);
  vi.advanceTimersByTime(60_000);
  expect(pragma).not.toHaveBeenCalled();
});

it('empties the log of a store that has come to rest', () => {
  const { store, parts } = freshParts();
  const pragma = vi.spyOn(parts.db, 'pragma');
  try {
    store.leases.add(lease());
    for (let n = 0; n < WORTH_COMMITS; n += 1) store.receiveDossier(commit(), actor());
    expect(pragma).not.toHaveBeenCalledWith('wal_checkpoint(PASSIVE)');
    vi.advanceTimersByTime(1_000);
    expect(pragma).toHaveBeenCalledWith('wal_checkpoint(PASSIVE)');
  } finally {
    store.close();
  }
});
