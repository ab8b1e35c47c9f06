import { z } from 'zod';
import { assertNever } from './assert-never.ts';

/** Fees (lệ phí) as data, in đồng. The rule belongs to the procedure; the sum is explained the way officers write it. */

const amountSchema = z.int().min(0).max(1_000_000_000);

export const feeRuleSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }).readonly(),
  /** One amount a dossier. */
  z.object({ kind: z.literal('flat'), amount: amountSchema }).readonly(),
  /** One amount a copy of each paper (bản sao trích lục). */
  z.object({ kind: z.literal('per-copy'), amount: amountSchema }).readonly(),
  /** Certified copies: a page price that falls after `firstPages`, capped for each copy of a paper (Circular 226/2016/TT-BTC). */
  z
    .object({
      kind: z.literal('certified-copy'),
      firstPages: z.int().min(1).max(100),
      firstAmount: amountSchema,
      nextAmount: amountSchema,
      maxPerCopy: amountSchema,
    })
    .readonly(),
]);
export type FeeRule = z.infer<typeof feeRuleSchema>;

export const CERTIFIED_COPY_FEE = {
  kind: 'certified-copy',
  firstPages: 2,
  firstAmount: 2_000,
  nextAmount: 1_000,
  maxPerCopy: 200_000,
} as const satisfies FeeRule;

/** One paper: pages of the original and how many copies are asked for. */
export const feeItemSchema = z
  .object({ label: z.string().max(300), pages: z.int().min(0).max(9_999), copies: z.int().min(0).max(999) })
  .readonly();
export type FeeItem = z.infer<typeof feeItemSchema>;

/** How a line came about; `explainFee` puts it into words. */
export type FeePart =
  | { readonly key: 'free' }
  | { readonly key: 'flat'; readonly amount: number }
  | { readonly key: 'copies'; readonly amount: number; readonly copies: number }
  | { readonly key: 'pages'; readonly steps: readonly FeeStep[]; readonly copies: number }
  | { readonly key: 'pages-capped'; readonly max: number; readonly copies: number };
export type FeeStep = { readonly pages: number; readonly amount: number };
export type FeeLine = { readonly label: string; readonly amount: number; readonly part: FeePart };
export type Fee = { readonly lines: readonly FeeLine[]; readonly total: number };

/** The fee of a dossier. Flat fees and free procedures have one line, others one a paper (none for papers without copies). */
export function computeFee(rule: FeeRule, items: readonly FeeItem[]): Fee {
  const lines = linesOf(rule, items);
  return { lines, total: lines.reduce((sum, line) => sum + line.amount, 0) };
}

/** `50.000 đ`. */
export function formatMoney(amount: number): string {
  return `${formatAmount(amount)} đ`;
}

/** `50.000`, for sums in which the unit would only repeat. */
export function formatAmount(amount: number): string {
  return String(Math.round(amount)).replace(/\B(?=(\d{3})+$)/g, '.');
}

/** `(2 × 2.000 + 2 × 1.000) × 2 bản`, `2.000 đ × 2 bản`, `Không thu`. */
export function explainFee(part: FeePart, language: 'vi' | 'en' = 'vi'): string {
  switch (part.key) {
    case 'free':
      return language === 'vi' ? 'Không thu' : 'Free';
    case 'flat':
      return formatMoney(part.amount);
    case 'copies':
      return `${formatMoney(part.amount)}${times(part.copies, language)}`;
    case 'pages':
      return explainPages(part.steps, part.copies, language);
    case 'pages-capped':
      return `${language === 'vi' ? 'tối đa' : 'at most'} ${formatMoney(part.max)}${times(part.copies, language)}`;
    default:
      return assertNever(part);
  }
}

/** The rule itself for the price list: `2.000 đ một trang; từ trang thứ 3: 1.000 đ; tối đa 200.000 đ`. */
export function describeFeeRule(rule: FeeRule, language: 'vi' | 'en' = 'vi'): string {
  const vi = language === 'vi';
  switch (rule.kind) {
    case 'none':
      return vi ? 'Không thu lệ phí' : 'No fee';
    case 'flat':
      return formatMoney(rule.amount);
    case 'per-copy':
      return vi ? `${formatMoney(rule.amount)} một bản` : `${formatMoney(rule.amount)} a copy`;
    case 'certified-copy':
      return describeCertifiedCopy(rule, vi);
    default:
      return assertNever(rule);
  }
}

function describeCertifiedCopy(rule: Extract<FeeRule, { kind: 'certified-copy' }>, vi: boolean): string {
  const [first, next, max] = [rule.firstAmount, rule.nextAmount, rule.maxPerCopy].map(formatMoney);
  const from = rule.firstPages + 1;
  return vi
    ? `${first} một trang; từ trang thứ ${from}: ${next}; tối đa ${max} một bản`
    : `${first} a page; from page ${from}: ${next}; at most ${max} a copy`;
}

function linesOf(rule: FeeRule, items: readonly FeeItem[]): readonly FeeLine[] {
  const copied = items.filter((item) => item.copies > 0);
  switch (rule.kind) {
    case 'none':
      return [{ label: '', amount: 0, part: { key: 'free' } }];
    case 'flat':
      return [{ label: '', amount: rule.amount, part: { key: 'flat', amount: rule.amount } }];
    case 'per-copy':
      return copied.map((item) => perCopyLine(rule.amount, item));
    case 'certified-copy':
      return copied.filter((item) => item.pages > 0).map((item) => certifiedCopyLine(rule, item));
    default:
      return assertNever(rule);
  }
}

function perCopyLine(amount: number, item: FeeItem): FeeLine {
  return { label: item.label, amount: amount * item.copies, part: { key: 'copies', amount, copies: item.copies } };
}

function certifiedCopyLine(rule: Extract<FeeRule, { kind: 'certified-copy' }>, item: FeeItem): FeeLine {
  const first = Math.min(item.pages, rule.firstPages);
  const all = [
    { pages: first, amount: rule.firstAmount },
    { pages: item.pages - first, amount: rule.nextAmount },
  ];
  const steps = all.filter((step) => step.pages > 0);
  const oneCopy = steps.reduce((sum, step) => sum + step.pages * step.amount, 0);
  const { copies } = item;
  if (oneCopy <= rule.maxPerCopy)
    return { label: item.label, amount: oneCopy * copies, part: { key: 'pages', steps, copies } };
  return {
    label: item.label,
    amount: rule.maxPerCopy * copies,
    part: { key: 'pages-capped', max: rule.maxPerCopy, copies },
  };
}

function explainPages(steps: readonly FeeStep[], copies: number, language: 'vi' | 'en'): string {
  const [only] = steps;
  if (steps.length === 1 && only?.pages === 1) return `${formatMoney(only.amount)}${times(copies, language)}`;
  const sum = steps.map((step) => `${step.pages} × ${formatAmount(step.amount)}`).join(' + ');
  if (copies === 1) return `${sum} đ`;
  return `${steps.length > 1 ? `(${sum})` : sum}${times(copies, language)}`;
}

function times(copies: number, language: 'vi' | 'en'): string {
  const unit = language === 'vi' ? 'bản' : copies === 1 ? 'copy' : 'copies';
  return ` × ${copies} ${unit}`;
}
