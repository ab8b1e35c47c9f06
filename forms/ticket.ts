/** The queue ticket: a number to be read from across the room, where to go, how long it may take. */
import { formatTicket, type WaitRange } from '../domain/queue-rules.ts';
import { type QrSymbol, qrCode } from './barcodes.ts';
import { clock, shortDate, weekdayOf } from './dates.ts';
import { type TicketInput, type TicketValues, ticketInputSchema } from './input.ts';
import { drawStrip, qrModuleDots, type Roll } from './thermal.ts';

const styles = {
  agency: { size: 30, leading: 42, weight: 700 },
  office: { size: 25, leading: 36, weight: 500 },
  field: { size: 30, leading: 42, weight: 500 },
  number: { size: 166, leading: 176, weight: 800 },
  desk: { size: 64, leading: 88, weight: 800 },
  label: { size: 26, leading: 36, weight: 500 },
  figure: { size: 50, leading: 66, weight: 800 },
  priority: { size: 30, leading: 42, weight: 700 },
  advice: { size: 27, leading: 38, weight: 700 },
  foot: { size: 21, leading: 30, weight: 500 },
} as const;

/**
 * The ticket as a one-page PDF as wide as its roll prints, as tall as it needs; for a page printer in the middle of A5.
 *
 * @throws ZodError when the input is not printable as it stands
 */
export async function drawTicket(input: TicketInput, assetsDir: string): Promise<Uint8Array> {
  const values = ticketInputSchema.parse(input);
  const qr = values.qrPayload ? qrCode(values.qrPayload) : undefined;
  const { paper, takenAt: createdAt } = values;
  const options = { title: `Số thứ tự ${formatTicket(values)}`, createdAt, assetsDir, paper };
  return drawStrip(options, (roll) => {
    drawNumber(roll, values);
    drawWait(roll, values);
    if (qr) drawTicketQr(roll, qr);
    drawFoot(roll, values);
  });
}

function drawNumber(roll: Roll, values: TicketValues): void {
  roll.centre(values.agencyName.toLocaleUpperCase('vi'), styles.agency);
  roll.centre('Bộ phận Tiếp nhận và Trả kết quả', styles.office);
  roll.rule(4);
  roll.centre('Số của Ông/Bà', styles.field);
  roll.fit(formatTicket(values), styles.number);
  if (values.desk) roll.centre(values.desk, styles.desk);
  roll.centre(values.field, styles.field);
  if (values.priority) roll.centre('Được ưu tiên', styles.priority);
  roll.rule(2);
}

/** Two facts side by side, on the narrow roll below each other; or the one that is known. */
function drawWait(roll: Roll, values: TicketValues): void {
  const people = ['Trước Ông/Bà', values.peopleBefore === 0 ? 'Không ai' : `${values.peopleBefore} người`] as const;
  const wait = values.wait && waitFact(values.wait);
  if (wait && !roll.isNarrow) drawPair(roll, people, wait);
  else for (const fact of wait ? [people, wait] : [people]) drawFact(roll, fact, roll.whole);
  roll.rule(2);
}

function drawPair(roll: Roll, ...facts: readonly (readonly [string, string])[]): void {
  const { y: top } = roll;
  const bottoms = facts.map((fact, index) => {
    roll.y = top;
    drawFact(roll, fact, { left: 20 + index * 269, width: 267 });
    return roll.y;
  });
  roll.y = Math.max(...bottoms);
  roll.doc.rect(287, top, 2, roll.y - top).fill('#000');
}

function drawFact(
  roll: Roll,
  [label, value]: readonly [string, string],
  column: { left: number; width: number },
): void {
  roll.centre(label, styles.label, column);
  roll.centre(value, value.length > 8 ? { ...styles.figure, size: 36 } : styles.figure, column);
}

function waitFact({ from, to }: WaitRange): readonly [string, string] {
  if (from === 0) return ['Thời gian chờ', `dưới ${to} phút`];
  return ['Chờ khoảng', from === to ? `${to} phút` : `${from} – ${to} phút`];
}

function drawTicketQr(roll: Roll, qr: QrSymbol): void {
  const module = qrModuleDots(qr, 180);
  roll.qr(qr, Math.round((roll.width - qr.size * module) / 2), module);
  roll.space(qr.size * module);
  roll.rule(2);
}

function drawFoot(roll: Roll, values: TicketValues): void {
  roll.centre('Mời Ông/Bà ngồi chờ, xem màn hình', styles.advice);
  roll.centre('và nghe gọi số.', styles.advice);
  roll.space(8);
  const demo = values.demo ? ' · dữ liệu mẫu' : '';
  const when = `Lúc ${clock(values.takenAt)}, ${weekdayOf(values.takenAt)} ${shortDate(values.takenAt)}`;
  roll.centre(`${when}${demo}`, styles.foot);
}
