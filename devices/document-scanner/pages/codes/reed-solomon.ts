/**
 * Mends a block of a QR's codewords (ISO/IEC 18004: bytes of GF(256) by x⁸+x⁴+x³+x²+1, first root 1). Unlike the engines it can
 * be told which codewords are not to be trusted: such an erasure costs one check codeword, an error elsewhere two.
 */
const EXP = new Uint8Array(510);
const LOG = new Uint8Array(256);
for (let power = 0, value = 1; power < 255; power += 1) {
  EXP[power] = value;
  EXP[power + 255] = value;
  LOG[value] = power;
  value <<= 1;
  if (value > 255) value ^= 0x11d;
}

const exp = (power: number): number => EXP[power % 255] as number;
const log = (value: number): number => LOG[value] as number;
const times = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : (EXP[log(a) + log(b)] as number));
const over = (a: number, b: number): number => (a === 0 ? 0 : exp(log(a) + 255 - log(b)));

/** Coefficients, the constant first. */
type Polynomial = readonly number[];

const valueAt = (polynomial: Polynomial, x: number): number =>
  polynomial.reduceRight((sum, coefficient) => times(sum, x) ^ coefficient, 0);

function product(a: Polynomial, b: Polynomial, length = a.length + b.length - 1): Polynomial {
  const result = new Array<number>(length).fill(0);
  a.forEach((one, i) => {
    for (let j = 0; j < b.length && i + j < length; j += 1)
      result[i + j] = (result[i + j] as number) ^ times(one, b[j] as number);
  });
  return result;
}

const degree = (polynomial: Polynomial): number => polynomial.findLastIndex((coefficient) => coefficient !== 0);

export interface Block {
  /** Data, then check codewords. */
  readonly codewords: Uint8Array;
  readonly checks: number;
}

/**
 * The block as it was printed, or undefined where it cannot be known. `erased` are indices that are left out of account; `spare`
 * check codewords must remain that nothing was mended with: they say that the result is right.
 */
export function mended({ codewords, checks }: Block, erased: readonly number[], spare: number): Uint8Array | undefined {
  const syndromes = syndromesOf(codewords, checks);
  if (syndromes.every(isZero)) return codewords;
  const last = codewords.length - 1;
  const gaps = erased.reduce<Polynomial>((locator, index) => product(locator, [1, exp(last - index)]), [1]);
  const solved = errorsIn(product(syndromes, gaps, checks), checks, erased.length);
  if (!solved) return undefined;
  const locator = product(solved.locator, gaps);
  const wrong = degree(locator);
  if (2 * (wrong - erased.length) + erased.length > checks - spare) return undefined;
  const result = corrected(codewords, locator, solved.evaluator);
  return syndromesOf(result, checks).every(isZero) ? result : undefined;
}

const isZero = (value: number): boolean => value === 0;

/** All zero for a block without an error; the first codeword belongs to the highest power. */
function syndromesOf(codewords: Uint8Array, checks: number): Polynomial {
  return Array.from({ length: checks }, (_, root) => {
    let sum = 0;
    for (let index = 0; index < codewords.length; index += 1)
      sum = times(sum, exp(root)) ^ (codewords[index] as number);
    return sum;
  });
}

/** Euclid's algorithm on x^checks and the syndromes without the gaps' part (Sugiyama). */
function errorsIn(
  syndromes: Polynomial,
  checks: number,
  gaps: number,
): { readonly locator: Polynomial; readonly evaluator: Polynomial } | undefined {
  let [before, now]: [Polynomial, Polynomial] = [[...new Array<number>(checks).fill(0), 1], syndromes];
  let [locatorBefore, locator]: [Polynomial, Polynomial] = [[0], [1]];
  while (2 * degree(now) >= checks + gaps) {
    const [quotient, rest] = divided(before, now);
    [before, now] = [now, rest];
    [locatorBefore, locator] = [locator, sum(product(quotient, locator), locatorBefore)];
  }
  const first = locator[0] ?? 0;
  if (first === 0) return undefined;
  return { locator: locator.map((one) => over(one, first)), evaluator: now.map((one) => over(one, first)) };
}

const sum = (a: Polynomial, b: Polynomial): Polynomial =>
  Array.from({ length: Math.max(a.length, b.length) }, (_, index) => (a[index] ?? 0) ^ (b[index] ?? 0));

/** Quotient and remainder; `by` is not zero. */
function divided(polynomial: Polynomial, by: Polynomial): readonly [Polynomial, Polynomial] {
  const rest = [...polynomial];
  const end = degree(by);
  const leading = by[end] as number;
  const quotient = new Array<number>(Math.max(1, polynomial.length - end)).fill(0);
  for (let at = degree(rest); at >= end; at = degree(rest)) {
    const factor = over(rest[at] as number, leading);
    quotient[at - end] = factor;
    for (let index = 0; index <= end; index += 1)
      rest[at - end + index] = (rest[at - end + index] as number) ^ times(factor, by[index] as number);
  }
  return [quotient, rest];
}

/** Forney's formula at every root of the locator that lies among the codewords. */
function corrected(codewords: Uint8Array, locator: Polynomial, evaluator: Polynomial): Uint8Array {
  const slope = locator.map((coefficient, power) => (power % 2 === 1 ? coefficient : 0)).slice(1);
  return codewords.map((codeword, index) => {
    const place = exp(codewords.length - 1 - index);
    const root = over(1, place);
    const steep = valueAt(slope, root);
    if (steep === 0 || valueAt(locator, root) !== 0) return codeword;
    return codeword ^ times(place, over(valueAt(evaluator, root), steep));
  });
}
