/** The guest's pen: every record is on this machine's disk before the next thing happens, and on the console too. */
import { openSync, writeSync } from 'node:fs';
import { type CheckName, logOf, type RigRecord } from '../record.ts';

/** What the program under test logs is for the record only: the emulated console is slow. */
export const DETAIL = 'program: ';

export interface Recorder {
  /** Milliseconds since the guest was started. */
  now(): number;
  event(what: string): void;
  check(name: CheckName, ok: boolean, seen: string): void;
  figure(name: string, value: number, unit: string, aim?: number): void;
  end(): void;
}

export function createRecorder(file: string, bootedAt: number): Recorder {
  const now = (): number => Math.round(Date.now() - bootedAt);
  const out = openSync(file, 'a');
  const put = (record: RigRecord): void => {
    writeSync(out, `${JSON.stringify(record)}\n`);
    if (record.is !== 'event' || !record.what.startsWith(DETAIL)) process.stdout.write(logOf([record]));
  };
  return {
    now,
    event: (what) => put({ is: 'event', at: now(), what: what.slice(0, 2000) }),
    check: (name, ok, seen) => put({ is: 'check', at: now(), name, ok, seen: seen.slice(0, 4000) }),
    figure: (name, value, unit, aim) =>
      put({
        is: 'figure',
        at: now(),
        name,
        value: Math.round(value * 10) / 10,
        unit,
        ...(aim === undefined ? {} : { aim }),
      }),
    end: () => put({ is: 'end', at: now() }),
  };
}
