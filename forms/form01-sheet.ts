/** The paper of form 01 and how text is set on it, in points. */
import type { Run } from './text.ts';

export const mm = 72 / 25.4;
export const page = { width: 148 * mm, height: 210 * mm } as const;
// Binding edge on the left; the tail line stands below `bottom`.
export const frame = { left: 18 * mm, width: 120 * mm, bottom: page.height - 12.5 * mm } as const;
export const top = 8 * mm;
export const tailBaseline = page.height - 7.8 * mm;

const bodySize = 10.5;
export const plain = (text: string, size = bodySize): Run => ({ text, size, font: 'serif' });
export const bold = (text: string, size = bodySize): Run => ({ text, size, font: 'serifBold' });
export const italic = (text: string, size = bodySize): Run => ({ text, size, font: 'serifItalic' });
