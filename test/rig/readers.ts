/** Judges of a printed picture that are not ours: zbar, ZXing's C++ port and tesseract. Need the apt packages zbar-tools, zxing-cpp-tools, tesseract-ocr-vie. */
import { runCommand } from '../../devices/command.ts';

/** `CODE-128:…`, `QR-Code:…`, sorted. */
export async function zbarReads(file: string): Promise<readonly string[]> {
  const { stdout } = await runCommand('zbarimg', ['-q', file], 20_000);
  return stdout.split('\n').filter(Boolean).sort();
}

/** `Code128:…`, `QRCode:…`, sorted. */
export async function zxingReads(file: string): Promise<readonly string[]> {
  const { stdout } = await runCommand('ZXingReader', ['-1', file], 20_000);
  const found = stdout.split('\n').map((line) => /^(?:.*? )?(Code ?128|QR ?Code) "(.*?)"/.exec(line));
  return found.flatMap((match) => (match ? [`${match[1]?.replace(' ', '')}:${match[2]}`] : [])).sort();
}

/** Its threads wait for one another by spinning: beside other work two of them took fifteen times the processor time of one. */
const ONE_THREAD = { OMP_THREAD_LIMIT: '1' };

/** The text of a picture of one column, as Vietnamese; blanks made one. */
export async function tesseractReads(file: string): Promise<string> {
  const args = [file, '-', '-l', 'vie', '--psm', '6', '--dpi', '203'];
  const { stdout } = await runCommand('tesseract', args, 60_000, ONE_THREAD);
  return stdout.normalize('NFC').replace(/\s+/g, ' ');
}
