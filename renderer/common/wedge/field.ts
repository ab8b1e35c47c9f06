/** A field as it was before a reader typed into it, so that nothing of a scan stays there. */

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export const isTextField = (target: EventTarget | null): target is HTMLInputElement | HTMLTextAreaElement =>
  target instanceof HTMLTextAreaElement ||
  (target instanceof HTMLInputElement && !/^(radio|checkbox|button|submit|reset|range|color|file)$/.test(target.type));

/** Letters pressed here do something: they are written, or choose from a list. */
export const isField = (target: EventTarget | null): boolean =>
  isTextField(target) || target instanceof HTMLSelectElement;

export type Remembered = {
  /** Puts the field back as it was, with what hands had typed right before the reader kept; empty for nothing. */
  readonly restore: (hands: string, composing: boolean) => void;
  /** What stands there now that did not then. */
  readonly written: () => string;
};

export const NO_FIELD: Remembered = { restore: () => undefined, written: () => '' };

export function rememberField(target: EventTarget | null): Remembered {
  if (target instanceof HTMLSelectElement) {
    const { value } = target;
    return { ...NO_FIELD, restore: () => put(target, value, HTMLSelectElement.prototype, 'change') };
  }
  if (!isTextField(target)) return NO_FIELD;
  const { value } = target;
  // Number and e-mail fields have no caret to ask for.
  const start = target.selectionStart ?? value.length;
  const end = target.selectionEnd ?? value.length;
  const restore = (hands: string, composing: boolean): void => {
    // What an input method still holds is given up with the focus, else it would be written after us.
    if (composing) target.blur();
    const prototype = target instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
    put(target, value.slice(0, start) + hands + value.slice(hands === '' ? start : end), prototype, 'input');
    // A caret set here would take what the input method still sends, and the focus with it.
    if (!composing && target.selectionStart !== null)
      target.setSelectionRange(start + hands.length, start + hands.length);
  };
  return { restore, written: () => target.value.slice(start, target.value.length - (value.length - end)) };
}

/** Through the element's own setter, so that React hears of it. */
function put(field: Field, value: string, prototype: object, event: 'input' | 'change'): void {
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event(event, { bubbles: true }));
}

/**
 * Takes the focus off any field, so that no input method touches the next scan: to the window's own place for scans, or to
 * nothing. Tried with ibus-unikey: in a field `HOAS-DDAF-TOWN9` became `HÓA-ĐÀ-TƠN9`, outside of one it was exact.
 */
export function parkFocus(): void {
  const { activeElement } = document;
  const place = document.querySelector<HTMLElement>('[data-scan-place]');
  if (place) place.focus({ preventScroll: true });
  else if (activeElement instanceof HTMLElement) activeElement.blur();
  getSelection()?.removeAllRanges();
}

/** How long an input method may still send what it held when the focus was taken away: 10 ms were seen with ibus. */
const LATE_MS = 300;

/** Keeps what an input method sends late out of the page. */
export function refuseLateText(): void {
  const refuse = (event: Event): void => event.preventDefault();
  window.addEventListener('beforeinput', refuse, { capture: true });
  setTimeout(() => window.removeEventListener('beforeinput', refuse, { capture: true }), LATE_MS);
}
