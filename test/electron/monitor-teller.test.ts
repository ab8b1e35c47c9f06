import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { StationReady, ToldMonitor } from '../../domain/shell-protocol.ts';
import { createMonitorTeller } from '../../electron/monitor-teller.ts';

const ready = (pid: number): StationReady => ({
  motcua: 'ready',
  origin: 'http://127.0.0.1:4000',
  shellKey: 'k'.repeat(32),
  pid,
});
const desk: ToldMonitor = { label: 'Bàn', width: 1920, height: 1080, windows: ['counter'] };
const hall: ToldMonitor = { label: 'Sảnh', width: 3840, height: 2160, windows: [] };

const teller = () => {
  const now: { station: StationReady | undefined; monitors: readonly ToldMonitor[] } = {
    station: undefined,
    monitors: [desk],
  };
  const send = vi.fn((_: StationReady, __: readonly ToldMonitor[]) => Promise.resolve());
  const tell = createMonitorTeller({ station: () => now.station, monitors: () => now.monitors, send });
  return { now, send, tell };
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it('waits for a station, tells it once, and again only what has changed', () => {
  const { now, send, tell } = teller();
  tell();
  expect(send).not.toHaveBeenCalled();
  now.station = ready(1);
  tell();
  tell();
  expect(send.mock.calls).toEqual([[ready(1), [desk]]]);
  now.monitors = [desk, hall];
  tell();
  expect(send.mock.lastCall).toEqual([ready(1), [desk, hall]]);
  expect(send).toHaveBeenCalledTimes(2);
});

it('tells a station that was started anew, which has its old address', () => {
  const { now, send, tell } = teller();
  now.station = ready(1);
  tell();
  now.station = ready(2);
  tell();
  expect(send).toHaveBeenCalledTimes(2);
});

it('says what went wrong and tries again later, once for several failures', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const { now, send, tell } = teller();
  now.station = ready(1);
  send.mockRejectedValueOnce(new Error('/shell/monitors answered 500')).mockRejectedValueOnce(new Error('again'));
  tell();
  await vi.advanceTimersByTimeAsync(0);
  tell();
  await vi.advanceTimersByTimeAsync(0);
  expect(said).toHaveBeenCalledTimes(2);
  expect(send).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(send).toHaveBeenCalledTimes(3);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(send).toHaveBeenCalledTimes(3);
});
