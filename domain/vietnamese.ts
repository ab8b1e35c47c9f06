/**
 * Vietnamese text: searching without marks, sorting names, masking. A legal name is never rewritten: these make keys
 * and displays, the stored name stays as it was given (in NFC).
 */

const collator = new Intl.Collator('vi', { sensitivity: 'variant' });

/**
 * The search form: no marks, `đ` as `d`, lower case, single spaces. Old and new tone placement (`hoà`, `hòa`) fall
 * together because the mark goes. Folding twice changes nothing.
 */
export function fold(text: string): string {
  const bare = text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/đ/g, 'd');
  return bare.normalize('NFC').replace(/\s+/g, ' ').trim();
}

/** True when every word of `query` begins some word of `text`: `ng kim` finds `Nguyễn Thị Kim Ngân`. An empty query finds all. */
export function matches(query: string, text: string): boolean {
  const words = wordsOf(text);
  return wordsOf(query).every((wanted) => words.some((word) => word.startsWith(wanted)));
}

/** Order of names in Vietnam: by the last word, then the family name, then what stands between. */
export function compareNames(a: string, b: string): number {
  const first = nameKey(a);
  const second = nameKey(b);
  for (const [index, part] of first.entries()) {
    const order = collator.compare(part, second[index] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

export function upper(text: string): string {
  return text.normalize('NFC').toLocaleUpperCase('vi');
}

/**
 * `Nguyễn … N…` for `Nguyễn Thị Kim Ngân`: family name and the initial of the last word. With a form of address in front
 * when given (`Bà Nguyễn … N…`). Only for the kiosk, after a scan with the secret; never on a public display.
 */
export function maskName(name: string, address = ''): string {
  const words = nameWords(name);
  const initial = `${[...(words.at(-1) ?? '')][0] ?? ''}…`;
  const masked = words.length > 1 ? `${words[0]} … ${initial}` : initial;
  return address === '' ? masked : `${address} ${masked}`;
}

/** How an officer addresses a citizen. */
export function formOfAddress(sex: 'male' | 'female' | undefined): 'Ông' | 'Bà' | 'Ông/Bà' {
  if (sex === undefined) return 'Ông/Bà';
  return sex === 'male' ? 'Ông' : 'Bà';
}

const DIGITS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'] as const;
const GROUPS = ['', 'nghìn', 'triệu', 'tỷ'] as const;
const MAX_IN_WORDS = 999_999_999_999;

/** A whole number from 0 to 999,999,999,999 in Vietnamese words (amounts on papers, the voice): `25` is `hai mươi lăm`. */
export function numberInWords(value: number): string {
  if (!Number.isInteger(value) || value < 0 || value > MAX_IN_WORDS) throw new RangeError('0 to 999999999999');
  if (value === 0) return DIGITS[0];
  const groups = [3, 2, 1, 0].map((power) => Math.floor(value / 1_000 ** power) % 1_000);
  const lead = groups.findIndex((group) => group > 0);
  const spoken = groups.map((group, index) =>
    group === 0 ? '' : `${hundreds(group, index > lead)} ${GROUPS[3 - index]}`.trim(),
  );
  return spoken.filter((part) => part !== '').join(' ');
}

/** `full`: inside a longer number, where an empty hundred is spoken too (`một nghìn không trăm linh năm`). */
function hundreds(group: number, full: boolean): string {
  const hundred = Math.floor(group / 100);
  const rest = group % 100;
  const spokenHundred = hundred > 0 || full ? `${digit(hundred)} trăm` : '';
  return `${spokenHundred} ${tens(rest, spokenHundred !== '')}`.trim();
}

function tens(rest: number, afterHundred: boolean): string {
  const ten = Math.floor(rest / 10);
  const unit = rest % 10;
  if (rest === 0) return '';
  if (ten === 0) return afterHundred ? `linh ${digit(unit)}` : digit(unit);
  const head = ten === 1 ? 'mười' : `${digit(ten)} mươi`;
  return `${head} ${unitAfterTen(ten, unit)}`.trim();
}

function unitAfterTen(ten: number, unit: number): string {
  if (unit === 0) return '';
  if (unit === 5) return 'lăm';
  return unit === 1 && ten > 1 ? 'mốt' : digit(unit);
}

function digit(value: number): string {
  return DIGITS[value] ?? '';
}

/** The words of a text, folded. */
export function wordsOf(text: string): readonly string[] {
  return fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

function nameWords(name: string): readonly string[] {
  return name.normalize('NFC').trim().split(/\s+/);
}

function nameKey(name: string): readonly string[] {
  const words = nameWords(name);
  return [words.at(-1) ?? '', words[0] ?? '', words.slice(1, -1).join(' ')];
}
