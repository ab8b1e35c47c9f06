import { type Doc, fontSource } from './document.ts';
import type { FontName, FormFonts } from './fonts.ts';

/** Text of one face and size. */
export interface Run {
  readonly text: string;
  readonly font: FontName;
  readonly size: number;
  /** Added to each space, in the units of the page. */
  readonly wordGap?: number;
}

export interface Line {
  readonly runs: readonly Run[];
  readonly width: number;
}

/** Measures and draws text with the fonts of one document. */
export interface Pen {
  readonly doc: Doc;
  readonly fonts: FormFonts;
}

/** pdfkit keeps an opened font under its PostScript name once used; registering keeps that look-up a string. */
export function newPen(doc: Doc, fonts: FormFonts): Pen {
  for (const name of Object.keys(fonts) as FontName[]) doc.registerFont(name, fontSource(fonts, name));
  return { doc, fonts };
}

export function runWidth(pen: Pen, run: Run): number {
  const gaps = run.wordGap ? run.wordGap * (run.text.split(' ').length - 1) : 0;
  return pen.doc.font(run.font).fontSize(run.size).widthOfString(run.text) + gaps;
}

/** Runs as one line, however wide. */
export function measured(pen: Pen, runs: readonly Run[]): Line {
  return { runs, width: runs.reduce((sum, run) => sum + runWidth(pen, run), 0) };
}

/** Draws runs one after the other from `x` on a common baseline. */
export function drawLine(pen: Pen, line: Line, x: number, baseline: number): void {
  let at = x;
  for (const run of line.runs.flatMap(piecesToPlace)) {
    const width = runWidth(pen, run);
    pen.doc.fillColor('#000').text(run.text, at, baseline, { lineBreak: false, baseline: 'alphabetic' });
    at += width;
  }
}

/** Widened spaces are real ones that the next word stands off from: extracted text keeps them. */
function piecesToPlace(run: Run): readonly Run[] {
  if (!run.wordGap) return [run];
  return (run.text.match(/[^ ]* |[^ ]+/g) ?? []).map((text) => ({ ...run, text }));
}

/**
 * Breaks runs into lines no wider than `width`, at spaces; a word that is wider than a line by itself (a long e-mail
 * address) is broken between characters, so nothing ever leaves the paper.
 */
export function wrap(pen: Pen, runs: readonly Run[], width: number): readonly Line[] {
  const lines: Line[] = [];
  let current: Run[] = [];
  let used = 0;
  const flush = () => {
    const trimmed = mergeRuns(trimEnd(current));
    lines.push(measured(pen, trimmed));
    current = [];
    used = 0;
  };
  for (const word of words(pen, runs, width)) {
    const wordWidth = word.reduce((sum, run) => sum + runWidth(pen, run), 0);
    const visible = trimEnd(word).reduce((sum, run) => sum + runWidth(pen, run), 0);
    if (used > 0 && used + visible > width + 0.01) flush();
    current.push(...word);
    used += wordWidth;
  }
  if (current.length > 0) flush();
  return lines;
}

/** Words with the space behind them. A word may change face in the middle (`(`**name**`)`), so it is a list of runs. */
function* words(pen: Pen, runs: readonly Run[], width: number): Generator<Run[]> {
  let word: Run[] = [];
  for (const run of runs) {
    for (const piece of run.text.match(/[^ ]* +|[^ ]+/g) ?? []) {
      word.push({ ...run, text: piece });
      if (!piece.endsWith(' ')) continue;
      yield* breakLong(pen, word, width);
      word = [];
    }
  }
  if (word.length > 0) yield* breakLong(pen, word, width);
}

function* breakLong(pen: Pen, word: Run[], width: number): Generator<Run[]> {
  if (trimEnd(word).reduce((sum, run) => sum + runWidth(pen, run), 0) <= width) {
    yield word;
    return;
  }
  for (const run of word) {
    for (const { segment } of graphemes.segment(run.text)) yield [{ ...run, text: segment }];
  }
}

const graphemes = new Intl.Segmenter('vi', { granularity: 'grapheme' });

function trimEnd(runs: readonly Run[]): Run[] {
  const last = runs.at(-1);
  return last ? [...runs.slice(0, -1), { ...last, text: last.text.trimEnd() }] : [];
}

/** Neighbours of one face become one run: fewer text operations, and extracted text keeps its words whole. */
function mergeRuns(runs: readonly Run[]): readonly Run[] {
  const merged: Run[] = [];
  for (const run of runs) {
    const last = merged.at(-1);
    if (last && last.font === run.font && last.size === run.size) {
      merged[merged.length - 1] = { ...last, text: last.text + run.text };
    } else merged.push(run);
  }
  return merged;
}

/** Lines of nearly the same length: the narrowest measure that needs no more lines. For headings and names. */
export function wrapBalanced(pen: Pen, runs: readonly Run[], width: number): readonly Line[] {
  const lines = wrap(pen, runs, width);
  if (lines.length < 2) return lines;
  let [low, high] = [width / 2, width];
  while (high - low > 1) {
    const middle = (low + high) / 2;
    if (wrap(pen, runs, middle).length > lines.length) low = middle;
    else high = middle;
  }
  return wrap(pen, runs, high);
}
