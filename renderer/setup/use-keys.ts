/**
 * The window's keys. No bare letters or digits, since a reader in keyboard mode types those; and the Enter that ends a
 * scan never presses anything: it hands the scan over instead.
 */
import { useEffect, useRef } from 'react';
import { type Burst, judge, NO_BURST, press } from '../common/wedge.ts';

export type Keys = Readonly<Record<string, (() => void) | undefined>>;

const nameOf = (event: KeyboardEvent): string => {
  // The letter as it is printed on the key, whatever the layout or input method makes of it with Alt held.
  const letter = /^(?:Key|Digit)(.)$/.exec(event.code)?.[1] ?? event.key;
  return event.altKey ? `Alt+${letter}` : event.key;
};

/** Enter belongs to whatever has the focus and does something with it. */
const ownsEnter = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('button, a, summary, input, textarea, select') !== null;

/** A character as a person or a reader types it; `Process` is one that an input method took. */
const isPlainCharacter = ({ key, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean =>
  (key.length === 1 || key === 'Process') && !ctrlKey && !altKey && !metaKey;

const isCommand = (event: KeyboardEvent): boolean => {
  if (event.repeat || event.isComposing || event.ctrlKey || event.metaKey || isPlainCharacter(event)) return false;
  return event.key !== 'Enter' || !ownsEnter(event.target);
};

export const useKeys = (keys: Keys, onTyped?: (text: string, garbled: boolean) => void): void => {
  const latest = useRef({ keys, onTyped });
  latest.current = { keys, onTyped };
  useEffect(() => listen(latest), []);
};

const listen = (latest: {
  readonly current: { readonly keys: Keys; readonly onTyped?: (text: string, garbled: boolean) => void };
}) => {
  let burst: Burst = NO_BURST;
  const endsScan = (event: KeyboardEvent): boolean => {
    const verdict = judge(burst, event.timeStamp);
    burst = NO_BURST;
    if (verdict.kind === 'typed') return false;
    // Another layer of this window may be the one that takes scans.
    if (!latest.current.onTyped) return true;
    event.preventDefault();
    event.stopImmediatePropagation();
    latest.current.onTyped(verdict.kind === 'scan' ? verdict.text : '', verdict.kind === 'garbled');
    return true;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isPlainCharacter(event) && !event.repeat) burst = press(burst, event.key, event.timeStamp);
    if ((event.key === 'Enter' || event.key === 'Tab') && endsScan(event)) return;
    const handler = isCommand(event) ? latest.current.keys[nameOf(event)] : undefined;
    if (!handler) return;
    event.preventDefault();
    handler();
  };
  window.addEventListener('keydown', onKeyDown, { capture: true });
  return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
};
