/** Text that runs down a page and over to the next ones, in points. */
import type { Doc } from './document.ts';
import type { Line, Pen, Run } from './text.ts';
import { drawLine, wrap } from './text.ts';

export interface Frame {
  readonly left: number;
  readonly width: number;
  readonly bottom: number;
}

/** A column of text with a position; `newPage` draws the next page's head and answers where its text begins. */
export class Flow {
  readonly pen: Pen;
  readonly frame: Frame;
  y: number;
  private readonly newPage: () => number;

  constructor(pen: Pen, frame: Frame, top: number, newPage: () => number) {
    this.pen = pen;
    this.frame = frame;
    this.y = top;
    this.newPage = newPage;
  }

  get doc(): Doc {
    return this.pen.doc;
  }

  /** Goes to a new page unless `height` still fits on this one: for what must stay together. */
  ensure(height: number): void {
    if (this.y + height > this.frame.bottom + 0.01) this.y = this.newPage();
  }

  /** Space between paragraphs; swallowed at the foot of a page. */
  gap(height: number): void {
    this.y += height;
  }

  /** What a paragraph will take, for `ensure`. */
  heightOf(runs: readonly Run[], { leading, indent = 0, right = 0 }: ParagraphOptions): number {
    return wrap(this.pen, runs, this.frame.width - indent - right).length * leading;
  }

  /** One paragraph; up to three lines stay together, a longer one is parted between lines. `indent` and `right` narrow it, in points. */
  paragraph(runs: readonly Run[], options: ParagraphOptions): void {
    const { leading, indent = 0, right = 0, hang } = options;
    const lines = wrap(this.pen, runs, this.frame.width - indent - right);
    if (lines.length <= 3) this.ensure(lines.length * leading);
    lines.forEach((line, index) => {
      this.ensure(leading);
      const baseline = this.y + leading * 0.76;
      const left = this.frame.left + indent;
      if (index === 0 && hang) drawLine(this.pen, asLine(hang.label), left - hang.width, baseline);
      if (index === 0 && hang?.far) this.drawFar(hang.far, baseline);
      drawLine(this.pen, line, left, baseline);
      this.y += leading;
    });
  }

  private drawFar(far: Line, baseline: number): void {
    drawLine(this.pen, far, this.frame.left + this.frame.width - far.width, baseline);
  }
}

export interface ParagraphOptions {
  readonly leading: number;
  readonly indent?: number;
  readonly right?: number;
  /** A label standing in the indent of the first line (`a)`), and text at the right end of it. */
  readonly hang?: { readonly label: Run; readonly width: number; readonly far?: Line | undefined };
}

const asLine = (run: Run): Line => ({ runs: [run], width: 0 });

/** Centred lines from `top`; answers the y below them. */
export function centred(pen: Pen, lines: readonly Line[], box: CentredBox): number {
  lines.forEach((line, index) => {
    const baseline = box.top + box.leading * (index + 0.76);
    drawLine(pen, line, box.left + (box.width - line.width) / 2, baseline);
  });
  return box.top + box.leading * lines.length;
}

export interface CentredBox {
  readonly left: number;
  readonly width: number;
  readonly top: number;
  readonly leading: number;
}
