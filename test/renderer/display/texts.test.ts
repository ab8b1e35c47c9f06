import { describe, expect, it } from 'vitest';
import { en } from '../../../renderer/display/texts/en.ts';
import { vi } from '../../../renderer/display/texts/vi.ts';
import { flat, placeholders, withoutSingular } from '../kiosk/texts-of.ts';

const vietnamese = flat(vi);
const english = flat(en);

describe('texts of the display', () => {
  it('says everything in both languages', () => {
    expect(withoutSingular(english.keys())).toEqual(withoutSingular(vietnamese.keys()));
    expect([...vietnamese.values(), ...english.values()].filter((text) => text.trim() === '')).toEqual([]);
  });

  it.each([...vietnamese.keys()])('fills the same values into %s', (key) => {
    expect(placeholders(english.get(key) ?? '')).toEqual(placeholders(vietnamese.get(key) ?? ''));
  });

  it('is written in composed Vietnamese, without exclamation marks', () => {
    for (const text of vietnamese.values()) {
      expect(text).toBe(text.normalize('NFC'));
      expect(text).not.toContain('!');
    }
  });
});
