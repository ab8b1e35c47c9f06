import { expect, test, vi } from 'vitest';
import { createLine, LINE_FAULTS } from './line.ts';

const PUSH: RequestInit = { method: 'POST', body: new Uint8Array([1, 2, 3, 4]), signal: AbortSignal.timeout(50) };
const answer = (): Response => new Response('{"answers":[1,2,3]}', { headers: { 'content-encoding': 'identity' } });

test('a good line hands everything over as it is', async () => {
  const send = vi.fn(async () => answer());
  const line = createLine('mẫu', 'may-1', send);
  expect(await (await line.fetch('http://x/', PUSH)).text()).toBe('{"answers":[1,2,3]}');
  expect(send).toHaveBeenCalledExactlyOnceWith('http://x/', PUSH);
  expect(line.takeCounts()).toEqual({});
});

test('a cut line sends nothing', async () => {
  const send = vi.fn(async () => answer());
  const line = createLine('mẫu', 'may-1', send);
  line.setMode('cut');
  await expect(line.fetch('http://x/', PUSH)).rejects.toThrow('fetch failed');
  expect(send).not.toHaveBeenCalled();
  expect(line.takeCounts()).toEqual({ cut: 1 });
});

test('on a flaky line every trouble befalls somebody, the same ones for the same seed', async () => {
  const tried = async (): Promise<Readonly<Record<string, number>>> => {
    const line = createLine('mẫu', 'may-1', async () => answer());
    line.setMode('flaky');
    const patch = { ...PUSH, method: 'PATCH' };
    const outcomes = Array.from({ length: 400 }, () =>
      line.fetch('http://x/', patch).then((response) => response.text()),
    );
    await Promise.allSettled(outcomes);
    return line.takeCounts();
  };
  const counts = await tried();
  expect(Object.keys(counts).toSorted()).toEqual([...LINE_FAULTS].toSorted());
  expect(await tried()).toEqual(counts);
});
