import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  BOARD_FRAMINGS,
  type BoardFraming,
  boardFraming,
  encodeFrame,
  isAddressed,
  numberOnBoard,
} from '../../../devices/queue-board/framings.ts';

const framing = (id: string): BoardFraming => {
  const found = boardFraming(id);
  if (!found) throw new Error(`no framing ${id}`);
  return found;
};
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase().replace(/..\B/g, '$& ');

describe('the makers’ own samples', () => {
  test('999 on board 5', () => {
    expect(hex(encodeFrame(framing('id-digits-sum'), 5, 999))).toBe('05 03 E7 EF');
  });

  test('888 in green', () => {
    expect(hex(encodeFrame(framing('colon-digits-sum'), 0, 888))).toBe('3A 00 78 03 01 B6 0A');
  });

  test('a sum past one byte keeps its low byte', () => {
    expect(hex(encodeFrame(framing('id-digits-sum'), 255, 255))).toBe('FF 00 FF FE');
    expect(hex(encodeFrame(framing('colon-digits-sum-red'), 0, 511))).toBe('3A 02 FF 01 01 3D 0A');
  });
});

describe('a ticket on a board of digits', () => {
  test('its letter is dropped where the board has three digits', () => {
    expect(numberOnBoard(framing('id-digits-sum'), 'A 012')).toBe(12);
    expect(numberOnBoard(framing('colon-digits-sum'), 'Z 999')).toBe(999);
  });

  test('its letter is the first of four digits where the board has them', () => {
    expect(numberOnBoard(framing('id-digits-sum-4'), 'A 012')).toBe(1012);
    expect(numberOnBoard(framing('id-digits-sum-4'), 'I 999')).toBe(9999);
    expect(numberOnBoard(framing('id-digits-sum-4'), 'K 007')).toBe(7);
  });

  test('what is no ticket is not shown', () => {
    for (const text of ['', 'A', '012', 'A 1234', 'AB 012', 'A 01x', 'A  012', 'đ 012', 'A 012 ', '-1'])
      expect(numberOnBoard(framing('id-digits-sum-4'), text), text).toBeUndefined();
  });
});

/** What a board does: checks the sum, takes its own frames only, shows the number. */
function boardReads({ parts }: BoardFraming, bytes: Uint8Array): { readonly board?: number; readonly number: number } {
  const at = (part: BoardFraming['parts'][number]): number => bytes[parts.indexOf(part)] ?? Number.NaN;
  const sum = bytes.subarray(0, parts.indexOf('sum')).reduce((total, byte) => (total + byte) % 256, 0);
  expect(bytes).toHaveLength(parts.length);
  expect(at('sum')).toBe(sum);
  const number = at('high') * 256 + at('low');
  return parts.includes('board') ? { board: at('board'), number } : { number };
}

test('in every framing a board reads back the number that was meant, and its own address', () => {
  const address = fc.integer({ min: 0, max: 255 });
  const anyFraming = fc.constantFrom(...BOARD_FRAMINGS);
  fc.assert(
    fc.property(anyFraming, address, fc.integer({ min: 0, max: 9999 }), (one, board, number) => {
      const read = boardReads(one, encodeFrame(one, board, number));
      expect(read).toEqual(isAddressed(one) ? { board, number } : { number });
    }),
  );
});

test('a ticket shows its three digits last, and never more digits than the board has', () => {
  const letter = fc.constantFrom(...'ABCDEFGHIKLMNOPQRSTUVXYZ');
  fc.assert(
    fc.property(fc.constantFrom(...BOARD_FRAMINGS), letter, fc.integer({ min: 1, max: 999 }), (one, name, number) => {
      const shown = numberOnBoard(one, `${name} ${String(number).padStart(3, '0')}`) ?? Number.NaN;
      expect(shown % 1000).toBe(number);
      expect(String(shown).length).toBeLessThanOrEqual(one.digits);
    }),
  );
});

test('no text makes a board fail', () => {
  fc.assert(
    fc.property(fc.constantFrom(...BOARD_FRAMINGS), fc.string(), (one, text) => {
      const shown = numberOnBoard(one, text);
      expect(shown === undefined || (shown >= 0 && shown < 10 ** one.digits)).toBe(true);
    }),
  );
});

test('the framings’ names are told apart, and an unknown one is not guessed', () => {
  expect(new Set(BOARD_FRAMINGS.map(({ id }) => id)).size).toBe(BOARD_FRAMINGS.length);
  expect(boardFraming('something-else')).toBeUndefined();
});
