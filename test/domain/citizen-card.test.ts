import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsInNumber, maskCitizenId, parseCitizenCard } from '../../domain/citizen-card.ts';
import { isErrorCode } from '../../domain/errors.ts';
import { compactDate, dateOfDay } from '../../domain/local-time.ts';
import { classifyScan } from '../../domain/scan-content.ts';
import { anyText } from './samples.ts';

const CARD = '046190000123|191234567|Nguyễn Thị Mẫu|05081990|Nữ|Thôn 1, Xã Mẫu, Huyện Mẫu, Thừa Thiên Huế|15042021';

describe('citizen cards', () => {
  it('reads a card', () => {
    expect(parseCitizenCard(CARD)).toEqual({
      ok: true,
      value: {
        number: '046190000123',
        oldNumber: '191234567',
        fullName: 'Nguyễn Thị Mẫu',
        birthDate: '1990-08-05',
        sex: 'female',
        residence: 'Thôn 1, Xã Mẫu, Huyện Mẫu, Thừa Thiên Huế',
        issueDate: '2021-04-15',
        extra: [],
        warnings: [],
      },
    });
  });

  it('reads a card without old number, with a line end, in decomposed characters', () => {
    const result = parseCitizenCard(`\uFEFF${CARD.replace('191234567', '').normalize('NFD')}\r\n`);
    expect(result.ok && result.value.oldNumber).toBeUndefined();
    expect(result.ok && result.value.fullName).toBe('Nguyễn Thị Mẫu');
    expect(result.ok && result.value.warnings).toEqual([]);
  });

  it('keeps the fields that newer cards carry behind', () => {
    const result = parseCitizenCard(`${CARD}||Nguyễn Văn Mẫu|Trần Thị Mẫu|`);
    expect(result.ok && result.value.extra).toEqual(['', 'Nguyễn Văn Mẫu', 'Trần Thị Mẫu', '']);
  });

  it.each([
    ['MC-CRD-01', CARD.replace('|Nữ|', '|Nam|')],
    ['MC-CRD-02', CARD.replace('05081990', '05081991')],
    ['MC-CRD-03', CARD.replace('191234567', '19123')],
  ])('warns with %s and still takes the card', (code, text) => {
    const result = parseCitizenCard(text);
    expect(result.ok && result.value.warnings).toEqual([code]);
    expect(isErrorCode(code)).toBe(true);
  });

  it.each([
    ['cut off', CARD.slice(0, 60)],
    ['a short number', CARD.slice(1)],
    ['no name', CARD.replace('Nguyễn Thị Mẫu', '')],
    ['a birth date that does not exist', CARD.replace('05081990', '31021990')],
    ['a garbled sex', CARD.replace('Nữ', 'N?x')],
    ['nothing', ''],
  ])('refuses a card with %s', (_, text) => {
    expect(parseCitizenCard(text)).toEqual({ ok: false, code: 'MC-SCN-02' });
  });

  it('refuses more than 4096 characters', () => {
    expect(parseCitizenCard(`${CARD}|${'x'.repeat(4_096)}`)).toEqual({ ok: false, code: 'MC-SCN-03' });
  });

  it('reads sex and birth year out of the number', () => {
    expect(factsInNumber('046190000123')).toEqual({ sex: 'female', birthYear: 1990 });
    expect(factsInNumber('046205000123')).toEqual({ sex: 'male', birthYear: 2005 });
    expect(factsInNumber('046311000123')).toEqual({ sex: 'female', birthYear: 2011 });
  });

  it('masks numbers', () => {
    expect(maskCitizenId('046190000123')).toBe('046•••••0123');
    expect(maskCitizenId('191234567')).toBe('••••••567');
    expect(maskCitizenId('12')).toBe('••');
    expect(maskCitizenId('')).toBe('');
  });

  it('any card that agrees with its number is read without a warning', () => {
    const word = fc.string({
      unit: fc.constantFrom(...'aăâeêioôơuưyàảãáạằắặầấậềểễệìịòọồộờợùụừữựđĐNT'),
      minLength: 1,
      maxLength: 8,
    });
    const names = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));
    const birth = fc.integer({ min: -25_567, max: 18_000 }).map(dateOfDay);
    fc.assert(
      fc.property(birth, fc.constantFrom('Nam', 'Nữ'), names, (date, sex, name) => {
        const [year = '', month = '', day = ''] = date.split('-');
        const digit = (Number(year.slice(0, 2)) - 19) * 2 + (sex === 'Nữ' ? 1 : 0);
        const number = `046${digit}${year.slice(2)}000123`;
        const result = parseCitizenCard(
          [number, '', name, `${day}${month}${year}`, sex, 'Xã Mẫu', '15042021'].join('|'),
        );
        expect(result.ok && result.value).toMatchObject({
          birthDate: date,
          fullName: name.normalize('NFC'),
          warnings: [],
        });
      }),
    );
  });
});

describe('what a scan is', () => {
  it('a citizen card, whole or torn', () => {
    expect(classifyScan(CARD)).toMatchObject({ kind: 'citizen-card', card: { number: '046190000123' } });
    expect(classifyScan(CARD.slice(0, 40))).toEqual({ kind: 'torn-card', code: 'MC-SCN-02' });
    expect(classifyScan('|')).toEqual({ kind: 'torn-card', code: 'MC-SCN-02' });
  });

  it('a receipt, whole or torn', () => {
    expect(classifyScan('MC1:H57.23.15-261124-0042:7KQ4X2M9\r\n')).toEqual({
      kind: 'receipt',
      code: 'H57.23.15-261124-0042',
      secret: '7KQ4X2M9',
    });
    expect(classifyScan('MC1:H57.23.15-261124-00')).toEqual({ kind: 'unknown', reason: 'MC-SCN-07' });
  });

  it('a dossier of ours or of another office', () => {
    expect(classifyScan('H57.23.15-261124-0042\n')).toEqual({
      kind: 'dossier-code',
      code: 'H57.23.15-261124-0042',
      foreign: false,
    });
    expect(classifyScan('000.00.00.G15-KQ004389')).toEqual({
      kind: 'dossier-code',
      code: '000.00.00.G15-KQ004389',
      foreign: true,
    });
    expect(classifyScan('H46.12.03-261124-0042')).toMatchObject({ kind: 'dossier-code', foreign: true });
  });

  it('a queue ticket', () => {
    expect(classifyScan('MCT:A012:261124')).toEqual({
      kind: 'ticket',
      ticket: { letter: 'A', number: 12, day: '2026-11-24' },
    });
  });

  it.each([
    ['8934563138165', 'MC-SCN-01'],
    ['', 'MC-SCN-01'],
    ['MCT:A000:261124', 'MC-SCN-01'],
    ['x'.repeat(1_048_576), 'MC-SCN-03'],
    ['|'.repeat(1_048_576), 'MC-SCN-03'],
    ['x'.repeat(4_096), 'MC-SCN-03'],
  ])('nothing we know', (text, reason) => {
    expect(classifyScan(text)).toEqual({ kind: 'unknown', reason });
  });

  it('never throws and always says one of its kinds', () => {
    const torn = fc
      .tuple(fc.nat({ max: CARD.length }), fc.nat({ max: CARD.length }))
      .map(([a, b]) => CARD.slice(0, a) + CARD.slice(b));
    const kinds = ['citizen-card', 'torn-card', 'receipt', 'dossier-code', 'ticket', 'unknown'];
    fc.assert(fc.property(fc.oneof(anyText, torn), (text) => kinds.includes(classifyScan(text).kind)));
  });

  it('a day’s dossier code is never taken for a ticket or a card', () => {
    const days = fc.integer({ min: 18_000, max: 30_000 }).map(dateOfDay);
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 9_999 }), (day, sequence) => {
        const code = `H57.23.15-${compactDate(day)}-${String(sequence).padStart(4, '0')}`;
        expect(classifyScan(code)).toEqual({ kind: 'dossier-code', code, foreign: false });
      }),
    );
  });
});
