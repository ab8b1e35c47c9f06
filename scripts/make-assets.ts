/**
 * Makes the sample pages of the demo's scanner, assets/images/sample-pages: `node scripts/make-assets.ts`.
 * The results are committed; run it again after a change in forms/sample-pages.ts.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { bitmapToPng, rasterPage } from '../forms/raster.ts';
import { drawSamplePage, drawSeparatorPage, samplePages } from '../forms/sample-pages.ts';

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

await mkdir(folder, { recursive: true });
for (const page of samplePages) {
  await writeFile(join(folder, `${page.id}.png`), await scanLike(await drawSamplePage(page, assets)));
}
const separator = await drawSeparatorPage('H57.23.15-261121-0042', assets);
await writeFile(join(folder, '06-to-phan-cach.png'), await scanLike(separator));
