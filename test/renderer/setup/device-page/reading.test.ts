import { describe, expect, it } from 'vitest';
import { isFinal, isPass, judgeReported, judgeTyped } from '../../../../renderer/setup/device-page/reading.ts';

const typed = (text: string, garbled = false) => judgeTyped(text, garbled).verdict;

describe('a test code typed into the page by a reader in keyboard mode', () => {
  it('arrives whole, but says that the reader types', () => {
    expect(judgeTyped('HOAS-DDAF-TOWN9', false)).toEqual({ verdict: 'typed', length: 15 });
  });

  it('names the input method when Telex made Vietnamese of it or swallowed keys', () => {
    expect(typed('HÓA-ĐÀ-TƠN9')).toBe('input-method');
    expect(typed('HOAS-F-TOWN9', true)).toBe('input-method');
  });

  it('names Caps Lock, a foreign layout, and lost characters', () => {
    expect(typed('hoas-ddaf-town9')).toBe('caps-lock');
    expect(typed('HOQS)DDQF)TOZN9')).toBe('layout');
    expect(typed('HOASDDAFTOWN9')).toBe('short');
  });

  it('knows another code for another code', () => {
    expect(typed('000.00.00.G15-KQ004389')).toBe('other');
    expect(typed('')).toBe('other');
  });
});

describe('a read reported by the station', () => {
  it('passes only when the code came whole', () => {
    expect(isPass(judgeReported(true, 15).verdict)).toBe(true);
    expect(judgeReported(false, 15).verdict).toBe('garbled');
    expect(judgeReported(false, 34).verdict).toBe('other');
  });

  it('goes on waiting after another code, and ends on a verdict about the reader', () => {
    expect(isFinal('other')).toBe(false);
    expect(isFinal('refused')).toBe(false);
    expect(isFinal('garbled')).toBe(true);
  });
});
