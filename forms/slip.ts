/** The appointment slip of the thermal printer (phiếu hẹn): when, where, the code. No name on it. */
import { formatSecret } from '../domain/receipt-qr.ts';
import { type BarSymbol, code128, fitsCode128, type QrSymbol, qrCode } from './barcodes.ts';
import { clock, shortDate, spokenDay, spokenTime } from './dates.ts';
import { type SlipInput, type SlipValues, slipInputSchema } from './input.ts';
import { drawLine, measured } from './text.ts';
import { baselineIn, type Column, drawStrip, qrModuleDots, type Roll, runsOf, type TextStyle } from './thermal.ts';

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
 * The slip as a one-page PDF as wide as its roll prints, as tall as it needs. Code 128 at two dots a module (left out when
 * a foreign code is too long for the paper: the QR holds it too; on the narrow roll along the paper), QR at up to seven. For
 * a page printer, in the middle of A5.
 *
 * @throws ZodError when the input is not printable as it stands
 */
export async function drawSlip(input: SlipInput, assetsDir: string): Promise<Uint8Array> {
  const values = slipInputSchema.parse(input);
  const bars = fitsCode128(values.code) ? code128(values.code) : undefined;
  const qr = qrCode(values.qrPayload);
  const { paper, printedAt: createdAt } = values;
  const options = { title: `Phiếu hẹn trả kết quả ${values.code}`, createdAt, assetsDir, paper };
  return drawStrip(options, (roll) => {
    drawHead(roll, values);
    drawDue(roll, values);
    if (bars && roll.fits(bars)) drawBarcode(roll, bars);
    drawCode(roll, values.code);
    if (roll.isNarrow) drawNarrowLookup(roll, values, qr, bars);
    else drawLookup(roll, values, qr);
    drawFoot(roll, values);
  });
}

function drawHead(roll: Roll, values: SlipValues): void {
  roll.centre(values.agencyName.toLocaleUpperCase('vi'), styles.agency);
  roll.centre('Bộ phận Tiếp nhận và Trả kết quả', styles.office);
  roll.rule(4);
  roll.centre('Phiếu hẹn trả kết quả', styles.title);
  roll.centre(values.matter, styles.matter);
  roll.rule(2);
}

/** Any smaller, a day is no longer read at arm's length. */
const LEAST_OF_DAY = 0.7;

function drawDue(roll: Roll, values: SlipValues): void {
  roll.centre(`Mời Ông/Bà nhận kết quả tại ${values.desk}`, styles.invite);
  roll.fit(`trước ${spokenTime(values.dueAt)}`, styles.time);
  roll.fit(spokenDay(values.dueAt), styles.day, LEAST_OF_DAY);
  roll.rule(2);
}

function drawBarcode(roll: Roll, bars: BarSymbol): void {
  roll.space(4);
  roll.bars(bars, 96);
}

/** The code in one line with its last four characters as large as the hall's display shows them; a long one in two. */
function drawCode(roll: Roll, code: string): void {
  const stem = measured(roll.pen, runsOf(code.slice(0, -4), styles.code));
  const end = measured(roll.pen, runsOf(code.slice(-4), styles.lastFour));
  if (stem.width + end.width > roll.width - 16) {
    roll.centre(code.slice(0, -4), { ...styles.code, leading: 44 });
    roll.centre(code.slice(-4), styles.lastFour);
    return;
  }
  const x = Math.round((roll.width - stem.width - end.width) / 2);
  const baseline = roll.y + baselineIn(roll.pen, styles.lastFour);
  drawLine(roll.pen, stem, x, baseline);
  drawLine(roll.pen, end, x + stem.width, baseline);
  roll.space(styles.lastFour.leading);
}

/** The QR with the private code and the desk's phone beside it. */
function drawLookup(roll: Roll, values: SlipValues, qr: QrSymbol): void {
  const module = qrModuleDots(qr, 240);
  const side = qr.size * module;
  const column = { left: 44 + side + 32, width: roll.width - 44 - side - 32 - 12 };
  roll.space(14);
  roll.qr(qr, 44, module);
  const qrBottom = roll.y + side;
  const entries = lookupEntries(values);
  roll.space(Math.max(0, Math.round((side - entries.length * 92 + 14) / 2)));
  drawEntries(roll, entries, column, styles);
  roll.y = Math.max(roll.y, qrBottom);
  roll.rule(2);
}

type Entry = readonly [label: string, value: string];

type EntryStyles = { readonly label: TextStyle; readonly value: TextStyle };

function drawEntries(roll: Roll, entries: readonly Entry[], column: Column, { label, value }: EntryStyles): void {
  entries.forEach(([name, word], index) => {
    if (index > 0) roll.space(14);
    roll.left(name, label, column);
    roll.left(word, value, column);
  });
}

/** In the words' column beside the bars, where a phone number must stay in one line. */
const beside = {
  label: { size: 23, leading: 32, weight: 500 },
  value: { size: 27, leading: 38, weight: 700 },
} as const;

/** Bars as high as on the wide roll, and as far from the words as their reader wants it. */
const LADDER = 96;
const QUIET = 20;
/** Longer than the words beside them several times over: such a code is left to the QR. */
const LONGEST_LADDER = 640;

/** QR, private code and phone below each other, and the bars beside them along the paper. */
function drawNarrowLookup(roll: Roll, values: SlipValues, qr: QrSymbol, bars: BarSymbol | undefined): void {
  const ladder = bars && !roll.fits(bars) && bars.modules * 2 <= LONGEST_LADDER ? bars : undefined;
  const column = ladder ? { left: 16, width: roll.width - LADDER - 16 - 2 * QUIET } : roll.whole;
  const module = qrModuleDots(qr, column.width);
  roll.space(QUIET);
  const { y: top } = roll;
  if (ladder) roll.ladder(ladder, roll.width - LADDER - QUIET / 2, LADDER);
  roll.qr(qr, column.left, module);
  roll.space(qr.size * module + 18);
  drawEntries(roll, lookupEntries(values), column, ladder ? beside : styles);
  roll.y = Math.max(roll.y, top + (ladder ? ladder.modules * 2 : 0));
  roll.rule(2);
}

function lookupEntries(values: SlipValues): readonly Entry[] {
  const secret = values.lookupSecret ? [['Mã tra cứu riêng', formatSecret(values.lookupSecret)] as const] : [];
  const phone = values.deskPhone ? [[`Điện thoại ${values.desk}`, values.deskPhone] as const] : [];
  return [...secret, ...phone];
}

function drawFoot(roll: Roll, values: SlipValues): void {
  roll.centre('Xin mang theo phiếu này và căn cước.', styles.advice, { left: 8, width: roll.width - 16 });
  roll.space(8);
  const demo = values.demo ? ' · dữ liệu mẫu' : '';
  roll.centre(`In lúc ${clock(values.printedAt)}, ${shortDate(values.printedAt)}${demo}`, styles.foot);
}
