/**
 * The counter's one keyboard: a listener on the window that first lets the wedge guard look, then hands named keys to
 * the screen in front. While a dialog is open only the dialog's keys work.
 */
import { useEffect, useRef } from 'react';
import { isTextField } from '../../common/wedge/field.ts';
import { createWedge, type WedgeHandlers } from '../../common/wedge/listener.ts';
import { isTyping, keyName } from './key-name.ts';

type Handler = (event: KeyboardEvent) => void;
export type KeyMap = { readonly [name: string]: Handler | undefined };
type Layer = { readonly keys: () => KeyMap; readonly dialog: boolean };

const layers: Layer[] = [];

/** Keys of a screen while it is mounted; the latest mounted wins. `dialog`: keys that work inside an open dialog. */
export const useKeys = (map: KeyMap, dialog = false): void => {
  const latest = useRef(map);
  latest.current = map;
  useEffect(() => {
    const layer: Layer = { keys: () => latest.current, dialog };
    layers.push(layer);
    return () => {
      layers.splice(layers.indexOf(layer), 1);
    };
  }, [dialog]);
};

/** Enter on a button, a link or a choice is that thing's own; elsewhere it is the primary action. */
const ownsEnter = (target: EventTarget | null): boolean =>
  target instanceof HTMLTextAreaElement ||
  (target instanceof Element && target.closest('button, a[href], select, summary, [role="option"]') !== null);

/** A field that handles some keys itself says which: `data-own-keys="Enter Escape"`. */
const ownsKey = (target: EventTarget | null, name: string): boolean =>
  target instanceof HTMLElement &&
  (target.closest<HTMLElement>('[data-own-keys]')?.dataset.ownKeys?.split(' ').includes(name) ?? false);

const dialogOpen = (): boolean => document.querySelector('dialog[open]') !== null;

const dispatch = (event: KeyboardEvent, name: string): void => {
  const inDialog = dialogOpen();
  for (const layer of [...layers].reverse()) {
    if (layer.dialog !== inDialog) continue;
    const handler = layer.keys()[name];
    if (!handler) continue;
    event.preventDefault();
    handler(event);
    return;
  }
};

/** While the page says that it waits for the station, no key acts behind that notice. */
const isHeld = (): boolean => document.querySelector('.gate-held[inert]') !== null;

/** `/` and `?` wait for a moment: inside a scan they are only characters of a code. */
const SOLITARY_MS = 120;

/** The key's name if it is the window's to act on; empty when it belongs to the field or button that has the focus. */
const shortcutOf = (event: KeyboardEvent): string => {
  const name = keyName(event);
  if (name === 'Enter' && (event.repeat || event.isComposing || ownsEnter(event.target))) return '';
  return isTyping(name, isTextField(event.target)) || ownsKey(event.target, name) ? '' : name;
};

/** A click leaves the focus where it was, else the next Enter would press that button again (and call another person). */
const keepFocus = (event: MouseEvent): void => {
  if (event.target instanceof Element && event.target.closest('button')) event.preventDefault();
};

/** Listens until the returned function is called. `handlers`: for scans typed by a reader in keyboard mode. */
export const startKeyboard = (handlers: WedgeHandlers): (() => void) => {
  const wedge = createWedge(handlers);
  let solitary: ReturnType<typeof setTimeout> | undefined;

  const onKeyDown = (event: KeyboardEvent): void => {
    clearTimeout(solitary);
    if (isHeld() || wedge.key(event)) return;
    const name = shortcutOf(event);
    if (name === '/' || name === '?')
      solitary = setTimeout(() => wedge.pending() <= 1 && dispatch(event, name), SOLITARY_MS);
    else if (name) dispatch(event, name);
  };

  window.addEventListener('keydown', onKeyDown, { capture: true });
  window.addEventListener('mousedown', keepFocus);
  return () => {
    clearTimeout(solitary);
    wedge.stop();
    window.removeEventListener('keydown', onKeyDown, { capture: true });
    window.removeEventListener('mousedown', keepFocus);
  };
};
