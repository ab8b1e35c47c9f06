/** The appointment slip of the thermal printer (phiếu hẹn): when, where, the code. No name on it. */
import { formatSecret } from '../domain/receipt-qr.ts';
import { code128, fitsCode128, type QrSymbol, qrCode } from './barcodes.ts';
import { clock, shortDate, spokenDay, spokenTime } from './dates.ts';
import { type SlipInput, type SlipValues, slipInputSchema } from './input.ts';
import { paperDots } from './paper-dots.ts';
import { drawLine, measured } from './text.ts';
import { baselineIn, drawStrip, fitsStrip, qrModuleDots, type Roll, runsOf, wholePaper } from './thermal.ts';

const styles = {
  agency: { size: 30, leading: 42, weight: 700 },
  office: { size: 25, leading: 36, weight: 500 },
  title: { size: 36, leading: 50, weight: 800 },
  matter: { size: 28, leading: 40, weight: 500 },
  invite: { size: 26, leading: 36, weight: 500 },
  time: { size: 56, leading: 76, weight: 800 },
  day: { size: 28, leading: 40, weight: 700 },
  code: { size: 31, leading: 88, weight: 600 },
  lastFour: { size: 70, leading: 88, weight: 800 },
  label: { size: 26, leading: 36, weight: 500 },
  value: { size: 31, leading: 42, weight: 700 },
  advice: { size: 27, leading: 38, weight: 700 },
  foot: { size: 21, leading: 30, weight: 500 },
} as const;

/**
 * The slip as a one-page PDF, 72 mm wide (576 dots), as tall as it needs. Code 128 at two dots a module (left out when
 * a foreign code is too long for the paper: the QR holds it too), QR at seven. For a page printer, in the middle of A5.
 *
 * @throws ZodError when the input is not printable as it stands
 */
export async function drawSlip(input: SlipInput, assetsDir: string): Promise<Uint8Array> {
  const values = slipInputSchema.parse(input);
  const symbols = { bars: slipBars(values.code), qr: qrCode(values.qrPayload) };
  const { onA5, printedAt: createdAt } = values;
  const options = { title: `Phiếu hẹn trả kết quả ${values.code}`, createdAt, assetsDir, onA5 };
  return drawStrip(options, (roll) => {
    drawHead(roll, values);
    drawDue(roll, values);
    if (symbols.bars) drawBarcode(roll, symbols.bars);
    drawCode(roll, values.code);
    drawLookup(roll, values, symbols.qr);
    drawFoot(roll, values);
  });
}

function slipBars(code: string) {
  const bars = fitsCode128(code) ? code128(code) : undefined;
  return bars && fitsStrip(bars) ? bars : undefined;
}

function drawHead(roll: Roll, values: SlipValues): void {
  roll.centre(values.agencyName.toLocaleUpperCase('vi'), styles.agency);
  roll.centre('Bộ phận Tiếp nhận và Trả kết quả', styles.office);
  roll.rule(4);
  roll.centre('Phiếu hẹn trả kết quả', styles.title);
  roll.centre(values.matter, styles.matter);
  roll.rule(2);
}

function drawDue(roll: Roll, values: SlipValues): void {
  roll.centre(`Mời Ông/Bà nhận kết quả tại ${values.desk}`, styles.invite);
  roll.fit(`trước ${spokenTime(values.dueAt)}`, styles.time);
  roll.fit(spokenDay(values.dueAt), styles.day);
  roll.rule(2);
}

function drawBarcode(roll: Roll, bars: Parameters<Roll['bars']>[0]): void {
  roll.space(4);
  roll.bars(bars, 96);
}

/** The code in one line with its last four characters as large as the hall's display shows them; a long one in two. */
function drawCode(roll: Roll, code: string): void {
  const stem = measured(roll.pen, runsOf(code.slice(0, -4), styles.code));
  const end = measured(roll.pen, runsOf(code.slice(-4), styles.lastFour));
  if (stem.width + end.width > paperDots - 16) {
    roll.centre(code.slice(0, -4), { ...styles.code, leading: 44 });
    roll.centre(code.slice(-4), styles.lastFour);
    return;
  }
  const x = Math.round((paperDots - stem.width - end.width) / 2);
  const baseline = roll.y + baselineIn(roll.pen, styles.lastFour);
  drawLine(roll.pen, stem, x, baseline);
  drawLine(roll.pen, end, x + stem.width, baseline);
  roll.space(styles.lastFour.leading);
}

/** The QR with the private code and the desk's phone beside it. */
function drawLookup(roll: Roll, values: SlipValues, qr: QrSymbol): void {
  const module = qrModuleDots(qr, 240);
  const side = qr.size * module;
  const column = { left: 44 + side + 32, width: paperDots - 44 - side - 32 - 12 };
  roll.space(14);
  roll.qr(qr, 44, module);
  const qrBottom = roll.y + side;
  const entries = lookupEntries(values);
  roll.space(Math.max(0, Math.round((side - entries.length * 92 + 14) / 2)));
  entries.forEach(([label, value], index) => {
    if (index > 0) roll.space(14);
    roll.left(label, styles.label, column);
    roll.left(value, styles.value, column);
  });
  roll.y = Math.max(roll.y, qrBottom);
  roll.rule(2);
}

function lookupEntries(values: SlipValues): readonly (readonly [string, string])[] {
  const secret = values.lookupSecret ? [['Mã tra cứu riêng', formatSecret(values.lookupSecret)] as const] : [];
  const phone = values.deskPhone ? [[`Điện thoại ${values.desk}`, values.deskPhone] as const] : [];
  return [...secret, ...phone];
}

function drawFoot(roll: Roll, values: SlipValues): void {
  roll.centre('Xin mang theo phiếu này và căn cước.', styles.advice, { left: 8, width: paperDots - 16 });
  roll.space(8);
  const demo = values.demo ? ' · dữ liệu mẫu' : '';
  roll.centre(`In lúc ${clock(values.printedAt)}, ${shortDate(values.printedAt)}${demo}`, styles.foot, wholePaper);
}
