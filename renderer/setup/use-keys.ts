/**
 * The window's keys. No bare letters or digits, since a reader in keyboard mode types those; and the Enter that ends a
 * scan never presses anything: it hands the scan over instead.
 */
import { useEffect, useRef } from 'react';
import { createWedge, type WedgeHandlers } from '../common/wedge/listener.ts';

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

export const useKeys = (keys: Keys): void => {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => listen(latest), []);
};

const listen = (latest: { readonly current: Keys }) => {
  const onKeyDown = (event: KeyboardEvent) => {
    const handler = isCommand(event) ? latest.current[nameOf(event)] : undefined;
    if (!handler) return;
    event.preventDefault();
    handler();
  };
  document.addEventListener('keydown', onKeyDown, { capture: true });
  return () => document.removeEventListener('keydown', onKeyDown, { capture: true });
};

/** Once in a window. It listens above every `useKeys`, so that a reader's Enter is gone before any of them sees it. */
export const useTypedScans = (handlers: WedgeHandlers): void => {
  const latest = useRef(handlers);
  latest.current = handlers;
  useEffect(() => {
    const wedge = createWedge({
      rules: () => latest.current.rules(),
      onScan: (scan) => latest.current.onScan(scan),
      onGarbled: (scan) => latest.current.onGarbled(scan),
    });
    const onKeyDown = (event: KeyboardEvent) => void wedge.key(event);
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => {
      wedge.stop();
      window.removeEventListener('keydown', onKeyDown, { capture: true });
    };
  }, []);
};
