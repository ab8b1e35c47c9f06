import { describe, expect, it } from 'vitest';
import { NO_BURST } from '../../../renderer/common/wedge.ts';
import { feed, KIOSK_RULES, type WedgeKey } from '../../../renderer/kiosk/wedge.ts';

const SHIFTED: Readonly<Record<string, string>> = { ':': 'Semicolon', '|': 'Backslash', _: 'Minus' };
const PLAIN: Readonly<Record<string, string>> = { '-': 'Minus', '.': 'Period', ' ': 'Space', '/': 'Slash' };

/** The keys a US-layout reader presses for a text, `gap` ms apart, without Enter. */
function keysOf(text: string, gap: number, start = 1_000): WedgeKey[] {
  return [...text].map((character, index) => {
    const at = start + index * gap;
    if (/\d/.test(character)) return { code: `Digit${character}`, shift: false, at };
    if (/[a-z]/i.test(character))
      return { code: `Key${character.toUpperCase()}`, shift: character !== character.toLowerCase(), at };
    const shifted = SHIFTED[character];
    return shifted ? { code: shifted, shift: true, at } : { code: PLAIN[character] ?? '', shift: false, at };
  });
}

function scanned(keys: readonly WedgeKey[], enterAfter = 5): string | undefined {
  const last = keys.at(-1)?.at ?? 0;
  let burst = NO_BURST;
  let found: string | undefined;
  for (const key of [...keys, { code: 'Enter', shift: false, at: last + enterAfter }]) {
    const next = feed(burst, key);
    burst = next.burst;
    found = next.scanned ?? found;
  }
  return found;
}

describe('a reader that types', () => {
  it('gives the receipt’s QR as it was printed', () => {
    const text = 'MC1:H57.23.15-261117-0042:7KQ4X2M9';
    expect(scanned(keysOf(text, 8))).toBe(text);
  });

  it('reads keys by their place, whatever an input method makes of them', () => {
    expect(
      scanned(
        [...'KeyD KeyD KeyW KeyA KeyS'.split(' ')].map((code, index) => ({ code, shift: false, at: 100 + index * 4 })),
      ),
    ).toBe('ddwas');
  });

  it('ignores fingers: too slow, or too short', () => {
    expect(scanned(keysOf('H57.23.15-261117-0042', KIOSK_RULES.breakMs + 20))).toBeUndefined();
    expect(scanned(keysOf('123', 5))).toBeUndefined();
  });

  it('ignores an Enter that comes alone or late', () => {
    expect(scanned([])).toBeUndefined();
    expect(scanned(keysOf('H57.23.15-261117-0042', 5), KIOSK_RULES.breakMs + 1)).toBeUndefined();
  });

  it('does not keep the keys before a pause', () => {
    expect(scanned([...keysOf('abc', 5, 0), ...keysOf('H57.23.15-261117-0042', 5, 5_000)])).toBe(
      'H57.23.15-261117-0042',
    );
  });

  it('caps what it keeps', () => {
    expect(scanned(keysOf('1'.repeat(5_000), 1))?.length).toBe(300);
  });
});
