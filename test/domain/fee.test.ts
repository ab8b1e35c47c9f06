import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CERTIFIED_COPY_FEE,
  computeFee,
  describeFeeRule,
  explainFee,
  type FeeItem,
  type FeeRule,
  feeRuleSchema,
  formatAmount,
  formatMoney,
} from '../../domain/fee.ts';

const item = (label: string, pages: number, copies: number): FeeItem => ({ label, pages, copies });
const explained = (rule: FeeRule, items: readonly FeeItem[]) =>
  computeFee(rule, items).lines.map((line) => [explainFee(line.part), line.amount]);

describe('certified copies', () => {
  it('are reckoned and written as at the counter', () => {
    const items = [item('Bằng tốt nghiệp', 1, 2), item('Bảng điểm', 4, 2), item('Giấy khai sinh', 1, 2)];
    expect(explained(CERTIFIED_COPY_FEE, items)).toEqual([
      ['2.000 đ × 2 bản', 4_000],
      ['(2 × 2.000 + 2 × 1.000) × 2 bản', 12_000],
      ['2.000 đ × 2 bản', 4_000],
    ]);
    expect(computeFee(CERTIFIED_COPY_FEE, items).total).toBe(20_000);
  });

  it.each([
    [1, 1, '2.000 đ × 1 bản', 2_000],
    [2, 1, '2 × 2.000 đ', 4_000],
    [2, 3, '2 × 2.000 × 3 bản', 12_000],
    [3, 1, '2 × 2.000 + 1 × 1.000 đ', 5_000],
    [198, 1, '2 × 2.000 + 196 × 1.000 đ', 200_000],
    [199, 2, 'tối đa 200.000 đ × 2 bản', 400_000],
  ])('%i pages, %i copies: %s = %i', (pages, copies, words, amount) => {
    expect(explained(CERTIFIED_COPY_FEE, [item('x', pages, copies)])).toEqual([[words, amount]]);
  });

  it('leave out papers that are not copied', () => {
    expect(computeFee(CERTIFIED_COPY_FEE, [item('x', 3, 0), item('y', 0, 2)])).toEqual({ lines: [], total: 0 });
  });

  it('cost more with each page and copy, never above the cap, and add up', () => {
    const items = fc.array(
      fc.record({
        label: fc.string({ maxLength: 20 }),
        pages: fc.integer({ min: 0, max: 9_999 }),
        copies: fc.integer({ min: 0, max: 999 }),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(items, (list) => {
        const fee = computeFee(CERTIFIED_COPY_FEE, list);
        const more = computeFee(
          CERTIFIED_COPY_FEE,
          list.map((one) => ({ ...one, pages: one.pages + 1 })),
        );
        expect(more.total).toBeGreaterThanOrEqual(fee.total);
        expect(fee.total).toBe(fee.lines.reduce((sum, line) => sum + line.amount, 0));
        expect(fee.total).toBeLessThanOrEqual(list.reduce((sum, one) => sum + one.copies * 200_000, 0));
      }),
    );
  });
});

describe('other fees', () => {
  it('are flat, by the copy, or none', () => {
    expect(explained({ kind: 'flat', amount: 50_000 }, [item('x', 3, 2)])).toEqual([['50.000 đ', 50_000]]);
    expect(explained({ kind: 'per-copy', amount: 8_000 }, [item('Trích lục', 1, 3)])).toEqual([
      ['8.000 đ × 3 bản', 24_000],
    ]);
    expect(explained({ kind: 'none' }, [item('x', 3, 2)])).toEqual([['Không thu', 0]]);
  });

  it('are described in both languages', () => {
    expect(describeFeeRule(CERTIFIED_COPY_FEE)).toBe(
      '2.000 đ một trang; từ trang thứ 3: 1.000 đ; tối đa 200.000 đ một bản',
    );
    expect(describeFeeRule(CERTIFIED_COPY_FEE, 'en')).toBe(
      '2.000 đ a page; from page 3: 1.000 đ; at most 200.000 đ a copy',
    );
    expect(describeFeeRule({ kind: 'none' })).toBe('Không thu lệ phí');
    expect(explainFee({ key: 'copies', amount: 8_000, copies: 1 }, 'en')).toBe('8.000 đ × 1 copy');
  });

  it('are refused when negative or unknown', () => {
    expect(feeRuleSchema.safeParse({ kind: 'flat', amount: -1 }).success).toBe(false);
    expect(feeRuleSchema.safeParse({ kind: 'gift', amount: 1 }).success).toBe(false);
    expect(feeRuleSchema.safeParse(CERTIFIED_COPY_FEE).success).toBe(true);
  });
});

it('writes money with points', () => {
  expect(formatMoney(50_000)).toBe('50.000 đ');
  expect(formatMoney(0)).toBe('0 đ');
  expect(formatAmount(1_234_567)).toBe('1.234.567');
  expect(formatAmount(999)).toBe('999');
});
