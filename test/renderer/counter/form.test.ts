import { describe, expect, test } from 'vitest';
import type { Procedure } from '../../../domain/catalogue.ts';
import { intakeDraftSchema } from '../../../domain/dossier.ts';
import { CERTIFIED_COPY_FEE, type FeeRule } from '../../../domain/fee.ts';
import * as form from '../../../renderer/counter/intake/form.ts';

const procedure = (fee: FeeRule): Procedure => ({
  code: '2.000815',
  field: 'chung-thuc',
  name: 'Chứng thực bản sao',
  nameEn: 'Certified copies',
  deadline: { kind: 'working-days', days: 3 },
  fee,
  papers: [
    { id: 'a', name: 'Bản chính', nameEn: 'Original', kinds: ['original'], required: true },
    { id: 'b', name: 'Tờ khai', nameEn: 'Form', kinds: ['photocopy', 'original'], required: true },
    { id: 'c', name: 'Bản chụp', nameEn: 'Copy', kinds: ['photocopy'], required: false },
  ],
  example: { deadline: true, fee: false, papers: true },
});

const CARD = {
  name: 'Nguyễn Thị Mẫu',
  citizenId: '046190000123',
  birthDate: '1990-08-05',
  sex: 'female',
  address: 'Thôn 1, xã Mẫu',
} as const;

describe('the draft that is kept', () => {
  test('an empty screen is already a valid draft', () => {
    expect(intakeDraftSchema.safeParse(form.toDraft(form.EMPTY_FORM, 0)).success).toBe(true);
  });
  test('half an ID stays on the screen and out of the draft', () => {
    const half = { ...form.EMPTY_FORM, citizenId: '04619' };
    expect(form.toDraft(half, 0).applicant.citizenId).toBe('');
    expect(form.warningsIn(half)).toContain('intake.badId');
  });
  test('comes back as it was', () => {
    const full = { ...form.withCard(form.EMPTY_FORM, CARD), phone: '0905214418', procedureCode: '2.000815' };
    expect(form.fromDraft(form.toDraft(full, 20_000))).toEqual(full);
  });
  test('a free procedure is not paid in any way', () => {
    expect(form.toDraft(form.EMPTY_FORM, 0).payment).toEqual({ amount: 0, method: 'none' });
    expect(form.toDraft(form.EMPTY_FORM, 8_000).payment).toEqual({ amount: 8_000, method: 'cash' });
  });
  test('names are kept composed (NFC)', () => {
    expect(form.toDraft({ ...form.EMPTY_FORM, name: 'Nguyễn'.normalize('NFD') }, 0).applicant.name).toBe('Nguyễn');
  });
  test('nothing entered is not worth a draft', () => {
    expect(form.isWorthSaving(form.EMPTY_FORM)).toBe(false);
    expect(form.isWorthSaving({ ...form.EMPTY_FORM, name: 'N' })).toBe(true);
  });
});

describe('a citizen card', () => {
  test('fills the applicant and leaves the phone', () => {
    const filled = form.withCard({ ...form.EMPTY_FORM, phone: '0905214418', name: 'ai khác' }, CARD);
    expect(filled).toMatchObject({ name: 'Nguyễn Thị Mẫu', birth: '05/08/1990', sex: 'female', phone: '0905214418' });
  });
});

describe('birth dates', () => {
  test.each([
    ['19/06/1994', '1994-06-19'],
    ['19061994', '1994-06-19'],
    ['9/6/1994', '1994-06-09'],
    ['19-06-1994', '1994-06-19'],
  ])('%s is understood', (text, date) => expect(form.parseBirth(text)).toBe(date));
  test.each(['31/02/1994', '1994', 'hôm qua', '19/06/94'])('%s is not, and is only warned about', (text) => {
    expect(form.parseBirth(text)).toBeUndefined();
    expect(form.warningsIn({ ...form.EMPTY_FORM, birth: text })).toEqual(['intake.badBirth']);
  });
});

describe('papers', () => {
  test('a procedure lists what it requires, in the usual kind', () => {
    const { papers } = form.withProcedure(form.EMPTY_FORM, procedure({ kind: 'none' }));
    expect(papers).toEqual([
      { name: 'Bản chính', kind: 'original', pages: 1, copies: 0 },
      { name: 'Tờ khai', kind: 'photocopy', pages: 1, copies: 0 },
    ]);
  });
  test('copies begin at one where they are charged', () => {
    expect(
      form.withProcedure(form.EMPTY_FORM, procedure(CERTIFIED_COPY_FEE)).papers.map(({ copies }) => copies),
    ).toEqual([1, 1]);
    expect(
      form
        .withProcedure(form.EMPTY_FORM, procedure({ kind: 'per-copy', amount: 8_000 }))
        .papers.map(({ copies }) => copies),
    ).toEqual([1, 0]);
  });
  test('choosing the same procedure again keeps what was counted', () => {
    const chosen = form.withPaper(form.withProcedure(form.EMPTY_FORM, procedure({ kind: 'none' })), 0, { pages: 4 });
    expect(form.withProcedure(chosen, procedure({ kind: 'none' }))).toBe(chosen);
  });
  test('one without a name is not sent', () => {
    expect(form.toDraft(form.withNewPaper(form.EMPTY_FORM, '', undefined), 0).papers).toEqual([]);
  });
});

describe('money handed over', () => {
  test.each([
    ['50.000', 50_000],
    ['50000', 50_000],
    ['50', 50_000],
    ['', undefined],
  ])('%s', (text, dong) => expect(form.parseMoney(text)).toBe(dong));
  test('change, and what is still missing', () => {
    expect(form.changeOf({ ...form.EMPTY_FORM, handed: '50.000' }, 20_000)).toBe(30_000);
    expect(form.changeOf({ ...form.EMPTY_FORM, handed: '10.000' }, 20_000)).toBe(-10_000);
    expect(form.changeOf(form.EMPTY_FORM, 20_000)).toBeUndefined();
    expect(form.changeOf({ ...form.EMPTY_FORM, handed: '50.000', payMethod: 'transfer' }, 20_000)).toBeUndefined();
  });
});
