/**
 * Listens for a barcode reader in keyboard mode among a window's keys. The window hands every keydown in, before anything
 * else looks at it, and does nothing with the keys that are taken.
 */
import { type Burst, NO_BURST, press } from './burst.ts';
import { isField, isTextField, NO_FIELD, parkFocus, type Remembered, refuseLateText, rememberField } from './field.ts';
import { breakOf, type Ending, judge, judgeWritten, type Verdict, type WedgeRules } from './verdict.ts';

export type TypedScan = Extract<Verdict, { kind: 'scan' }>;
export type GarbledScan = Extract<Verdict, { kind: 'garbled' }>;

export type WedgeHandlers = {
  /** Asked at every key: what is known of the reader grows. */
  readonly rules: () => WedgeRules;
  readonly onScan: (scan: TypedScan) => void;
  /** The focus was taken off the field, so that the same code comes whole when it is scanned again. */
  readonly onGarbled: (scan: GarbledScan) => void;
};

export type Wedge = {
  /** True when the key belongs to a reader and must do nothing else. */
  readonly key: (event: KeyboardEvent) => boolean;
  /** Keys of a burst that may become a scan. */
  readonly pending: () => number;
  readonly stop: () => void;
};

/**
 * After a scan: some readers end twice (CR and LF), and an input method sends the Enter that it held once more, as if pressed
 * anew. Nobody is as quick as that.
 */
const AFTERMATH_MS = 300;

/** A character as a person or a reader types it, or what an input method made of it. */
const isTyped = ({ key, code, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean =>
  !ctrlKey &&
  !altKey &&
  !metaKey &&
  (key.length === 1 || key === 'Process' || key === 'Unidentified' || key === 'Dead' || /^Numpad\d$/.test(code));

/** By its place too: an input method at work calls every key `Process`. */
const isEnd = ({ key, code }: KeyboardEvent): boolean =>
  /^(Enter|Tab)$/.test(key) || /^(Enter|NumpadEnter|Tab)$/.test(code);

export function createWedge(handlers: WedgeHandlers): Wedge {
  let burst: Burst = NO_BURST;
  let field = NO_FIELD;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let place: EventTarget | null = null;
  let over = { until: 0, garbled: false };
  let written: { readonly field: Remembered; readonly target: EventTarget | null; readonly at: number } | undefined;
  let writtenAt = Number.NEGATIVE_INFINITY;

  /** Outside of a field nobody types: what comes there is a reader's, however slow. */
  const rulesAt = (target: EventTarget | null): WedgeRules => {
    const rules = handlers.rules();
    return { ...rules, hands: rules.hands && isField(target) };
  };
  const forget = (): void => {
    clearTimeout(silence);
    burst = NO_BURST;
  };
  const ends = (ending: Ending, at: number): boolean => {
    const { swallowed, startedAt } = burst;
    const judged = judge(burst, ending, at, rulesAt(place));
    const verdict =
      swallowed > 0 && ending === 'key' && isTextField(place)
        ? judgeWritten(field.written(), at - startedAt, swallowed, rulesAt(place))
        : judged;
    forget();
    if (verdict.kind === 'typed') return false;
    over = { until: performance.now() + AFTERMATH_MS, garbled: swallowed > 0 };
    field.restore(verdict.kind === 'scan' ? verdict.hands : '', swallowed > 0);
    if (swallowed > 0) {
      parkFocus();
      refuseLateText();
    }
    if (verdict.kind === 'scan') handlers.onScan(verdict);
    else handlers.onGarbled(verdict);
    return true;
  };
  const typed = (event: KeyboardEvent): boolean => {
    const { key, code, shiftKey: shift, timeStamp: at, target } = event;
    const breakMs = breakOf(rulesAt(target));
    // A reader types into one place. Where the focus went elsewhere, as after `/`, something new begins.
    const begins = burst.keys === 0 || at - burst.lastAt > breakMs || target !== place;
    if (begins) {
      const isFresh = written?.target === target && at - written.at <= breakMs;
      field = (isFresh ? written?.field : undefined) ?? rememberField(target);
      place = target;
    }
    burst = press(begins ? NO_BURST : burst, { key, code, shift, at }, breakMs);
    clearTimeout(silence);
    // The clock of events and of timers is one, but a busy page hears of keys late: a little more than the pause itself.
    silence = setTimeout(() => ends('silence', at), breakMs + 100);
    // A card's text has blanks; on a button a blank would press it.
    return key === ' ' && !begins && !isTextField(target);
  };
  /** A second end of the same scan; after a garbled one also letters that come late. Another code's keys are not. */
  const isAftermath = (event: KeyboardEvent): boolean =>
    event.timeStamp < over.until && ((isEnd(event) && burst.keys === 0) || (over.garbled && isTyped(event)));
  const took = (event: KeyboardEvent): boolean => {
    // A key held down repeats as fast as a reader types.
    if (event.repeat) forget();
    else if (isAftermath(event)) return true;
    else if (isEnd(event)) return burst.keys > 0 && ends('key', event.timeStamp);
    // UniKey on Windows takes letters back and types others: part of a burst only, never its beginning.
    else if (isTyped(event) || (event.key === 'Backspace' && burst.keys > 0)) return typed(event);
    return false;
  };

  /** An input method may write the first letters without any key being told: the field is remembered before they stand there. */
  const onBeforeInput = ({ target, timeStamp: at }: Event): void => {
    const begins = at - Math.max(writtenAt, burst.lastAt) > breakOf(rulesAt(target));
    writtenAt = at;
    if (begins) written = { field: rememberField(target), target, at };
  };
  window.addEventListener('beforeinput', onBeforeInput, { capture: true });

  return {
    key: (event) => {
      if (!took(event)) return false;
      event.preventDefault();
      event.stopImmediatePropagation();
      return true;
    },
    pending: () => burst.keys,
    stop: () => {
      forget();
      window.removeEventListener('beforeinput', onBeforeInput, { capture: true });
    },
  };
}
