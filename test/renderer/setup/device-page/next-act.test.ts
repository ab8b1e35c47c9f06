import { describe, expect, it } from 'vitest';
import { nextAct } from '../../../../renderer/setup/device-page/next-act.ts';
import { device, NOON } from '../samples.ts';

const passed = { at: NOON, ok: true, observed: 'print:yes' };

describe('the next act', () => {
  it('is the paper before anything else', () => {
    const out = device({ id: 'out', state: 'attention', code: 'MC-PRN-03' });
    expect(nextAct([device(), out], undefined)).toEqual({ act: 'paper', device: out });
  });

  it('is another trouble, then what was never tested, then what failed', () => {
    const gone = device({ id: 'gone', state: 'absent', code: 'MC-BCR-01' });
    const failed = device({ id: 'failed', lastTest: { ...passed, ok: false } });
    const untested = device({ id: 'untested' });
    expect(nextAct([failed, untested, gone], undefined).act).toBe('fix');
    expect(nextAct([failed, untested], undefined)).toEqual({ act: 'test', device: untested });
    expect(nextAct([failed], undefined)).toEqual({ act: 'retest', device: failed });
  });

  it('waits while a device is being tested, and goes on once that is noted', () => {
    const trial = { kind: 'print', deviceId: 'slip-printer', startedAt: NOON } as const;
    expect(nextAct([device()], trial).act).toBe('testing');
    expect(nextAct([device({ lastTest: passed })], { ...trial, noted: true }).act).toBe('all-passed');
  });

  it('has nothing to offer without devices', () => {
    expect(nextAct([], undefined)).toEqual({ act: 'none' });
  });
});
