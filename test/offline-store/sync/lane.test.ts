import { describe, expect, it } from 'vitest';
import { runLane } from '../../../offline-store/sync/lane.ts';

const FOR_EVER = 2_000_000_000;

const laneOf = (turn: (n: number) => Promise<number>) => {
  const stop = new AbortController();
  const failures: number[] = [];
  let turns = 0;
  const lane = runLane({
    stop: stop.signal,
    onFailure: (_error, count) => {
      failures.push(count);
      return 0;
    },
    turn: () => {
      turns += 1;
      return turn(turns);
    },
  });
  return { lane, stop, failures, turns: () => turns };
};

describe('a lane', () => {
  it('takes turn after turn, and counts failures in a row only', async () => {
    const { lane, stop, failures } = laneOf(async (n) => {
      if (n === 6) stop.abort();
      if ([1, 2, 4].includes(n)) throw new Error('mẫu');
      return 0;
    });
    await lane.ended;
    expect(failures).toEqual([1, 2, 1]);
  });

  it('is woken from its pause, and takes another turn when it is woken in the middle of one', async () => {
    const { lane, stop, turns } = laneOf(async (n) => {
      // Woken while it runs: the pause that it asks for is left out.
      if (n === 1) lane.wake();
      if (n === 2) setImmediate(lane.wake);
      if (n === 3) stop.abort();
      await Promise.resolve();
      return FOR_EVER;
    });
    await lane.ended;
    expect(turns()).toBe(3);
  });

  it('ends in the middle of a pause', async () => {
    const { lane, stop } = laneOf(async () => {
      setImmediate(() => stop.abort());
      return FOR_EVER;
    });
    await lane.ended;
  });
});
