import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createMemoryKeeper } from '../../station/memory-keeper.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Windows of five seconds, each with the share of a core that it took. */
const playing = () => {
  let spentMs = 0;
  const collect = vi.fn(() => {
    spentMs += 2_000;
  });
  const keeper = createMemoryKeeper({ cpuMs: () => spentMs, collect });
  const play = (...shares: readonly number[]): number => {
    for (const share of shares) {
      spentMs += share * 5_000;
      vi.advanceTimersByTime(5_000);
    }
    return collect.mock.calls.length;
  };
  return { play, keeper };
};

it('collects once when the start is over and it has been quiet for ten seconds', () => {
  const { play } = playing();
  expect(play(0.9, 0.01)).toBe(0);
  expect(play(0.01)).toBe(1);
  expect(play(0, 0, 0.04, 0, 0)).toBe(1);
});

it('collects again after much work, not after a little', () => {
  const { play } = playing();
  play(0, 0);
  expect(play(0.1, 0, 0, 0)).toBe(1);
  expect(play(0.5, 0.9)).toBe(1);
  expect(play(0, 0)).toBe(2);
});

it('waits while somebody is served', () => {
  const { play } = playing();
  expect(play(0.9, 0, 0.1, 0, 0.1, 0, 0.3)).toBe(0);
  expect(play(0, 0)).toBe(1);
});

it('takes its own work for nobody’s', () => {
  const { play } = playing();
  expect(play(0, 0, 0, 0, 0, 0)).toBe(1);
});

it('ends', () => {
  const { play, keeper } = playing();
  keeper.stop();
  expect(play(0, 0, 0)).toBe(0);
});

it('has what it collects with, in the Node that the station runs in, and leaves no trace of it', () => {
  const module = join(import.meta.dirname, '..', '..', 'station', 'memory-keeper.ts');
  const program = `
    import { keepMemorySmall } from ${JSON.stringify(module)};
    const { setInterval: every } = globalThis;
    let look;
    globalThis.setInterval = (work) => { look = work; return { unref: () => undefined }; };
    keepMemorySmall();
    globalThis.setInterval = every;
    process.cpuUsage = () => ({ user: 0, system: 0 });
    let kept = Array.from({ length: 400 }, () => Buffer.alloc(100_000).toString('latin1') + Math.random());
    const before = process.memoryUsage().heapTotal;
    kept = undefined;
    look(); look(); look();
    console.log(JSON.stringify({ freed: before - process.memoryUsage().heapTotal, gc: typeof globalThis.gc }));`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  const { freed, gc } = JSON.parse(printed) as { readonly freed: number; readonly gc: string };
  expect(gc).toBe('undefined');
  expect(freed).toBeGreaterThan(20_000_000);
});
