/** Blocks as a receipt's QR has them (28 data codewords, 16 that check), spoilt in known and in unknown places. */
import { GenericGF, ReedSolomonEncoder } from '@zxing/library';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mended } from '../../../../../devices/document-scanner/pages/codes/reed-solomon.ts';

const DATA = 28;
const CHECKS = 16;

/** Encoded by the library, not by us. */
function printed(data: readonly number[]): Uint8Array {
  const words = Int32Array.from({ length: DATA + CHECKS }, (_, index) => data[index] ?? 0);
  new ReedSolomonEncoder(GenericGF.QR_CODE_FIELD_256).encode(words, CHECKS);
  return Uint8Array.from(words);
}

const block = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: DATA, maxLength: DATA }).map(printed);
const places = fc.shuffledSubarray(Array.from({ length: DATA + CHECKS }, (_, index) => index));

function spoilt(codewords: Uint8Array, at: readonly number[]): Uint8Array {
  const result = codewords.slice();
  for (const [turn, index] of at.entries()) result[index] = (result[index] ?? 0) ^ (1 + ((turn * 37) % 255));
  return result;
}

describe('a block of codewords', () => {
  it('is mended as long as erasures and twice the errors leave what is to spare', () => {
    fc.assert(
      fc.property(block, places, fc.nat(CHECKS - 2), (codewords, order, erasures) => {
        const erased = order.slice(0, erasures);
        const wrong = order.slice(0, erasures + Math.floor((CHECKS - 2 - erased.length) / 2));
        expect(mended({ codewords: spoilt(codewords, wrong), checks: CHECKS }, erased, 2)).toEqual(codewords);
      }),
    );
  });

  it('is given up, not guessed, when one more codeword is wrong', () => {
    const codewords = printed([77, 67, 49, 58]);
    const [seven, eight] = [7, 8].map((count) => Array.from({ length: count }, (_, index) => index * 3));
    expect(mended({ codewords: spoilt(codewords, seven ?? []), checks: CHECKS }, [], 2)).toEqual(codewords);
    expect(mended({ codewords: spoilt(codewords, eight ?? []), checks: CHECKS }, [], 2)).toBeUndefined();
  });

  it('is not made of noise', () => {
    const bytes = fc.uint8Array({ minLength: DATA + CHECKS, maxLength: DATA + CHECKS });
    fc.assert(
      fc.property(bytes, (codewords) => {
        const erased = Array.from({ length: 10 }, (_, index) => index * 4);
        expect(mended({ codewords, checks: CHECKS }, erased, 3)).toBeUndefined();
      }),
      { seed: 57 },
    );
  });
});
