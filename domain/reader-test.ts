/**
 * The code a technician holds to a reader, and what the way it arrived says about the reader. A reader that brings it whole
 * brings any dossier code whole.
 */
import { z } from 'zod';
import { splitAim } from './aim.ts';

/** Letters that Telex would eat (`AS`, `DD`, `OW`), a hyphen that other keyboard layouts move, and a digit. */
export const LAYOUT_TEST_CODE = 'HOAS-DDAF-TOWN9';

export const testVerdictSchema = z.enum([
  'whole',
  /** Telex made Vietnamese of it (`HÓA-ĐÀ-TƠN9`). */
  'telex',
  /** Another input method was at work (VNI, VIQR, predictions): keys were swallowed, or there are marks that Telex does not make. */
  'input-method',
  /** The PC's keyboard layout is not the reader's; `detail` names it where it is known. */
  'layout',
  'caps-lock',
  /** Digits or hyphens came as the signs above them: Shift is held or locked. */
  'shift',
  /** No digit came: the reader types them on the numeric pad, and Num Lock is off. */
  'num-lock',
  /** Whole, but nothing said that it was over. */
  'no-suffix',
  /** `detail`: what stood before it. */
  'prefix',
  /** `detail`: what stood behind it. */
  'suffix',
  'cut-start',
  'cut-end',
  /** Characters are missing in between: keys come faster than the PC takes them. */
  'lost',
  'doubled',
  /** Of the code's length and likeness, but wrong: noise on the line. */
  'garbled',
  /** Another code. */
  'other',
]);
export type TestVerdict = z.infer<typeof testVerdictSchema>;

export type TestRead = {
  readonly text: string;
  /** Keys that an input method took, where the window could tell. */
  readonly swallowed?: number;
  /** False: no Enter, Tab or line end came behind it. */
  readonly ended?: boolean;
};

export type TestResult = {
  readonly verdict: TestVerdict;
  readonly length: number;
  /** A layout's name, or characters that stood around the code; at most 8 characters, never of another code. */
  readonly detail?: string;
};

/** What the US keys of the code give on a PC with another layout; a letter that is not named stays. */
const LAYOUTS: readonly { readonly name: string; readonly keys: Readonly<Record<string, string>> }[] = [
  { name: 'AZERTY', keys: { A: 'Q', W: 'Z', '-': ')', '9': 'ç' } },
  { name: 'QWERTZ', keys: { '-': 'ß' } },
  // The digits of Windows' own Vietnamese layout are letters and tone marks.
  { name: 'Vietnamese', keys: { '9': '\u0323' } },
  { name: 'Türkçe Q', keys: { '-': '*' } },
  { name: 'Español', keys: { '-': "'" } },
  { name: 'Nordic', keys: { '-': '+' } },
  {
    name: 'Dvorak',
    keys: { H: 'D', O: 'R', S: 'O', D: 'E', F: 'U', T: 'Y', W: '<', N: 'B', '-': '[' },
  },
];

const MAX_DETAIL = 8;
const SHIFTED: Readonly<Record<string, string>> = { '-': '_', '9': '(' };
/** What Telex leaves of the code's letters, marks aside. */
const TELEX_LEAVES = 'HOA-DA-TON9';

const typedThrough = (keys: Readonly<Record<string, string>>): string =>
  [...LAYOUT_TEST_CODE].map((letter) => keys[letter] ?? letter).join('');
const bare = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}+/gu, '')
    .replace(/đ/giu, 'D')
    .toUpperCase();
const hasMarks = (text: string): boolean => /đ|\p{Mn}/iu.test(text.normalize('NFD'));
const swapCase = (text: string): string =>
  [...text].map((letter) => (letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase())).join('');
const sameText = (a: string, b: string): boolean => a.normalize('NFC') === b.normalize('NFC');
const sameOrSwapped = (a: string, b: string): boolean => sameText(a, b) || sameText(a, swapCase(b));

/** Never throws; whatever was read, at most its first 64 characters are compared. */
export function judgeTestRead({ text: read, swallowed = 0, ended = true }: TestRead): TestResult {
  const { text } = splitAim(read.slice(0, 64).replace(/[\r\n\t]+$/, ''));
  const found = wholeVerdict(text, ended) ?? methodVerdict(text, swallowed) ?? keyVerdict(text) ?? partVerdict(text);
  return { verdict: 'other', ...found, length: read.length };
}

type Found = Omit<TestResult, 'length'> | undefined;

function wholeVerdict(text: string, ended: boolean): Found {
  if (text === LAYOUT_TEST_CODE) return { verdict: ended ? 'whole' : 'no-suffix' };
  return text === swapCase(LAYOUT_TEST_CODE) ? { verdict: 'caps-lock' } : undefined;
}

/** Marks alone say nothing: a citizen's card has them too. What is left without them must be of the code. */
function methodVerdict(text: string, swallowed: number): Found {
  if (layoutOf(text)) return undefined;
  const left = bare(text);
  if (hasMarks(text) && left === TELEX_LEAVES) return { verdict: 'telex' };
  const likeIt = left.length >= 3 && isWithin(left, LAYOUT_TEST_CODE);
  return likeIt && (hasMarks(text) || swallowed > 0) ? { verdict: 'input-method' } : undefined;
}

const layoutOf = (text: string): string | undefined =>
  LAYOUTS.find(({ keys }) => sameOrSwapped(text, typedThrough(keys)))?.name;

function keyVerdict(text: string): Found {
  const layout = layoutOf(text);
  if (layout) return { verdict: 'layout', detail: layout };
  if (sameOrSwapped(text, typedThrough(SHIFTED))) return { verdict: 'shift' };
  if (sameOrSwapped(text, LAYOUT_TEST_CODE.replace(/\d/g, ''))) return { verdict: 'num-lock' };
  return text === [...LAYOUT_TEST_CODE].map((letter) => letter + letter).join('') ? { verdict: 'doubled' } : undefined;
}

function partVerdict(text: string): Found {
  const around = aroundCode(text);
  if (around) return around;
  if (text.length < 3 || text.length > LAYOUT_TEST_CODE.length) return undefined;
  if (text.length < LAYOUT_TEST_CODE.length) return shortVerdict(text);
  const alike = [...text].filter((letter, at) => letter.toUpperCase() === LAYOUT_TEST_CODE.charAt(at)).length;
  if (alike < LAYOUT_TEST_CODE.length / 2) return undefined;
  // A layout moves the same key to the same sign each time; noise does not.
  return isOneToOne(text) ? { verdict: 'layout' } : { verdict: 'garbled' };
}

function aroundCode(text: string): Found {
  const at = text.indexOf(LAYOUT_TEST_CODE);
  if (at === -1) return undefined;
  const before = text.slice(0, at);
  const behind = text.slice(at + LAYOUT_TEST_CODE.length);
  if (before !== '') return { verdict: 'prefix', detail: before.slice(0, MAX_DETAIL) };
  return { verdict: 'suffix', detail: behind.slice(0, MAX_DETAIL) };
}

function shortVerdict(text: string): Found {
  if (LAYOUT_TEST_CODE.startsWith(text)) return { verdict: 'cut-end' };
  if (LAYOUT_TEST_CODE.endsWith(text)) return { verdict: 'cut-start' };
  return isWithin(text, LAYOUT_TEST_CODE) ? { verdict: 'lost' } : undefined;
}

/** Whether the letters of a text stand in another in that order. */
function isWithin(text: string, whole: string): boolean {
  let from = 0;
  return [...text].every((letter) => {
    from = whole.indexOf(letter, from) + 1;
    return from > 0;
  });
}

function isOneToOne(text: string): boolean {
  const seen = new Map<string, string>();
  return [...text].every((sign, at) => {
    const letter = LAYOUT_TEST_CODE.charAt(at);
    const before = seen.get(letter);
    seen.set(letter, sign);
    return before === undefined || before === sign;
  });
}
