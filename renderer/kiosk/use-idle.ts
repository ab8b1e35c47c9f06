import { useEffect, useRef, useState } from 'react';
import { advance, type IdleScreen, type IdleState, secondsLeft, touched } from './idle.ts';

const TICK_MS = 250;
/** Never jumps, unlike the PC's wall clock. */
const clock = (): number => performance.now();

/** Seconds left of the warning, if it is being given. `onExpired` is called once when nobody answered. */
export function useIdle(screen: IdleScreen, session: number, onExpired: () => void): number | undefined {
  const [left, setLeft] = useState<number>();
  const latest = useRef({ screen, onExpired });
  latest.current = { screen, onExpired };
  const state = useRef<IdleState>(touched(clock()));
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new person starts with full time
  useEffect(() => {
    state.current = touched(clock());
    setLeft(undefined);
    return watch(state, latest, setLeft);
  }, [session]);
  return left;
}

type Latest = { readonly current: { readonly screen: IdleScreen; readonly onExpired: () => void } };

function watch(state: { current: IdleState }, latest: Latest, setLeft: (left: number | undefined) => void): () => void {
  const touch = (): void => {
    if (state.current.phase !== 'warning') state.current = touched(clock());
  };
  // The whole touch belongs to the warning: nothing under it may be pressed by the same finger.
  const stay = (event: Event): void => {
    if (state.current.phase !== 'warning') return;
    event.stopPropagation();
    state.current = touched(clock());
    setLeft(undefined);
  };
  const tick = (): void => {
    const before = state.current;
    const after = advance(before, clock(), latest.current.screen);
    state.current = after;
    setLeft(secondsLeft(after, clock()));
    if (after.phase === 'expired' && after !== before) latest.current.onExpired();
  };
  window.addEventListener('pointerdown', touch, true);
  window.addEventListener('click', stay, true);
  const timer = setInterval(tick, TICK_MS);
  return () => {
    window.removeEventListener('pointerdown', touch, true);
    window.removeEventListener('click', stay, true);
    clearInterval(timer);
  };
}
