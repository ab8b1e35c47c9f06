/**
 * Makes the sample pages of the demo's scanner, assets/images/sample-pages: `node scripts/make-assets.ts`.
 * The results are committed; run it again after a change in forms/sample-pages.ts.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { bitmapToPng, rasterPage } from '../forms/raster.ts';
import { drawSamplePage, drawSeparatorPage, samplePages } from '../forms/sample-pages.ts';
import { assembleScanPdf } from '../forms/scan-document.ts';

const assets = join(import.meta.dirname, '..', 'assets');
const folder = join(assets, 'images', 'sample-pages');
/** A4 at 200 dpi, as an office scans. */
const dpi = 200;
const widthPx = Math.round((210 / 25.4) * dpi);

/** Rasterised at twice the width and halved: grey edges as a scanner gives them. */
async function scanLike(pdf: Uint8Array): Promise<Buffer> {
  const large = bitmapToPng(await rasterPage(pdf, widthPx * 2));
  const grey = sharp(large).greyscale().resize(widthPx).withMetadata({ density: dpi });
  return grey.png({ palette: true, colours: 8, effort: 10 }).toBuffer();
}

/** Three pages of one paper as the archive holds them, for the demo's dossier whose scan is already there. */
async function makeHalfScan(pages: readonly string[]): Promise<void> {
  const images = pages.map(async (name) => {
    const image = await readFile(join(folder, name));
    const { width: widthPx = 0, height: heightPx = 0 } = await sharp(image).metadata();
    return { image, widthPx, heightPx, dpi };
  });
  const options = { title: 'Văn bản cử người giám hộ (mẫu)', createdAt: 0 };
  await assembleScanPdf(await Promise.all(images), options, createWriteStream(join(folder, 'half-scan.pdf')));
}

await mkdir(folder, { recursive: true });
for (const page of samplePages) {
  await writeFile(join(folder, `${page.id}.png`), await scanLike(await drawSamplePage(page, assets)));
}
// Beside the feeder's pages, not among them: a code that turns up in every scan would split every dossier.
const separator = await drawSeparatorPage('H57.23.15-261121-0042', assets);
await writeFile(join(assets, 'images', 'separator-page.png'), await scanLike(separator));
await makeHalfScan(['06-van-ban-cu-nguoi-giam-ho.png', '05-can-cuoc-ban-sao.png', '03-giay-khai-sinh.png']);
