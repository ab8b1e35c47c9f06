import { Writable } from 'node:stream';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { assembleScanPdf, type ScanPage } from '../../forms/scan-document.ts';
import { pdfInfo } from './tools.ts';

const options = { title: 'Hồ sơ H57.23.15-261121-0042', createdAt: Date.UTC(2026, 10, 21) };

/** Noise, so that it does not compress away: about 90 kB. */
async function scannedPage(format: 'jpeg' | 'png' = 'jpeg'): Promise<ScanPage> {
  const [widthPx, heightPx] = [827, 1169];
  const noise = {
    create: {
      width: widthPx,
      height: heightPx,
      channels: 3 as const,
      background: '#fff',
      noise: { type: 'gaussian' as const, mean: 230, sigma: 12 },
    },
  };
  const image = await sharp(noise).greyscale().toFormat(format, { quality: 30, compressionLevel: 1 }).toBuffer();
  return { image, widthPx, heightPx, dpi: 100 };
}

class Sink extends Writable {
  readonly chunks: Buffer[] = [];
  bytes = 0;

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.chunks.push(chunk);
    this.bytes += chunk.length;
    setImmediate(done);
  }
}

test('JPEG and PNG pages become A4 pages in their order, with the title', async () => {
  const sink = new Sink();
  expect(await assembleScanPdf([await scannedPage(), await scannedPage('png')], options, sink)).toBe(2);
  const info = pdfInfo(Buffer.concat(sink.chunks));
  expect(info).toMatch(/Pages:\s+2/);
  expect(info).toMatch(/Page size:\s+595\.\d+ x 841\.\d+ pts \(A4\)/);
  expect(info).toContain(options.title);
});

test('asks for the next page only when the ones before have left: memory does not grow with the batch', async () => {
  const page = await scannedPage();
  const sink = new Sink();
  let mostHeld = 0;
  async function* batch() {
    for (let given = 0; given < 60; given += 1) {
      mostHeld = Math.max(mostHeld, given * page.image.length - sink.bytes);
      yield page;
    }
  }
  expect(await assembleScanPdf(batch(), options, sink)).toBe(60);
  expect(mostHeld).toBeLessThan(3 * page.image.length);
});

test('a scan that fails half way leaves no document behind that looks whole', async () => {
  const sink = new Sink();
  const page = await scannedPage();
  async function* jamming() {
    yield page;
    throw new Error('jam');
  }
  await expect(assembleScanPdf(jamming(), options, sink)).rejects.toThrow('jam');
  expect(sink.destroyed).toBe(true);
  expect(Buffer.concat(sink.chunks).toString('latin1')).not.toContain('%%EOF');
});

test('a disk that refuses ends the assembling', async () => {
  const full = new Writable({ write: (_chunk, _encoding, done) => done(new Error('no space left')) });
  const pages = Array.from({ length: 5 }, scannedPageOnce());
  await expect(assembleScanPdf(await Promise.all(pages), options, full)).rejects.toThrow('no space left');
});

test('what is no image, and an impossible size, are refused', async () => {
  const page = await scannedPage();
  await expect(assembleScanPdf([{ ...page, image: new Uint8Array(10) }], options, new Sink())).rejects.toThrow(
    TypeError,
  );
  await expect(assembleScanPdf([{ ...page, dpi: 0 }], options, new Sink())).rejects.toThrow(RangeError);
});

function scannedPageOnce(): () => Promise<ScanPage> {
  let made: Promise<ScanPage> | undefined;
  return () => {
    made ??= scannedPage();
    return made;
  };
}
