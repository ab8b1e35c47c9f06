/**
 * Names of keys, as the help shows them. No bare letter is ever a shortcut: keyboard-wedge scanners type letters.
 * Letters and digits under Alt are read from the physical key, so that a layout or an input method cannot move them.
 */

export type KeyLike = {
  readonly key: string;
  readonly code: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
};

const PHYSICAL: Readonly<Record<string, string>> = { BracketLeft: '[', BracketRight: ']' };

const physical = (code: string): string => PHYSICAL[code] ?? code.replace(/^(Key|Digit|Numpad)(?=.$)/, '');

/** `F3`, `Alt+M`, `Shift+ArrowLeft`, `/`, `?`, `Enter`; an empty text for a modifier alone or a plain character. */
export const keyName = (event: KeyLike): string => {
  if (event.metaKey || /^(Alt|Control|Shift|Meta|AltGraph)$/.test(event.key)) return '';
  if (event.altKey) return `Alt+${physical(event.code)}`;
  if (event.ctrlKey) return `Ctrl+${physical(event.code)}`;
  if (event.key === '/' || event.key === '?') return event.key;
  if (event.key === ' ') return 'Space';
  if (event.key.length === 1) return '';
  return event.shiftKey ? `Shift+${event.key}` : event.key;
};

/** Whether a key press belongs to the text being typed rather than to the window. */
export const isTyping = (name: string, inText: boolean): boolean =>
  inText &&
  (name === '' ||
    /^(Shift\+)?(Arrow(Left|Right|Up|Down)|Home|End|Delete|Backspace|Space)$/.test(name) ||
    name === '/' ||
    name === '?' ||
    name === 'Ctrl+Z');
