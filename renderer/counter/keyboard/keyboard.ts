/**
 * The counter's one keyboard: a listener on the window that first lets the wedge guard look, then hands named keys to
 * the screen in front. While a dialog is open only the dialog's keys work.
 */
import { useEffect, useRef } from 'react';
import { type Burst, DESK_RULES, judge, NO_BURST, press } from '../../common/wedge.ts';
import { isTyping, keyName } from './key-name.ts';

type Handler = (event: KeyboardEvent) => void;
export type KeyMap = { readonly [name: string]: Handler | undefined };
type Layer = { readonly keys: () => KeyMap; readonly dialog: boolean };
export type WedgeResult = { readonly kind: 'scan'; readonly text: string } | { readonly kind: 'garbled' };

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

const isText = (target: EventTarget | null): target is HTMLInputElement | HTMLTextAreaElement =>
  target instanceof HTMLTextAreaElement ||
  (target instanceof HTMLInputElement && !/^(radio|checkbox|button)$/.test(target.type));

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
  return isTyping(name, isText(event.target)) || ownsKey(event.target, name) ? '' : name;
};

/** Restores what a field held before a scan was typed into it, so that React hears of it. */
const restore = (field: HTMLInputElement | HTMLTextAreaElement, value: string): void => {
  const prototype = field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
};

/** A click leaves the focus where it was, else the next Enter would press that button again (and call another person). */
const keepFocus = (event: MouseEvent): void => {
  if (event.target instanceof Element && event.target.closest('button')) event.preventDefault();
};

/** Listens until the returned function is called. `onWedge`: a scan typed by a keyboard-wedge scanner. */
export const startKeyboard = (onWedge: (result: WedgeResult) => void): (() => void) => {
  let burst: Burst = NO_BURST;
  let before = { field: undefined as HTMLInputElement | HTMLTextAreaElement | undefined, value: '' };
  let solitary: ReturnType<typeof setTimeout> | undefined;

  const remember = (event: KeyboardEvent): void => {
    const starts = burst.keys === 0 || event.timeStamp - burst.lastAt > DESK_RULES.breakMs;
    if (starts)
      before = isText(event.target)
        ? { field: event.target, value: event.target.value }
        : { field: undefined, value: '' };
    burst = press(burst, event.key, event.timeStamp);
  };

  const endsScan = (event: KeyboardEvent): boolean => {
    const verdict = judge(burst, event.timeStamp);
    burst = NO_BURST;
    if (verdict.kind === 'typed') return false;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (before.field) restore(before.field, before.value);
    onWedge(verdict);
    return true;
  };

  const watch = (event: KeyboardEvent): void => {
    const typed =
      (event.key.length === 1 || event.key === 'Process') && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!typed) return;
    // A key held down repeats as fast as a scanner types.
    if (event.repeat) burst = NO_BURST;
    else remember(event);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    clearTimeout(solitary);
    if (isHeld()) return;
    watch(event);
    if ((event.key === 'Enter' || event.key === 'Tab') && endsScan(event)) return;
    const name = shortcutOf(event);
    if (name === '/' || name === '?')
      solitary = setTimeout(() => burst.keys <= 1 && dispatch(event, name), SOLITARY_MS);
    else if (name) dispatch(event, name);
  };

  window.addEventListener('keydown', onKeyDown, { capture: true });
  window.addEventListener('mousedown', keepFocus);
  return () => {
    clearTimeout(solitary);
    window.removeEventListener('keydown', onKeyDown, { capture: true });
    window.removeEventListener('mousedown', keepFocus);
  };
};
