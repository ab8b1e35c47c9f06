import { describe, expect, it } from 'vitest';
import { createPace } from '../../../offline-store/sync/pace.ts';

const KB = 1_024;

/** A clock that moves only while the pace rests. */
const paceAt = (rate: (at: number) => number | undefined, isBusy: (at: number) => boolean = () => false) => {
  const stop = new AbortController();
  let at = 0;
  const pace = createPace({
    rate: () => rate(at),
    isBusy: () => isBusy(at),
    steady: () => at,
    rest: async (ms) => {
      at += ms;
      if (at > 10_000_000) stop.abort();
    },
    stop: stop.signal,
  });
  /** When each part went, until all bytes are gone. */
  const send = async (bytes: number) => {
    const sent: { at: number; bytes: number }[] = [];
    for (let left = bytes; left > 0; ) {
      const part = Math.min(pace.partBytes(), left);
      if ((await pace.before(part)) === 'stop') break;
      sent.push({ at, bytes: part });
      left -= part;
    }
    return sent;
  };
  return { send, stop, now: () => at };
};

describe('scans', () => {
  it('go as fast as the line does where nothing says otherwise, in parts that a slow line can carry', async () => {
    const sent = await paceAt(() => undefined).send(1_000 * KB);
    expect(sent.map(({ bytes }) => bytes / KB)).toEqual([256, 256, 256, 232]);
    expect(sent.every(({ at }) => at === 0)).toBe(true);
  });

  it.each([32, 250, 2_000])('take no more than %s KB a second, in any stretch of time', async (rate) => {
    const { send } = paceAt(() => rate * KB);
    const sent = await send(rate * 20 * KB);
    const last = sent.at(-1)?.at ?? 0;
    expect(last).toBeGreaterThanOrEqual(18_000);
    expect(last).toBeLessThan(22_000);
    for (const { at } of sent) {
      const inSecond = sent.filter((one) => one.at >= at && one.at < at + 1_000);
      expect(inSecond.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(2 * rate * KB);
    }
  });

  it('go at full speed as soon as the office closes', async () => {
    const closes = 5_000;
    const { send } = paceAt((at) => (at < closes ? 8 * KB : undefined));
    const sent = await send(1_000 * KB);
    expect(sent.filter(({ at }) => at < closes).length).toBeLessThanOrEqual(6);
    expect(sent.at(-1)?.at).toBeLessThan(closes + 1_000);
  });

  it('wait while an officer’s work is on its way', async () => {
    const { send } = paceAt(
      () => undefined,
      (at) => at < 3_000,
    );
    const [first] = await send(10);
    expect(first?.at).toBeGreaterThanOrEqual(3_000);
  });

  it('end with the station', async () => {
    const { send, stop } = paceAt(() => undefined);
    stop.abort();
    expect(await send(10)).toEqual([]);
  });
});
