import { describe, expect, it, vi } from 'vitest';
import type { CallView } from '../../../domain/views/public.ts';
import { type Announced, announce, MAX_SHOWN_MS, MIN_SHOWN_MS } from '../../../renderer/display/announce.ts';

const call: CallView = {
  id: 'x',
  ticket: 'A 012',
  desk: 3,
  at: 0,
  clips: ['moi-cong-dan-so', 'a', '0', '1', '2', 'den-quay-so', '3'],
  times: 1,
};

/** Time that passes only when the test says so. */
function clock() {
  const due: { readonly ms: number; readonly wake: () => void }[] = [];
  return {
    wait: (ms: number) => new Promise<void>((wake) => due.push({ ms, wake })),
    pass: async (ms: number) => {
      for (const timer of due) if (timer.ms <= ms) timer.wake();
      await settled();
    },
  };
}
const settled = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

function sound() {
  let end = (): void => undefined;
  const stop = vi.fn();
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const play = vi.fn(async (_clips: readonly string[]) => ({ ended, stop }));
  return { play, stop, end: () => end() };
}

function watched(promise: Promise<Announced>) {
  const seen = { over: false, sounded: false };
  promise.then(({ sounded }) => {
    seen.over = true;
    seen.sounded = sounded;
  });
  return seen;
}

describe('a call aloud', () => {
  it('rings, then says the clips in order', async () => {
    const { play } = sound();
    announce(call, { play, wait: clock().wait });
    await settled();
    expect(play).toHaveBeenCalledExactlyOnceWith(['chime', ...call.clips]);
  });

  it('is not over before the last clip, nor before there was time to read', async () => {
    const time = clock();
    const { play, end } = sound();
    const seen = watched(announce(call, { play, wait: time.wait }));
    await time.pass(MIN_SHOWN_MS);
    expect(seen.over).toBe(false);
    end();
    await settled();
    expect(seen).toEqual({ over: true, sounded: true });
  });

  it('is a picture all the same when sound fails, and the board knows that it is mute', async () => {
    const time = clock();
    const seen = watched(
      announce(call, { play: async () => Promise.reject(new Error('no sound card')), wait: time.wait }),
    );
    await settled();
    expect(seen.over).toBe(false);
    await time.pass(MIN_SHOWN_MS);
    expect(seen.over).toBe(true);
    expect(seen.sounded).toBe(false);
  });

  it('does not let a hanging sound hold the hall, and silences it', async () => {
    const time = clock();
    const { play, stop } = sound();
    const seen = watched(announce(call, { play, wait: time.wait }));
    await time.pass(MAX_SHOWN_MS);
    expect(seen.over).toBe(true);
    expect(stop).toHaveBeenCalledOnce();
  });
});
