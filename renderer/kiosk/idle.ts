/**
 * When a screen is left alone: first a warning that can be ended by one touch, then everything is wiped
 * (WCAG 2.2.1 asks for at least 20 s of warning). Pure: the caller brings the time, from a clock that never jumps.
 */

/** At least what WCAG 2.2.1 asks. */
export const WARNING_MS = 20_000;
export const QUIET_MS = 60_000;
/** A screen that shows somebody's dossier or number is left open for a shorter time. */
export const QUIET_PERSONAL_MS = 45_000;

export type IdleState =
  | { readonly phase: 'watching'; readonly since: number }
  | { readonly phase: 'warning'; readonly since: number; readonly until: number }
  | { readonly phase: 'expired' };

/**
 * What stands on the screen. `rest`: the first screen as everybody finds it, nothing to forget. `changed`: the first
 * screen with another language or type size: it goes back without asking, nothing of anybody's is lost.
 */
export type IdleScreen = 'rest' | 'changed' | 'open' | 'personal';

export const touched = (now: number): IdleState => ({ phase: 'watching', since: now });

/** The state at `now`. However long the page was asleep, a warning always comes before the wipe. */
export function advance(state: IdleState, now: number, screen: IdleScreen): IdleState {
  if (screen === 'rest') return touched(now);
  if (state.phase === 'expired') return state;
  if (state.phase === 'warning') return now >= state.until ? { phase: 'expired' } : state;
  if (now - state.since < quietTime(screen)) return state;
  return screen === 'changed' ? { phase: 'expired' } : { phase: 'warning', since: now, until: now + WARNING_MS };
}

/** Whole seconds left of the warning, counted down to 1; undefined when there is none. */
export function secondsLeft(state: IdleState, now: number): number | undefined {
  if (state.phase !== 'warning') return undefined;
  return Math.max(1, Math.ceil((state.until - now) / 1000));
}

function quietTime(screen: IdleScreen): number {
  return screen === 'personal' ? QUIET_PERSONAL_MS : QUIET_MS;
}
