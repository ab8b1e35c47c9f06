/**
 * Thermal paper of 80 mm (72 mm printable, 576 dots of 0.125 mm) or of 58 (48 mm, 384 dots). Everything here is measured in
 * dots, so that bars and modules fall on whole ones. Black on white only; no solid areas, they heat the head and fade.
 */
import { type BarSymbol, drawBars, drawLadder, drawQr, type QrSymbol } from './barcodes.ts';
import { type Doc, finish, newDocument } from './document.ts';
import { type FontName, type FormFonts, openFonts } from './fonts.ts';
import { paperDots, type SlipPaper, stripDots } from './paper-dots.ts';
import { drawLine, type Line, measured, newPen, type Pen, type Run, wrap, wrapBalanced } from './text.ts';

/** One dot in points. */
export const dot = 72 / 203.2;
const side = 20;

export type Weight = 500 | 600 | 700 | 800;

export interface TextStyle {
  readonly size: number;
  readonly leading: number;
  readonly weight: Weight;
}

/** One strip of paper, drawn from the top down. `y` is the first free dot. */
export class Roll {
  readonly pen: Pen;
  /** Dots across. */
  readonly width: number;
  y: number;

  constructor(pen: Pen, width: number, y: number) {
    this.pen = pen;
    this.width = width;
    this.y = y;
  }

  /** From edge to edge, but for the bare sides. */
  get whole(): Column {
    return { left: side, width: this.width - 2 * side };
  }

  get isNarrow(): boolean {
    return this.width < paperDots;
  }

  get doc(): Doc {
    return this.pen.doc;
  }

  space(dots: number): void {
    this.y += dots;
  }

  /** Centred text, in as many lines as it needs; a heading's lines are made even. */
  centre(text: string, style: TextStyle, box: Column = this.whole): void {
    for (const line of wrapBalanced(this.pen, runsOf(text, style), box.width)) {
      this.line(line, style, box.left + Math.round((box.width - line.width) / 2));
    }
  }

  /**
   * Centred in one line, set smaller when it is too wide: for a number that must stay whole. Words may wrap instead of becoming
   * smaller than `least` of their size.
   */
  fit(text: string, style: TextStyle, least = 0): void {
    const room = this.whole.width / measured(this.pen, runsOf(text, style)).width;
    if (room < least) {
      this.centre(text, style);
      return;
    }
    const line = measured(this.pen, runsOf(text, { ...style, size: style.size * Math.min(1, room) }));
    this.line(line, style, Math.round((this.width - line.width) / 2));
  }

  /** Left-aligned text in a column. */
  left(text: string, style: TextStyle, box: Column): void {
    for (const line of wrap(this.pen, runsOf(text, style), box.width)) this.line(line, style, box.left);
  }

  /** One line of runs with its baseline in the middle of the leading, as a screen sets it. */
  line(line: Line, style: TextStyle, x: number): void {
    drawLine(this.pen, line, x, this.y + baselineIn(this.pen, style));
    this.y += style.leading;
  }

  rule(thickness: 2 | 4): void {
    this.y += 20;
    this.doc.rect(side, this.y, this.whole.width, thickness).fill('#000');
    this.y += thickness + 16;
  }

  /** Code 128 in the middle, two dots a module. */
  bars(symbol: BarSymbol, height: number): void {
    drawBars(this.doc, symbol, { x: Math.round((this.width - symbol.modules * 2) / 2), y: this.y, height, module: 2 });
    this.y += height;
  }

  /** Code 128 along the paper, which is as long as it needs, two dots a module; `x` is its left edge. Does not move on. */
  ladder(symbol: BarSymbol, x: number, height: number): void {
    drawLadder(this.doc, symbol, { x, y: this.y, height, module: 2 });
  }

  /** Whether bars at two dots a module fit across; the 4 mm of bare paper on either side are their quiet zone. */
  fits(symbol: BarSymbol): boolean {
    return symbol.modules * 2 <= this.width;
  }

  qr(symbol: QrSymbol, x: number, module: number): void {
    drawQr(this.doc, symbol, { x, y: this.y, module });
  }
}

export interface Column {
  readonly left: number;
  readonly width: number;
}

/** Dots a QR module: 7 as long as the symbol stays under `widest`, whole always, never under 4 (0.5 mm). */
export const qrModuleDots = (symbol: QrSymbol, widest: number): number =>
  Math.max(4, Math.min(7, Math.floor(widest / symbol.size)));

/**
 * A strip as a one-page PDF whose height is what the drawing needs: it is drawn once to measure and once to keep.
 *
 * @param draw draws from `roll.y` down; called twice, so it must do nothing but draw
 */
export async function drawStrip(options: StripOptions, draw: (roll: Roll) => void): Promise<Uint8Array> {
  const fonts = await openFonts(options.assetsDir);
  const measuring = startStrip(options, fonts, 4000);
  draw(measuring);
  const kept = startStrip(options, fonts, measuring.y + 40);
  draw(kept);
  return finish(kept.doc);
}

/** A5 upright, points. */
const A5 = [419.53, 595.28] as const;
/** 5 mm that page printers leave bare, points. */
const BARE_EDGE = 14.2;

export interface StripOptions {
  readonly title: string;
  readonly createdAt: number;
  readonly assetsDir: string;
  /** On A5 in the middle of the sheet, clear of a page printer's bare edges. */
  readonly paper: SlipPaper;
}

function startStrip(options: StripOptions, fonts: FormFonts, height: number): Roll {
  const across = stripDots(options.paper);
  const strip = [across * dot, Math.ceil(height) * dot] as const;
  const onA5 = options.paper === 'a5';
  const [width, tall] = onA5 ? A5 : strip;
  const doc = newDocument({ ...options, fonts, size: [width, tall] });
  // A strip longer than the sheet is set smaller rather than cut off.
  const scale = onA5 ? Math.min(1, (tall - 2 * BARE_EDGE) / strip[1]) : 1;
  doc.addPage().translate((width - strip[0] * scale) / 2, Math.max(0, tall - strip[1] * scale) / 2);
  doc.scale(dot * scale);
  return new Roll(newPen(doc, fonts), across, 28);
}

const wordFonts: Readonly<Record<Weight, FontName>> = {
  500: 'sans500',
  600: 'sans600',
  700: 'sans700',
  800: 'sans800',
};
const figureFonts: Readonly<Record<Weight, FontName>> = {
  500: 'figures500',
  600: 'figures600',
  700: 'figures700',
  800: 'figures800',
};

/** Words in Be Vietnam Pro, figures in its set of one width. */
export function runsOf(text: string, style: Pick<TextStyle, 'size' | 'weight'>): readonly Run[] {
  return (text.match(/\d+|\D+/g) ?? []).map((piece) => ({
    text: piece,
    size: style.size,
    font: (/^\d/.test(piece) ? figureFonts : wordFonts)[style.weight],
    wordGap: style.size * 0.06,
  }));
}

export function baselineIn(pen: Pen, style: TextStyle): number {
  const { ascent, descent, unitsPerEm } = pen.fonts[wordFonts[style.weight]];
  const above = (ascent / unitsPerEm) * style.size;
  const below = (-descent / unitsPerEm) * style.size;
  return Math.round((style.leading - above - below) / 2 + above);
}
