import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LONGEST_BURST } from '../../../../renderer/common/wedge/burst.ts';
import {
  judgeWritten,
  type Verdict,
  type WedgeRules,
  withoutMarks,
} from '../../../../renderer/common/wedge/verdict.ts';
import { burstOf, DESK, keyOf, silent, typed } from './typing.ts';

const CODE = 'H57.23.15-261124-0041';
const RECEIPT = `MC1:${CODE}:CVSKXPJZ`;
const CARD = '046190000123|191234567|Nguyen Thi Mau|05081990|Nu|Thon 1, Xa Mau|15042021';
const TYPED: Verdict = { kind: 'typed' };
const textOf = (verdict: Verdict): string => (verdict.kind === 'typed' ? 'typed' : `${verdict.kind} ${verdict.text}`);

describe('a reader in keyboard mode', () => {
  test.each([
    ['Honeywell’s pace', CODE, 10],
    ['Zebra’s pace', CODE, 80],
    ['Zebra’s slower pace', CODE, 100],
    ['a receipt’s QR, slowly', RECEIPT, 90],
    ['a citizen card', CARD, 10],
    ['a citizen card, slowly', CARD, 100],
    ['any code, fast', '8934567890123', 10],
    ['a web address', `https://dvc.example/?ma=${CODE}`, 12],
  ])('%s: taken whole', (_, text, pace) => {
    expect(typed(text, pace)).toEqual({ kind: 'scan', text, gapMs: pace, ended: true, hands: '' });
  });

  test('one hiccup of the USB line in the middle does not tear a code', () => {
    const gaps = Array.from(CODE, (_, at) => (at === 9 ? 180 : 10));
    expect(textOf(typed(CODE, gaps, { endGap: 10 }))).toBe(`scan ${CODE}`);
  });

  test('letters typed with Shift may take twice as long', () => {
    const gaps = [...RECEIPT].slice(1).map((letter) => (keyOf(letter).shift ? 160 : 80));
    expect(textOf(typed(RECEIPT, gaps, { endGap: 80 }))).toBe(`scan ${RECEIPT}`);
  });

  test('Caps Lock, another layout and a locked pad do not matter for a code we know: keys are read by their place', () => {
    const caps = [...RECEIPT].map((letter) => ({ ...keyOf(letter), key: letter.toLowerCase() }));
    expect(textOf(typed(caps, 10))).toBe(`scan ${RECEIPT}`);
    const azerty = [...CODE].map((letter) => ({ ...keyOf(letter), key: letter === '-' ? ')' : letter }));
    expect(textOf(typed(azerty, 10))).toBe(`scan ${CODE}`);
    const pad = [...CODE].map((letter) =>
      /\d/.test(letter) ? { key: 'Home', code: `Numpad${letter}`, shift: false } : keyOf(letter),
    );
    expect(textOf(typed(pad, 10))).toBe(`scan ${CODE}`);
  });

  test('a slow one on a busy PC, its keys coming late and in clumps: a whole code of ours is taken in a field too', () => {
    const gaps = Array.from(RECEIPT, (_, at) => [60, 20, 140, 30, 90][at % 5] ?? 60);
    expect(textOf(typed(RECEIPT, gaps, { endGap: 90 }))).toBe(`scan ${RECEIPT}`);
  });

  test('whose keys an input method swallowed is told as garbled, not guessed', () => {
    const keys = [...CODE].map((letter, at) =>
      at % 3 === 1 ? { key: 'Process', code: '', shift: false } : keyOf(letter),
    );
    expect(typed(keys, 10)).toMatchObject({ kind: 'garbled', swallowed: 7, ended: true });
    // UniKey on Windows takes letters back.
    const taken = [...'HOA', 'Backspace', 'Backspace', ...'ÓA-123'].map((key) => ({ key, code: '', shift: false }));
    expect(typed(taken, 8)).toMatchObject({ kind: 'garbled', text: 'HÓA-123', swallowed: 2 });
  });

  test('what hands typed right before is theirs, and the code is whole', () => {
    const gaps = [140, 160, 120, ...Array.from(CODE, () => 10)];
    expect(typed(`xyz${CODE}`, gaps, { endGap: 10 })).toMatchObject({ kind: 'scan', text: CODE, hands: 'xyz' });
  });

  test('what was typed before a pause does not join the scan', () => {
    const gaps = [100, 400, ...Array.from(CODE, () => 10)];
    expect(typed(`xy${CODE}`, gaps, { endGap: 10 })).toMatchObject({ text: CODE, hands: '' });
  });

  test('that types no end is known by the code, after a silence', () => {
    expect(silent(CODE, 10)).toMatchObject({ kind: 'scan', text: CODE, ended: false });
    expect(silent('893456789012X', 10)).toEqual(TYPED);
  });

  test('without end at all: bounded memory', () => {
    const burst = burstOf('7'.repeat(20_000), 1);
    expect(Math.max(burst.text.length, burst.places.length, burst.gaps.length)).toBeLessThanOrEqual(LONGEST_BURST);
  });
});

describe('a field into which an input method wrote', () => {
  test('holds a whole code of ours as it was scanned, though most of its keys were never told', () => {
    expect(judgeWritten(CODE, 260, 5, DESK)).toMatchObject({ kind: 'scan', text: CODE });
  });
  test('that was filled faster than hands can, or with a receipt’s torn QR, is garbled', () => {
    expect(judgeWritten('HÓA-ĐÀ-TƠN9', 150, 6, DESK)).toMatchObject({ kind: 'garbled', swallowed: 6 });
    expect(judgeWritten(`MC1:${CODE}:ƯYX9WY7G`, 3_000, 12, DESK)).toMatchObject({ kind: 'garbled' });
  });
  test('that hands filled with an input method on is theirs', () => {
    expect(judgeWritten('Nguyễn Văn An', 1_400, 17, DESK)).toEqual(TYPED);
    expect(judgeWritten('ạ', 5, 2, DESK)).toEqual(TYPED);
  });
});

describe('a programmed prefix', () => {
  const rules: WedgeRules = { ...DESK, prefix: '~' };

  test('makes any read at any pace certain, with an end or without', () => {
    expect(textOf(typed('~0905214418', 110, { rules }))).toBe('scan ~0905214418');
    expect(textOf(typed('~abc def', [90, 140, 60, 100, 170, 80, 90], { rules }))).toBe('scan ~abc def');
    expect(silent('~0905214418', 110, rules)).toMatchObject({ kind: 'scan', ended: false });
  });

  test('a suffix that is a character ends a read as Enter does', () => {
    expect(silent('8934567890123#', 10, { ...DESK, suffix: '#' })).toMatchObject({ kind: 'scan', ended: true });
  });

  test('both are no part of the code', () => {
    expect(withoutMarks(`~${CODE}#`, { prefix: '~', suffix: '#' })).toBe(CODE);
    expect(withoutMarks(CODE, { prefix: '~', suffix: '\r' })).toBe(CODE);
    expect(withoutMarks('~', { prefix: '~', suffix: '~' })).toBe('');
  });
});

describe('a learned pace', () => {
  const zebra: WedgeRules = { ...DESK, gapMs: 95 };

  test('lets an unknown code of a slow reader through that nobody could tell before', () => {
    expect(typed('AB12-77-XYZ9', 95)).toEqual(TYPED);
    expect(textOf(typed('AB12-77-XYZ9', 95, { rules: zebra }))).toBe('scan AB12-77-XYZ9');
  });

  test('is of that reader only', () => {
    expect(typed('AB12-77-XYZ9', 60, { rules: zebra })).toEqual(TYPED);
    expect(typed('AB12-77-XYZ9', 95, { rules: { ...DESK, gapMs: 10 } })).toEqual(TYPED);
  });

  test('never takes bare digits: an officer’s number pad is as even as a reader', () => {
    expect(typed('0905214418', 95, { rules: zebra })).toEqual(TYPED);
  });

  test('lengthens the pause within a code for very slow readers', () => {
    expect(textOf(typed('~0905214418', 300, { rules: { ...DESK, prefix: '~', gapMs: 300 } }))).toBe('scan ~0905214418');
  });
});

describe('a person', () => {
  test.each([
    ['typing a name quickly', 'Nguyen Van An', 90],
    ['typing a phone number on the pad, evenly', '0905214418', 90],
    ['typing an ID on the pad, fast and evenly', '046190000123', 60],
    ['typing a code slowly', CODE, 180],
    ['typing a short number at once', '50000', 20],
    ['pressing only Enter', '', 10],
  ])('%s is not taken for a reader', (_, text, pace) => {
    expect(typed(text, pace)).toEqual(TYPED);
  });

  test('whose Enter comes after a pause means it', () => {
    expect(typed(CODE, 10, { endGap: 400 })).toEqual(TYPED);
    expect(typed(CODE, 100, { endGap: 240 })).toEqual(TYPED);
  });

  test('however fast she types, whatever she types, at whatever pace the reader is: never', () => {
    // Fast hands: 45 to 200 ms a key, with rolled keys of 5 to 35 ms now and then.
    const gap = fc.oneof(
      { weight: 5, arbitrary: fc.integer({ min: 45, max: 200 }) },
      { weight: 1, arbitrary: fc.integer({ min: 5, max: 35 }) },
    );
    const words = fc.stringMatching(/^[a-z]{2,7}( [a-z]{1,6}){0,3}$/);
    const numbers = fc.stringMatching(/^\d{6,14}$/);
    const rules = fc.constantFrom(DESK, { ...DESK, gapMs: 10 }, { ...DESK, gapMs: 95 }, { ...DESK, prefix: '~' });
    fc.assert(
      fc.property(
        fc.oneof(words, numbers),
        fc.array(gap, { minLength: 30, maxLength: 30 }),
        rules,
        (text, gaps, known) => {
          // Hands that roll more than half of their keys are no hands.
          fc.pre(gaps.slice(0, text.length).filter((each) => each <= 35).length * 3 <= text.length);
          expect(typed(text, gaps, { rules: known })).toEqual(TYPED);
          expect(silent(text, gaps, known)).toEqual(TYPED);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('where nobody types: at the kiosk, and outside of fields', () => {
  const rules: WedgeRules = { ...DESK, hands: false };
  test.each([10, 80, 100, 400])('at %d ms a key every burst with an end is a reader’s', (pace) => {
    expect(textOf(typed(RECEIPT, pace, { rules }))).toBe(`scan ${RECEIPT}`);
    expect(textOf(typed('8934567890123', pace, { rules }))).toBe('scan 8934567890123');
  });
  test('keys that a busy PC brings late and unevenly are no other reader’s', () => {
    const gaps = Array.from(RECEIPT, (_, at) => [100, 40, 380, 20, 110][at % 5] ?? 100);
    expect(textOf(typed(RECEIPT, gaps, { rules, endGap: 200 }))).toBe(`scan ${RECEIPT}`);
  });
  test('fingers on a plugged-in keyboard are too slow, or too short', () => {
    expect(typed(CODE, 600, { rules })).toEqual(TYPED);
    expect(typed('123', 5, { rules })).toEqual(TYPED);
  });
});

describe('the set-up window, waiting for the test code', () => {
  const rules: WedgeRules = { ...DESK, trial: true };
  test('hears what would be left alone elsewhere, so that it can say what is wrong', () => {
    expect(silent('HOAS-DDAF-TOWN9', 10, rules)).toMatchObject({ kind: 'scan', ended: false });
    expect(textOf(typed('HOASDDAFTOWN9', 95, { rules }))).toBe('scan HOASDDAFTOWN9');
  });
  test('shows the keys as they came: Caps Lock and layout are what it looks for', () => {
    const caps = [...'HOAS-DDAF-TOWN9'].map((letter) => ({ ...keyOf(letter), key: letter.toLowerCase() }));
    expect(textOf(typed(caps, 10, { rules }))).toBe('scan hoas-ddaf-town9');
  });
});

test('any presses: nothing throws, and nothing longer than the cap comes out', () => {
  const key = fc.record({
    key: fc.oneof(
      fc.string({ minLength: 1, maxLength: 1 }),
      fc.constantFrom('Process', 'Dead', 'Backspace', 'Unidentified', 'Home'),
    ),
    code: fc.constantFrom('', 'KeyA', 'Digit1', 'Numpad7', 'Space', 'Quote'),
    shift: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(key, { maxLength: 80 }),
      fc.integer({ min: 0, max: 300 }),
      fc.boolean(),
      (keys, pace, hands) => {
        const verdict = typed(keys, pace, { rules: { ...DESK, hands } });
        if (verdict.kind !== 'typed') expect(verdict.text.length).toBeLessThanOrEqual(80);
      },
    ),
  );
});
