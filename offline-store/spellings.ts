/**
 * Other spellings of a word of a name, the likeliest first: keys of an input method that stayed as typed (`nguyeenx`, `thi5`), sounds
 * that are written alike where they are spoken alike (d/gi, s/x, tr/ch, n/l, -n/-ng, -t/-c, i/y), and slips of one key. All without
 * marks, as the index is. Whoever has digits in a word that no input method explains means a number: it has no other spelling.
 */

/** More would find anything. */
const MOST = 40;
/** In so short a word a slip makes another name: `hoa`, `hoi`, `hao`. */
const MIN_FOR_SLIPS = 4;
const MIN_LENGTH = 2;
const MAX_LENGTH = 20;

const ONSETS = 'ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnprstvx]';
/** A syllable without its marks; nearly everything that is written so is pronounceable, which is enough here. */
const SYLLABLE = new RegExp(`^(?:${ONSETS})?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?$`);
const isSyllable = (word: string): boolean => SYLLABLE.test(word);
const LONGEST_SYLLABLE = 7;

/** Each way round; the first that begins the word counts. */
const ONSET_PAIRS: readonly (readonly [string, string])[] = [
  ['d', 'gi'],
  ['d', 'r'],
  ['d', 'v'],
  ['d', 'z'],
  ['gi', 'r'],
  ['gi', 'v'],
  ['s', 'x'],
  ['ch', 'tr'],
  ['n', 'l'],
  ['c', 'k'],
  ['c', 'q'],
  ['k', 'q'],
  ['k', 'kh'],
  ['g', 'gh'],
  ['ng', 'ngh'],
  ['ph', 'f'],
  ['t', 'th'],
  ['', 'h'],
];
const CODA_PAIRS: readonly (readonly [string, string])[] = [
  ['n', 'ng'],
  ['n', 'nh'],
  ['ng', 'nh'],
  ['t', 'c'],
  ['c', 'ch'],
  ['t', 'ch'],
  ['i', 'y'],
];

/** Rows of a keyboard; a slip hits a neighbour in the row, or the key above or below. */
const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'] as const;
const LETTERS = 'aeiouyhnbcdgklmpqrstvx';

const bothWays = (pairs: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] =>
  pairs.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]);
const ONSET_SWAPS = bothWays(ONSET_PAIRS).filter(([from]) => from !== '');
const CODA_SWAPS = bothWays(CODA_PAIRS);

function* soundAlikes(word: string): Generator<string> {
  for (const [from, to] of ONSET_SWAPS) if (word.startsWith(from)) yield to + word.slice(from.length);
  for (const [from, to] of CODA_SWAPS) if (word.endsWith(from)) yield word.slice(0, word.length - from.length) + to;
  for (const [at, letter] of [...word].entries()) {
    if (letter === 'i') yield replacedAt(word, at, 'y');
    if (letter === 'y') yield replacedAt(word, at, 'i');
  }
}

const replacedAt = (word: string, at: number, by: string, length = 1): string =>
  word.slice(0, at) + by + word.slice(at + length);

function* swapped(word: string): Generator<string> {
  for (let at = 0; at + 1 < word.length; at += 1)
    yield replacedAt(word, at, `${word[at + 1] ?? ''}${word[at] ?? ''}`, 2);
}

function* oneLess(word: string): Generator<string> {
  for (let at = 0; at < word.length; at += 1) yield replacedAt(word, at, '');
}

function* oneBeside(word: string): Generator<string> {
  for (let at = 0; at < word.length; at += 1)
    for (const key of neighboursOf(word[at] ?? '')) yield replacedAt(word, at, key);
}

function* oneMore(word: string): Generator<string> {
  for (let at = word.length; at > 0; at -= 1) for (const letter of LETTERS) yield replacedAt(word, at, letter, 0);
}

const neighboursOf = (key: string): readonly string[] => {
  const row = ROWS.findIndex((keys) => keys.includes(key));
  const at = ROWS[row]?.indexOf(key) ?? -1;
  const around = [ROWS[row]?.[at - 1], ROWS[row]?.[at + 1], ROWS[row - 1]?.[at], ROWS[row - 1]?.[at + 1]];
  const below = [ROWS[row + 1]?.[at], ROWS[row + 1]?.[at - 1]];
  return at < 0 ? [] : [...around, ...below].filter((one) => one !== undefined);
};

/** `nguyene`: the second of a doubled letter may come behind the consonant. */
const MARK_BEHIND = /([aeo])(ch|ng|nh|[cmnpt])\1$/;

/** Telex writes tones as s f r x j behind the vowel, marks as a doubled letter or w; VNI writes both as digits. */
const withoutTelex = (word: string): string => {
  const bare = word.replace(/dd/g, 'd').replace(/(aa|ee|oo)/g, (pair) => pair[0] ?? '');
  const vowel = bare.search(/[aeiouyw]/);
  const rime = bare
    .slice(vowel)
    .replace(/(?<=[aou])w/g, '')
    .replace(/w/g, 'u')
    .replace(/[sfrxjz]/g, '');
  return vowel < 0 ? word : bare.slice(0, vowel) + rime.replace(MARK_BEHIND, '$1$2');
};
const withoutVni = (word: string): string =>
  /^[a-z]+\d?(?:[a-z]+\d?)*\d?$/.test(word) ? word.replace(/\d/g, '') : word;

/** The word that was meant where the keys of Telex or VNI stayed as typed; undefined where none did. */
export const untyped = (word: string): string | undefined => {
  const bare = /\d/.test(word) ? withoutVni(word) : withoutTelex(word);
  return bare !== word && bare.length >= MIN_LENGTH && isSyllable(bare) ? bare : undefined;
};

function* slipsOf(word: string): Generator<string> {
  yield* swapped(word);
  // What is no syllable has a slip in it, however short.
  if (word.length < MIN_FOR_SLIPS && isSyllable(word)) return;
  yield* oneLess(word);
  yield* oneBeside(word);
  yield* oneMore(word);
}

function* guesses(term: string): Generator<string> {
  const bare = untyped(term);
  if (bare !== undefined) yield bare;
  const word = bare ?? term;
  if (/[^a-z]/.test(word)) return;
  yield* soundAlikes(word);
  yield* slipsOf(word);
}

/** Words that are no syllables (names of firms, of foreigners) are long; short ones that are none would be noise. */
const isWordLike = (word: string, term: string): boolean =>
  isSyllable(word) || (term.length > LONGEST_SYLLABLE && word.length >= LONGEST_SYLLABLE);

/** At most 40, each once, none of them the term itself. `term` is folded. */
export const spellingsOf = (term: string): readonly string[] => {
  const found = new Set<string>();
  if (term.length < MIN_LENGTH || term.length > MAX_LENGTH) return [];
  for (const word of guesses(term)) {
    if (found.size >= MOST) break;
    if (word !== term && word.length >= MIN_LENGTH && isWordLike(word, term)) found.add(word);
  }
  return [...found];
};
