import { describe, expect, test } from 'vitest';
import { isTyping, keyName } from '../../../renderer/counter/keyboard/key-name.ts';

const key = (
  name: string,
  code = name,
  modifiers: Partial<Record<'altKey' | 'ctrlKey' | 'shiftKey' | 'metaKey', boolean>> = {},
) => ({
  key: name,
  code,
  altKey: false,
  ctrlKey: false,
  shiftKey: false,
  metaKey: false,
  ...modifiers,
});

describe('names of keys', () => {
  test.each([
    [key('F3'), 'F3'],
    [key('m', 'KeyM', { altKey: true }), 'Alt+M'],
    [key('1', 'Digit1', { altKey: true }), 'Alt+1'],
    [key('[', 'BracketLeft', { altKey: true }), 'Alt+['],
    [key('z', 'KeyZ', { ctrlKey: true }), 'Ctrl+Z'],
    [key('ArrowLeft', 'ArrowLeft', { shiftKey: true }), 'Shift+ArrowLeft'],
    [key('F2', 'F2', { shiftKey: true }), 'Shift+F2'],
    [key('?', 'Slash', { shiftKey: true }), '?'],
    [key(' ', 'Space'), 'Space'],
    [key('Enter'), 'Enter'],
  ])('%o is %s', (event, name) => expect(keyName(event)).toBe(name));

  test('an input method cannot move a letter under Alt', () => {
    expect(keyName(key('ư', 'KeyW', { altKey: true }))).toBe('Alt+W');
  });
  test('no bare letter or digit is a shortcut: scanners type them', () => {
    for (const char of 'aZ9-|.') expect(keyName(key(char))).toBe('');
  });
  test('a modifier alone is nothing', () => expect(keyName(key('Alt', 'AltLeft', { altKey: true }))).toBe(''));
});

describe('inside a text field', () => {
  test.each(['ArrowLeft', 'Shift+ArrowRight', 'Delete', 'Home', '/', '?', 'Space', 'Ctrl+Z'])(
    '%s belongs to the text',
    (name) => {
      expect(isTyping(name, true)).toBe(true);
      expect(isTyping(name, false)).toBe(false);
    },
  );
  test.each(['F2', 'F3', 'Alt+M', 'Enter', 'Escape'])('%s stays the window’s', (name) =>
    expect(isTyping(name, true)).toBe(false),
  );
});
