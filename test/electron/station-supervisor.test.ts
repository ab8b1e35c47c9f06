/** Against a real child process that keeps, or breaks, the protocol: fake-station.ts. */
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { isAlive, requestLink, verifyPin } from '../../electron/station-client.ts';
import { parseReady, type StationState, StationSupervisor } from '../../electron/station-supervisor.ts';

type Kind = StationState['kind'];
type Running = Extract<StationState, { kind: 'running' }>;

const started: StationSupervisor[] = [];
afterEach(() => Promise.all(started.splice(0).map((supervisor) => supervisor.stop())));

/** A supervisor of a fake station, and a way to wait for what happens to it. */
function supervise(
  manner: string,
  options: { readonly startLimitMs?: number; readonly pulseMs?: number; readonly stopLimitMs?: number } = {},
) {
  const states: StationState[] = [];
  const listeners = new Set<() => void>();
  const supervisor = new StationSupervisor({
    command: process.execPath,
    args: [join(import.meta.dirname, 'fake-station.ts')],
    cwd: import.meta.dirname,
    env: { ...process.env, FAKE_STATION: manner },
    backOff: { firstMs: 10, longestMs: 40 },
    startLimitMs: options.startLimitMs ?? 15_000,
    stableAfterMs: 60_000,
    pulseMs: options.pulseMs ?? 60_000,
    missedLimit: 2,
    stopLimitMs: options.stopLimitMs ?? 5_000,
    isAlive: (origin) => isAlive(origin, 300),
    onChange: (state) => {
      states.push(state);
      for (const listener of [...listeners]) listener();
    },
  });
  started.push(supervisor);
  supervisor.start();
  const seen = (holds: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!holds()) return;
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      look();
    });
  const count = (kind: Kind): number => states.filter((state) => state.kind === kind).length;
  const running = async (times: number): Promise<Running> => {
    await seen(() => count('running') >= times);
    const found = states.filter((state): state is Running => state.kind === 'running')[times - 1];
    if (found === undefined) throw new Error('not running');
    return found;
  };
  return { supervisor, states, seen, count, running };
}

const isGone = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};

describe('a station that is killed', () => {
  test('comes back at its old address with its old key', async () => {
    const { running } = supervise('');
    const first = await running(1);
    process.kill(first.ready.pid, 'SIGKILL');
    const second = await running(2);
    expect(second.ready.pid).not.toBe(first.ready.pid);
    expect({ ...second.ready, pid: 0 }).toEqual({ ...first.ready, pid: 0 });
    await expect(isAlive(second.ready.origin)).resolves.toBe(true);
  });
});

describe('a station that does not come up', () => {
  test.each(['dies-at-start', 'garbage', 'flood'])(
    'is tried again without end, and the windows are told: %s',
    async (manner) => {
      const { seen, count, states } = supervise(manner);
      await seen(() => count('waiting') >= 6);
      expect(count('running')).toBe(0);
      const pauses = states.flatMap((state) => (state.kind === 'waiting' ? [state.retryInMs] : []));
      expect(pauses.slice(0, 6)).toEqual([10, 20, 40, 40, 40, 40]);
    },
  );

  test('is killed when it never says that it is ready', async () => {
    const { seen, count } = supervise('never-ready', { startLimitMs: 500 });
    await seen(() => count('waiting') >= 2);
    expect(count('running')).toBe(0);
  });

  test('is waited for while it recovers its store', async () => {
    const { running, count } = supervise('recovers');
    expect((await running(1)).kind).toBe('running');
    expect(count('waiting')).toBe(0);
  });

  test('may not even exist', async () => {
    const failed: StationState[] = [];
    await new Promise<void>((resolve) => {
      const supervisor = new StationSupervisor({
        command: join(import.meta.dirname, 'no-such-program'),
        args: [],
        cwd: import.meta.dirname,
        env: {},
        backOff: { firstMs: 10, longestMs: 10 },
        startLimitMs: 5_000,
        stableAfterMs: 5_000,
        pulseMs: 5_000,
        missedLimit: 2,
        stopLimitMs: 1_000,
        isAlive: (origin) => isAlive(origin, 300),
        onChange: (state) => {
          failed.push(state);
          if (failed.filter(({ kind }) => kind === 'waiting').length === 2) resolve();
        },
      });
      started.push(supervisor);
      supervisor.start();
    });
    expect(failed.some(({ kind }) => kind === 'running')).toBe(false);
  });
});

test('a station that gives no sign of life is started anew', async () => {
  const { running, seen, count } = supervise('deaf', { pulseMs: 50 });
  const { ready } = await running(1);
  await seen(() => count('waiting') >= 1);
  expect(isGone(ready.pid)).toBe(true);
}, 30_000);

describe('stopping', () => {
  test('ends the station and starts no other', async () => {
    const { supervisor, running, states } = supervise('');
    const { ready } = await running(1);
    await supervisor.stop();
    expect(isGone(ready.pid)).toBe(true);
    expect(states.at(-1)).toEqual({ kind: 'stopped' });
  });

  test('is insisted on when the station does not listen', async () => {
    const { supervisor, running } = supervise('stubborn', { stopLimitMs: 300 });
    const { ready } = await running(1);
    await supervisor.stop();
    expect(isGone(ready.pid)).toBe(true);
  });
});

describe('the shell’s requests', () => {
  test('get a link of the station and the truth about a PIN', async () => {
    const { running } = supervise('');
    const { ready } = await running(1);
    await expect(requestLink(ready, 'kiosk')).resolves.toMatch(`${ready.origin}/open/`);
    await expect(verifyPin(ready, '246810')).resolves.toBe(true);
    await expect(verifyPin(ready, '000000')).resolves.toBe(false);
  });

  test('are refused with a wrong key', async () => {
    const { running } = supervise('');
    const { ready } = await running(1);
    await expect(requestLink({ ...ready, shellKey: 'x'.repeat(32) }, 'kiosk')).rejects.toThrow('401');
  });
});

describe('the ready line', () => {
  const good = { motcua: 'ready', origin: 'http://127.0.0.1:4100', shellKey: 'k'.repeat(32), pid: 7 };

  test('is read', () => {
    expect(parseReady(JSON.stringify(good))).toEqual(good);
  });

  test.each([
    { ...good, origin: 'http://example.org:80' },
    { ...good, origin: 'http://127.0.0.1:4100.example.org' },
    { ...good, shellKey: 'short' },
    { ...good, pid: 0 },
    { motcua: 'ready' },
  ])('is refused when it is not one of a station on this machine: %j', (line) => {
    expect(parseReady(JSON.stringify(line))).toBeUndefined();
    expect(parseReady('{')).toBeUndefined();
  });
});
