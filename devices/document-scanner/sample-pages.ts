/** Pages for the virtual feeder: the sample scans that ship with the program, or drawn ones where there are none. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ScanOptions } from './contract.ts';

const A4_INCHES = { width: 210 / 25.4, height: 297 / 25.4 };

export async function listSamplePages(folder: string | undefined): Promise<readonly string[]> {
  if (folder === undefined) return [];
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => /\.(png|jpe?g|webp)$/i.test(name))
    .sort()
    .map((name) => join(folder, name));
}

const drawnPage = (sheet: number): Buffer =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="2480" height="3508"><rect width="2480" height="3508" fill="#fdfdfb"/>` +
      `<text x="300" y="420" font-size="90" font-family="serif" fill="#222">TRANG MẪU ${sheet}</text><text x="300" y="540" font-size="56" font-family="serif" fill="#444">Dữ liệu mẫu, không phải giấy tờ thật</text>` +
      Array.from(
        { length: 24 },
        (_, line) =>
          `<rect x="300" y="${720 + line * 100}" width="${1300 + ((line * 337 + sheet * 91) % 580)}" height="26" fill="#777"/>`,
      ).join('') +
      `</svg>`,
  );

/** Writes a sheet as a scanner would see it: A4 at the asked resolution and colour. */
export async function writeSheet(
  samples: readonly string[],
  sheet: number,
  options: ScanOptions,
  file: string,
): Promise<void> {
  // Only a virtual feeder wants it: not loaded where there is none.
  const { default: sharp } = await import('sharp');
  const source = samples.length > 0 ? samples[(sheet - 1) % samples.length] : undefined;
  const width = Math.round(A4_INCHES.width * options.dpi);
  const height = Math.round(A4_INCHES.height * options.dpi);
  const page = sharp(source ?? drawnPage(sheet))
    .resize(width, height, { fit: 'contain', background: '#ffffff' })
    .flatten({ background: '#ffffff' });
  const toned = options.mode === 'color' ? page : page.grayscale();
  const shown = options.mode === 'lineart' ? toned.threshold(150) : toned;
  await shown.withMetadata({ density: options.dpi }).png({ compressionLevel: 6 }).toFile(file);
}
