/** What a form asks of pdfkit, written down once, so that a bare program can be given the same work without our layout. */
import PDFDocument from 'pdfkit';

export type DrawingStep =
  | { readonly do: 'page' }
  | {
      readonly do: 'text';
      readonly text: string;
      readonly font: string;
      readonly size: number;
      readonly x: number;
      readonly y: number;
    }
  | { readonly do: 'rect'; readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  | { readonly do: 'fill' };

type Method = (this: unknown, ...args: unknown[]) => unknown;
type Prototype = Record<string, Method>;

/** Listens at pdfkit's own methods while `draw` runs, then leaves them as they were. */
export async function recordDrawing(draw: () => Promise<unknown>): Promise<readonly DrawingStep[]> {
  const steps: DrawingStep[] = [];
  let pen = { font: '', size: 0 };
  const restore = listen(PDFDocument.prototype as unknown as Prototype, {
    addPage: () => void steps.push({ do: 'page' }),
    font: (name) => {
      pen = { ...pen, font: String(name) };
    },
    fontSize: (size) => {
      pen = { ...pen, size: Number(size) };
    },
    text: (text, x, y) => void steps.push({ do: 'text', text: String(text), ...pen, x: Number(x), y: Number(y) }),
    rect: (x, y, width, height) =>
      void steps.push({ do: 'rect', x: Number(x), y: Number(y), width: Number(width), height: Number(height) }),
    fill: () => void steps.push({ do: 'fill' }),
  });
  try {
    await draw();
  } finally {
    restore();
  }
  return steps;
}

function listen(prototype: Prototype, heard: Readonly<Record<string, (...args: unknown[]) => void>>): () => void {
  const originals = Object.keys(heard).map((name) => [name, prototype[name]] as const);
  for (const [name, original] of originals) {
    if (!original) throw new Error(`pdfkit has no ${name} any more`);
    prototype[name] = function (...args) {
      heard[name]?.(...args);
      return original.apply(this, args);
    };
  }
  return () => {
    for (const [name, original] of originals) if (original) prototype[name] = original;
  };
}
