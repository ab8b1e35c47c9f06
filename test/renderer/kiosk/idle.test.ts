import { describe, expect, it } from 'vitest';
import {
  advance,
  type IdleScreen,
  type IdleState,
  QUIET_MS,
  QUIET_PERSONAL_MS,
  secondsLeft,
  touched,
  WARNING_MS,
} from '../../../renderer/kiosk/idle.ts';

/** Lets time pass in steps of a quarter second, as the window does. */
function leftAlone(screen: IdleScreen, forMs: number, from: IdleState = touched(0), start = 0): IdleState {
  let state = from;
  for (let now = start; now <= start + forMs; now += 250) state = advance(state, now, screen);
  return state;
}

describe('the kiosk left alone', () => {
  it('warns after a minute', () => {
    expect(leftAlone('open', QUIET_MS - 250).phase).toBe('watching');
    expect(leftAlone('open', QUIET_MS).phase).toBe('warning');
  });

  it('warns sooner where somebody’s dossier is on the screen', () => {
    expect(leftAlone('personal', QUIET_PERSONAL_MS).phase).toBe('warning');
    expect(leftAlone('open', QUIET_PERSONAL_MS).phase).toBe('watching');
  });

  it('gives at least 20 seconds of warning before it wipes', () => {
    expect(WARNING_MS).toBeGreaterThanOrEqual(20_000);
    expect(leftAlone('personal', QUIET_PERSONAL_MS + WARNING_MS - 250).phase).toBe('warning');
    expect(leftAlone('personal', QUIET_PERSONAL_MS + WARNING_MS).phase).toBe('expired');
  });

  it('warns first even when the page was asleep for an hour', () => {
    const woken = advance(touched(0), 3_600_000, 'personal');
    expect(woken.phase).toBe('warning');
    expect(secondsLeft(woken, 3_600_000)).toBe(20);
  });

  it('goes on after one touch', () => {
    const warned = leftAlone('personal', QUIET_PERSONAL_MS);
    expect(warned.phase).toBe('warning');
    const back = touched(50_000);
    expect(leftAlone('personal', QUIET_PERSONAL_MS - 250, back, 50_000).phase).toBe('watching');
  });

  it('never warns on the first screen as everybody finds it', () => {
    expect(leftAlone('rest', 10 * QUIET_MS).phase).toBe('watching');
  });

  it('takes a changed language back without asking, since nothing is lost', () => {
    expect(leftAlone('changed', QUIET_MS - 250).phase).toBe('watching');
    expect(leftAlone('changed', QUIET_MS).phase).toBe('expired');
  });

  it('counts whole seconds down to one', () => {
    const warning: IdleState = { phase: 'warning', since: 0, until: 20_000 };
    expect([0, 1, 999, 1_000, 19_500, 20_000].map((now) => secondsLeft(warning, now))).toEqual([20, 20, 20, 19, 1, 1]);
    expect(secondsLeft(touched(0), 5)).toBeUndefined();
  });
});
