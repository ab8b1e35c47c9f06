import { describe, expect, it } from 'vitest';
import { isAsking, nextTrial, type Trial, type TrialStep } from '../../../../renderer/setup/device-page/trial.ts';
import { job, NOON } from '../samples.ts';

const START: TrialStep = { type: 'start', kind: 'print', deviceId: 'slip-printer', at: NOON };
const run = (...steps: readonly TrialStep[]): Trial | undefined =>
  steps.reduce(nextTrial, undefined as Trial | undefined);

describe('a print test', () => {
  it('asks what came out only when the printer says that it printed', () => {
    const waiting = run(START, { type: 'queued', job: job() });
    expect(waiting && isAsking(waiting)).toBe(false);
    const printed = nextTrial(waiting, { type: 'job', job: job({ state: 'printed' }) });
    expect(printed && isAsking(printed)).toBe(true);
  });

  it('asks as well when the printer cannot confirm', () => {
    const unsure = run(START, { type: 'queued', job: job({ state: 'uncertain', code: 'MC-PRN-05' }) });
    expect(unsure && isAsking(unsure)).toBe(true);
  });

  it('is not moved by the news of another job', () => {
    const other = run(
      START,
      { type: 'queued', job: job() },
      { type: 'job', job: job({ id: '01930000-0000-7000-8000-000000000009', state: 'printed' }) },
    );
    expect(other?.job?.state).toBe('waiting');
  });

  it('does not take the answer to an earlier test of another printer', () => {
    expect(run(START, { type: 'queued', job: job({ printerId: 'page-printer' }) })?.job).toBeUndefined();
  });

  it('stops asking once answered, and is gone once closed', () => {
    const noted = run(START, { type: 'queued', job: job({ state: 'printed' }) }, { type: 'noted', ok: false });
    expect(noted && [noted.noted, isAsking(noted)]).toEqual([false, false]);
    expect(nextTrial(noted, { type: 'close' })).toBeUndefined();
  });
});

describe('the other tests', () => {
  it('notes a scan by itself when pages came, and leaves it open when the scanner stopped', () => {
    const start: TrialStep = { type: 'start', kind: 'scan', deviceId: 'feeder', at: NOON };
    expect(run(start, { type: 'scanned', pages: 2 })?.noted).toBe(true);
    expect(run(start, { type: 'scanned', pages: 1, code: 'MC-DSC-01' })?.noted).toBe(false);
  });

  it('hears only the reader under test', () => {
    const start: TrialStep = { type: 'start', kind: 'read', deviceId: 'reader-kiosk', at: NOON };
    const reading = { verdict: 'whole', length: 15 } as const;
    expect(run(start, { type: 'reading', deviceId: 'reader-counter', reading })?.reading).toBeUndefined();
    expect(run(start, { type: 'reading', deviceId: 'reader-kiosk', reading })?.reading).toEqual(reading);
  });

  it('ignores what comes after the test was closed', () => {
    expect(run({ type: 'scanned', pages: 3 })).toBeUndefined();
  });
});
