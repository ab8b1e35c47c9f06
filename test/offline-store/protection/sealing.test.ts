import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createBlindIndex } from '../../../offline-store/protection/blind-index.ts';
import { createKeyRing, newRing, temporaryKeys, withNewKey } from '../../../offline-store/protection/key-ring.ts';
import { createSealer, keyNumberOf, SEAL_BYTES } from '../../../offline-store/protection/sealing.ts';

const value = Buffer.from('046190000123, Thôn 1, xã Mẫu');

describe('a sealed value', () => {
  it('opens in its place, and nowhere else', () => {
    const { seal, open } = createSealer(temporaryKeys());
    const sealed = seal('dossiers.sealed:a', value);
    expect(sealed.length).toBe(value.length + SEAL_BYTES);
    expect(open('dossiers.sealed:a', sealed)).toEqual(value);
    expect(() => open('dossiers.sealed:b', sealed)).toThrow('MC-STO-03');
    expect(() => open('drafts.sealed:a', sealed)).toThrow('MC-STO-03');
  });

  it('does not open when any bit of it was changed or its end is missing', () => {
    const { seal, open } = createSealer(temporaryKeys());
    const sealed = seal('x', Buffer.from('mẫu'));
    for (let at = 2; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => open('x', changed)).toThrow('MC-STO-03');
    }
    for (const length of [0, 1, SEAL_BYTES - 1, sealed.length - 1])
      expect(() => open('x', sealed.subarray(0, length))).toThrow('MC-STO');
  });

  it('never uses a nonce twice, over several draws of nonces', () => {
    const { seal } = createSealer(temporaryKeys());
    const nonces = Array.from({ length: 10_000 }, () => seal('x', value).toString('latin1', 2, 14));
    expect(new Set(nonces).size).toBe(nonces.length);
  });

  it('is sealed by the newest key; older ones still open; a key of another ring does not', () => {
    const first = newRing(1);
    const second = withNewKey(first, 2);
    const old = createSealer(createKeyRing(first)).seal('x', value);
    const both = createSealer(createKeyRing(second));
    expect(keyNumberOf(both.seal('x', value))).toBe(2);
    expect(both.open('x', old)).toEqual(value);
    const fresh = both.seal('x', value);
    expect(() => createSealer(createKeyRing(first)).open('x', fresh)).toThrow('MC-STO-13');
    expect(() => createSealer(createKeyRing(newRing(1))).open('x', old)).toThrow('MC-STO-03');
  });

  it('asks for the ring anew when another process has added a key', () => {
    const first = newRing(1);
    const second = withNewKey(first, 2);
    const sealed = createSealer(createKeyRing(second)).seal('x', value);
    let asked = 0;
    const late = createSealer(
      createKeyRing(first, () => {
        asked += 1;
        return second;
      }),
    );
    expect(late.open('x', sealed)).toEqual(value);
    expect(late.open('x', sealed)).toEqual(value);
    expect(asked).toBe(1);
  });
});

describe('look-up words', () => {
  const { tokens } = createBlindIndex(randomBytes(32));

  it('are the same for a number at every time and say nothing of it', () => {
    const numbers = ['123', '0905000123', '046190000123', '00'];
    const words = tokens(numbers);
    expect(words.map((word) => tokens(['7', word.length > 0 ? (numbers[words.indexOf(word)] ?? '') : ''])[1])).toEqual(
      words,
    );
    for (const word of words) expect(word).toMatch(/^[0-9a-f]{10}$/);
    expect(new Set([...words, ...tokens(['1230', '0123', '0'])]).size).toBe(7);
  });

  it('are others under another key', () => {
    expect(createBlindIndex(randomBytes(32)).tokens(['0905000123'])).not.toEqual(tokens(['0905000123']));
  });

  it.each(['', '1'.repeat(16)])('are refused for %j', (number) => {
    expect(() => tokens([number])).toThrow(RangeError);
  });
});
