/** The technician's test slip: every Vietnamese letter, a ruler, both codes. A printer that passes it prints any slip. */
import { type BarSymbol, code128, fitsCode128, type QrSymbol, qrCode } from './barcodes.ts';
import { clock, shortDate } from './dates.ts';
import { type TestSlipInput, type TestSlipValues, testSlipInputSchema } from './input.ts';
import { measured } from './text.ts';
import { drawStrip, type Roll, runsOf, type TextStyle } from './thermal.ts';

const styles = {
  title: { size: 36, leading: 50, weight: 800 },
  text: { size: 26, leading: 38, weight: 500 },
  letters: { size: 25, leading: 40, weight: 600 },
  small: { size: 20, leading: 30, weight: 500 },
  setting: { size: 20, leading: 30, weight: 700 },
} as const;

/** Each vowel with its six tones, lower then upper case, precomposed; then the consonants with a mark or without. */
export const vietnameseLetters: readonly string[] = [
  ...['aàảãáạ', 'ăằẳẵắặ', 'âầẩẫấậ', 'eèẻẽéẹ', 'êềểễếệ', 'iìỉĩíị'],
  ...['oòỏõóọ', 'ôồổỗốộ', 'ơờởỡớợ', 'uùủũúụ', 'ưừửữứự', 'yỳỷỹýỵ'],
  ...['bcdđgh', 'klmnpq', 'rstvx'],
];

/**
 * The test slip as a one-page PDF as wide as its roll prints; for a page printer in the middle of a sheet of A5.
 *
 * @throws ZodError when the input is not printable as it stands
 */
export async function drawTestSlip(input: TestSlipInput, assetsDir: string): Promise<Uint8Array> {
  const values = testSlipInputSchema.parse(input);
  const options = { title: 'Phiếu in thử', createdAt: values.printedAt, assetsDir, paper: values.paper };
  return drawStrip(options, (roll) => {
    roll.centre('Phiếu in thử', styles.title);
    roll.centre(values.agencyName, styles.text);
    roll.centre(`${values.printerName}, ${clock(values.printedAt)}, ${shortDate(values.printedAt)}`, styles.text);
    roll.rule(4);
    drawLetters(roll);
    drawRuler(roll);
    drawCodes(roll, values.code);
    drawSettings(roll, values.settings);
    roll.centre(`Đủ mọi dấu, thước đúng ${rulerOf(roll)} mm, quét được hai mã: máy in tốt.`, styles.text);
  });
}

/** Lower case in the left half, upper in the right (on the narrow roll below it), one vowel a line: a missing mark is seen at once. */
function drawLetters(roll: Roll): void {
  for (const row of vietnameseLetters) {
    const [lower, upper] = [spaced(row), spaced(row.toLocaleUpperCase('vi'))];
    if (roll.isNarrow) for (const letters of [lower, upper]) roll.left(letters, styles.letters, roll.whole);
    else drawPair(roll, { at: 296 }, [lower, styles.letters], [upper, styles.letters]);
  }
  roll.rule(2);
}

type Cell = readonly [text: string, style: TextStyle];

/** Two cells beside each other, the second from `at` on; the longer one says where the next begin. */
function drawPair(roll: Roll, { at }: { readonly at: number }, [left, ofLeft]: Cell, [right, ofRight]: Cell): void {
  const { left: edge, width } = roll.whole;
  const top = roll.y;
  roll.left(left, ofLeft, { left: edge, width: at - edge - 8 });
  const below = roll.y;
  roll.y = top;
  roll.left(right, ofRight, { left: at, width: edge + width - at });
  roll.y = Math.max(roll.y, below);
}

const spaced = (letters: string): string => [...letters].join('  ');

/** Whole centimetres that the roll has room for, in mm. */
const rulerOf = (roll: Roll): number => Math.floor((roll.width - 8) / 80) * 10;

/** 8 dots a mm; longer strokes every 5 and 10 mm. */
function drawRuler(roll: Roll): void {
  const { y } = roll;
  const length = rulerOf(roll);
  for (let mm = 0; mm <= length; mm += 1) {
    const height = mm % 10 === 0 ? 32 : mm % 5 === 0 ? 24 : 14;
    roll.doc.rect(8 + mm * 8 - 1, y, 2, height);
  }
  roll.doc.fill('#000');
  for (let mm = 0; mm <= length; mm += 10) {
    const label = measured(roll.pen, runsOf(String(mm), styles.small));
    roll.y = y + 34;
    roll.line(label, styles.small, Math.min(Math.max(0, 8 + mm * 8 - label.width / 2), roll.width - label.width));
  }
  roll.rule(2);
}

/** What the printer is set to, for whoever compares it with the printer's own self-test. */
function drawSettings(roll: Roll, settings: TestSlipValues['settings']): void {
  if (settings.length === 0) return;
  const at = roll.isNarrow ? 176 : 236;
  for (const [name, value] of settings) drawPair(roll, { at }, [name, styles.small], [value, styles.setting]);
  roll.rule(2);
}

function drawCodes(roll: Roll, code: string): void {
  const bars = fitsCode128(code) ? code128(code) : undefined;
  const qr = qrCode(code);
  if (bars && !roll.fits(bars)) drawTurnedCodes(roll, bars, qr, code);
  else drawUprightCodes(roll, bars, qr, code);
  roll.rule(2);
}

function drawUprightCodes(roll: Roll, bars: BarSymbol | undefined, qr: QrSymbol, code: string): void {
  if (bars) roll.bars(bars, 96);
  roll.centre(code, styles.text);
  roll.space(12);
  roll.qr(qr, Math.round((roll.width - qr.size * 7) / 2), 7);
  roll.space(qr.size * 7);
}

/** Bars too long for the roll stand along it, the QR beside them. */
function drawTurnedCodes(roll: Roll, bars: BarSymbol, qr: QrSymbol, code: string): void {
  roll.space(12);
  roll.ladder(bars, roll.width - 116, 96);
  roll.qr(qr, 30, 7);
  roll.space(bars.modules * 2 + 12);
  roll.centre(code, styles.text);
}
