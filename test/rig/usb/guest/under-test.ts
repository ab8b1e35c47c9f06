/** The story's hold on the program under test: what it told so far, what it answers, and how much it uses. */
import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeviceState, DeviceView } from '../../../../domain/device.ts';
import type { DeviceConfig } from '../../../../domain/device-config.ts';
import { isReport, type Order, type Report } from './messages.ts';
import { type TreeFigures, treeFigures } from './process-figures.ts';
import { DETAIL, type Recorder } from './recorder.ts';

export interface SeenScan {
  readonly device: string;
  readonly text: string;
  readonly aim?: string | undefined;
}
export interface SeenChange {
  /** The guest's clock. */
  readonly at: number;
  readonly view: DeviceView;
}
export interface Printed {
  readonly outcome: string;
  readonly why: string;
}

export interface UnderTest {
  start(configs: readonly DeviceConfig[]): void;
  readonly scans: readonly SeenScan[];
  readonly refused: readonly string[];
  readonly changes: readonly SeenChange[];
  stateOf(device: string): DeviceState | undefined;
  /** The clock when `device` was first in one of `states` at or after `since`; undefined: not within the limit. */
  untilState(
    device: string,
    states: readonly DeviceState[],
    since: number,
    limitMs?: number,
  ): Promise<number | undefined>;
  /** Whether so many scans were told, counted from the beginning, within the limit. */
  untilScans(count: number, limitMs?: number): Promise<boolean>;
  print(printer: string, rows: number, seed: number): Promise<Printed>;
  list(): Promise<readonly DeviceView[]>;
  /** Memory and open files of the program and its children, after a collection of what is unused. */
  figures(): Promise<TreeFigures>;
  stop(): Promise<void>;
}

const PROGRAM = new URL('./program.ts', import.meta.url);
/** Long, and only so that a hang ends in words. */
const HANG_MS = 60_000;

type Answer = Extract<Report, { readonly ask: number }>;

export async function startUnderTest(recorder: Recorder): Promise<UnderTest> {
  const child = fork(PROGRAM, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const scans: SeenScan[] = [];
  const refused: string[] = [];
  const changes: SeenChange[] = [];
  const answers = new Map<number, (answer: Answer) => void>();
  const waiting = new Set<() => void>();
  let lastAsk = 0;
  let ready = false;

  child.on('message', (message) => {
    if (!isReport(message)) return;
    hear(message);
    for (const look of waiting) look();
  });
  function hear(report: Report): void {
    if (report.is === 'ready') ready = true;
    else if (report.is === 'scan') scans.push(report);
    else if (report.is === 'refused') refused.push(`${report.device} ${report.code}`);
    else if (report.is === 'state') noteChange(report.view);
    else if (report.is === 'log') recorder.event(`${DETAIL}${report.text}`);
    else answers.get(report.ask)?.(report);
  }
  child.on('exit', (code, signal) => recorder.event(`the program ended: ${signal ?? code}`));

  function noteChange(view: DeviceView): void {
    changes.push({ at: recorder.now(), view });
    recorder.event(`${view.id} is ${[view.state, view.code, view.warning].filter(Boolean).join(' ')}`);
  }
  const ask = <T extends Answer['is']>(
    kind: T,
    order: (ask: number) => Order,
    limitMs = HANG_MS,
  ): Promise<Extract<Answer, { readonly is: T }>> =>
    new Promise((resolve, reject) => {
      lastAsk += 1;
      const mine = lastAsk;
      const limit = setTimeout(() => reject(new Error(`the program does not answer (${kind})`)), limitMs);
      answers.set(mine, (answer) => {
        clearTimeout(limit);
        answers.delete(mine);
        if (isOf(kind, answer)) resolve(answer);
        else reject(new Error(`the program answers ${answer.is} to ${kind}`));
      });
      child.send(order(mine));
    });
  /** Looked at with every word of the program, not by the clock: the emulated processor has better to do. */
  const until = (holds: () => boolean, limitMs: number): Promise<boolean> =>
    new Promise((resolve) => {
      const done = (held: boolean): void => {
        clearTimeout(limit);
        waiting.delete(look);
        resolve(held);
      };
      const look = (): void => {
        if (holds()) done(true);
      };
      const limit = setTimeout(() => done(false), limitMs);
      waiting.add(look);
      look();
    });

  if (!(await until(() => ready, HANG_MS))) throw new Error('the program under test does not start');
  const collect = (): Promise<unknown> => ask('done', (mine) => ({ do: 'collect', ask: mine }));

  return {
    scans,
    refused,
    changes,
    start: (configs) => void child.send({ do: 'start', configs: [...configs] } satisfies Order),
    stateOf: (device) => changes.findLast(({ view }) => view.id === device)?.view.state,
    untilState: async (device, states, since, limitMs = HANG_MS) => {
      const found = (): SeenChange | undefined =>
        changes.find(({ at, view }) => at >= since && view.id === device && states.includes(view.state));
      await until(() => found() !== undefined, limitMs);
      return found()?.at;
    },
    untilScans: (count, limitMs = HANG_MS) => until(() => scans.length >= count, limitMs),
    print: (printer, rows, seed) =>
      ask('printed', (mine) => ({ do: 'print', ask: mine, printer, rows, seed }), 2 * HANG_MS),
    list: async () => (await ask('listed', (mine) => ({ do: 'list', ask: mine }))).devices,
    figures: async () => {
      await collect();
      await sleep(300);
      await collect();
      return treeFigures(child.pid ?? 0);
    },
    stop: async () => {
      await ask('done', (mine) => ({ do: 'close', ask: mine }));
      await ended(child);
    },
  };
}

function isOf<T extends Answer['is']>(kind: T, answer: Answer): answer is Extract<Answer, { readonly is: T }> {
  return answer.is === kind;
}

async function ended(child: ChildProcess): Promise<void> {
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.disconnect();
  await exit;
}
