/** The head that forms 01 to 05 share: who writes on the left, the state and its motto on the right, place and date. */
import { dateInWords } from './dates.ts';
import { centred } from './flow.ts';
import { bold, frame, italic, mm, plain, top } from './form01-sheet.ts';
import { measured, type Pen, wrapBalanced } from './text.ts';

export interface Letterhead {
  readonly agencyParent: string;
  readonly agencyName: string;
  readonly place: string;
  /** `1187/TNHS`; empty where the form has none. */
  readonly number: string;
  /** The date under the motto (epoch ms). */
  readonly at: number;
}

/** Answers the y below it. */
export const drawLetterhead = (pen: Pen, head: Letterhead): number =>
  Math.max(drawAgency(pen, head), drawState(pen, head));

function drawAgency(pen: Pen, { agencyParent, agencyName, number }: Letterhead): number {
  const box = { left: frame.left, width: 49 * mm, leading: 12 };
  const parent = wrapBalanced(pen, [plain(capitals(agencyParent), 9.25)], box.width);
  const name = wrapBalanced(pen, [bold(capitals(agencyName), 9.25)], box.width);
  const parentEnd = centred(pen, parent, { ...box, top });
  const nameEnd = centred(pen, name, { ...box, top: parentEnd });
  drawRule(pen, { centre: box.left + box.width / 2, y: nameEnd + 1.9, width: 17 * mm });
  if (!number) return nameEnd + 3;
  return centred(pen, [measured(pen, [plain(`Số: ${number}`, 9.25)])], { ...box, top: nameEnd + 6.5 });
}

function drawState(pen: Pen, { place, at }: Letterhead): number {
  const name = measured(pen, [bold('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 9.25)]);
  const motto = measured(pen, [bold('Độc lập - Tự do - Hạnh phúc', 10.25)]);
  const date = `${place}, ${dateInWords(at)}`;
  const box = { left: frame.left + frame.width - name.width, width: name.width };
  const nameEnd = centred(pen, [name], { ...box, top, leading: 12 });
  const mottoEnd = centred(pen, [motto], { ...box, top: nameEnd, leading: 13 });
  drawRule(pen, { centre: box.left + box.width / 2, y: mottoEnd + 0.8, width: motto.width });
  return centred(pen, wrapBalanced(pen, [italic(date, 9.75)], box.width), { ...box, top: mottoEnd + 5, leading: 12 });
}

function drawRule(pen: Pen, rule: { centre: number; y: number; width: number }): void {
  pen.doc.rect(rule.centre - rule.width / 2, rule.y - 0.3, rule.width, 0.6).fill('#000');
}

const capitals = (text: string): string => text.toLocaleUpperCase('vi');
