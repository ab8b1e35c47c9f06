/** The processes that are killed: started ahead of their round, so that a kill costs a process but no waiting for one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { MARK } from './mark.ts';
import type { WorkName } from './station.ts';

export interface Victim {
  readonly pid: number;
  /** Hands the work over; resolves when the process has begun with it. */
  begin(job: object): Promise<void>;
  /** Everything it wrote to standard output, but for the marks. */
  said(): string;
  /** Whether it came to the end of its work. */
  finished(): boolean;
  /** Holds it still, at once or, with `outOfKernel`, once no call into the system is under way. */
  hold(outOfKernel: boolean): Promise<void>;
  goOn(): void;
  /** Resolves once it is dead; throws when it had died by itself, with what it said. */
  kill(): Promise<void>;
  /** Resolves when it has come so many steps far, or to its end. */
  reached(steps: number): Promise<void>;
  /** Resolves when it says that it is through. */
  through(): Promise<void>;
}

const PROGRAM = join(import.meta.dirname, 'station.ts');
/** Compiled code is kept between processes: a start costs a fifth of a second instead of half a one. */
const CACHE = join(tmpdir(), `motcua-faults-code-${process.getuid?.() ?? 0}`);

const WORDS: readonly string[] = ['', 'warm', 'going', 'finished'];

const alive = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

function start(work: WorkName): Victim {
  const env = { ...process.env, NODE_COMPILE_CACHE: CACHE };
  const child = spawn(process.execPath, [PROGRAM, work], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  alive.add(child);
  const gone = once(child, 'close').finally(() => alive.delete(child));
  let said = '';
  let complained = '';
  const hears = new Set<() => void>();
  child.stdout.on('data', (bytes: Buffer) => {
    said += bytes.toString();
    for (const hear of hears) hear();
  });
  child.stderr.on('data', (bytes: Buffer) => {
    complained = (complained + bytes.toString()).slice(-4_000);
  });
  // What is written to a process that is dead already is told by `diedAlone`.
  child.stdin.on('error', () => undefined);
  const diedAlone = (): Error => new Error(`the station (${work}) ended by itself: ${complained}`);
  const until = (is: () => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const hear = (): void => {
        if (!is()) return;
        hears.delete(hear);
        resolve();
      };
      hears.add(hear);
      hear();
      void gone.then(() => (is() ? resolve() : reject(diedAlone())));
    });
  const heard = (word: string): Promise<void> => until(() => said.includes(`${word}\n`));
  const isThrough = (): boolean => said.includes('finished\n');
  return {
    pid: child.pid ?? 0,
    begin: async (job) => {
      await heard('warm');
      child.stdin.write(`${JSON.stringify(job)}\n`);
      await heard('going');
    },
    said: () =>
      said
        .replaceAll(MARK, '')
        .split('\n')
        .filter((word) => !WORDS.includes(word))
        .join(' '),
    finished: isThrough,
    reached: (steps) => until(() => said.split(MARK).length > steps || isThrough()),
    through: () => heard('finished'),
    hold: async (outOfKernel) => {
      child.kill('SIGSTOP');
      while (outOfKernel && !isStopped(child.pid ?? 0)) await pause(1);
    },
    goOn: () => void child.kill('SIGCONT'),
    kill: async () => {
      const died = child.exitCode !== null;
      child.kill('SIGKILL');
      await gone;
      if (died) throw diedAlone();
    },
  };
}

/** Every thread of it: one that flushes a file goes on until the system has answered. */
function isStopped(pid: number): boolean {
  const states = readdirSync(`/proc/${pid}/task`).map((task) => {
    const stat = readFileSync(`/proc/${pid}/task/${task}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
  });
  return states.every((state) => state === 'T');
}

export interface Crew {
  /** One that is ready, or will be in a moment. */
  take(work: WorkName): Victim;
  /** Starts one for a round to come. */
  warm(work: WorkName): void;
  close(): Promise<void>;
}

export function createCrew(): Crew {
  const waiting: { readonly work: WorkName; readonly victim: Victim }[] = [];
  return {
    take: (work) => {
      const at = waiting.findIndex((one) => one.work === work);
      return at < 0 ? start(work) : (waiting.splice(at, 1)[0]?.victim ?? start(work));
    },
    warm: (work) => void waiting.push({ work, victim: start(work) }),
    close: async () => {
      for (const { victim } of waiting.splice(0)) await victim.kill().catch(() => undefined);
    },
  };
}

/** Waits to the microsecond: a timer alone would kill at whole milliseconds only. */
export async function waitMicroseconds(microseconds: number): Promise<void> {
  const end = process.hrtime.bigint() + BigInt(Math.round(microseconds)) * 1_000n;
  const whole = Math.floor(microseconds / 1_000) - 1;
  if (whole > 0) await pause(whole);
  while (process.hrtime.bigint() < end);
}
