/** The technician's test slip: every Vietnamese letter, a ruler, both codes. A printer that passes it prints any slip. */
import { code128, fitsCode128, qrCode } from './barcodes.ts';
import { clock, shortDate } from './dates.ts';
import { type TestSlipInput, type TestSlipValues, testSlipInputSchema } from './input.ts';
import { paperDots } from './paper-dots.ts';
import { measured } from './text.ts';
import { type Column, drawStrip, fitsStrip, type Roll, runsOf } from './thermal.ts';

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
 * The test slip as a one-page PDF, 72 mm wide; for a page printer in the middle of a sheet of A5.
 *
 * @throws ZodError when the input is not printable as it stands
 */
export async function drawTestSlip(input: TestSlipInput, assetsDir: string): Promise<Uint8Array> {
  const values = testSlipInputSchema.parse(input);
  const options = { title: 'Phiếu in thử', createdAt: values.printedAt, assetsDir, onA5: values.onA5 };
  return drawStrip(options, (roll) => {
    roll.centre('Phiếu in thử', styles.title);
    roll.centre(values.agencyName, styles.text);
    roll.centre(`${values.printerName}, ${clock(values.printedAt)}, ${shortDate(values.printedAt)}`, styles.text);
    roll.rule(4);
    drawLetters(roll);
    drawRuler(roll);
    drawCodes(roll, values.code);
    drawSettings(roll, values.settings);
    roll.centre('Đủ mọi dấu, thước đúng 70 mm, quét được hai mã: máy in tốt.', styles.text);
  });
}

const lowerColumn: Column = { left: 20, width: 268 };
const upperColumn: Column = { left: 296, width: 260 };

/** Lower case in the left half, upper in the right, one vowel a line: a missing mark is seen at once. */
function drawLetters(roll: Roll): void {
  for (const row of vietnameseLetters) {
    const top = roll.y;
    roll.left(spaced(row), styles.letters, lowerColumn);
    const below = roll.y;
    roll.y = top;
    roll.left(spaced(row.toLocaleUpperCase('vi')), styles.letters, upperColumn);
    roll.y = Math.max(roll.y, below);
  }
  roll.rule(2);
}

const spaced = (letters: string): string => [...letters].join('  ');

/** 70 mm at 8 dots a mm; longer strokes every 5 and 10 mm. */
function drawRuler(roll: Roll): void {
  const { y } = roll;
  for (let mm = 0; mm <= 70; mm += 1) {
    const height = mm % 10 === 0 ? 32 : mm % 5 === 0 ? 24 : 14;
    roll.doc.rect(8 + mm * 8 - 1, y, 2, height);
  }
  roll.doc.fill('#000');
  for (let mm = 0; mm <= 70; mm += 10) {
    const label = measured(roll.pen, runsOf(String(mm), styles.small));
    roll.y = y + 34;
    roll.line(label, styles.small, Math.min(Math.max(0, 8 + mm * 8 - label.width / 2), paperDots - label.width));
  }
  roll.rule(2);
}

const nameColumn: Column = { left: 20, width: 206 };
const valueColumn: Column = { left: 236, width: 320 };

/** What the printer is set to, for whoever compares it with the printer's own self-test. */
function drawSettings(roll: Roll, settings: TestSlipValues['settings']): void {
  if (settings.length === 0) return;
  for (const [name, value] of settings) {
    const top = roll.y;
    roll.left(name, styles.small, nameColumn);
    const below = roll.y;
    roll.y = top;
    roll.left(value, styles.setting, valueColumn);
    roll.y = Math.max(roll.y, below);
  }
  roll.rule(2);
}

function drawCodes(roll: Roll, code: string): void {
  const bars = fitsCode128(code) ? code128(code) : undefined;
  if (bars && fitsStrip(bars)) roll.bars(bars, 96);
  roll.centre(code, styles.text);
  roll.space(12);
  const qr = qrCode(code);
  roll.qr(qr, Math.round((paperDots - qr.size * 7) / 2), 7);
  roll.space(qr.size * 7);
  roll.rule(2);
}
