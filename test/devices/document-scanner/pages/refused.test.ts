import { readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyPng } from '../../../rig/png.ts';
import { type Bench, openBench, Sheet } from './scans.ts';

const MB = 1024 * 1024;
const DAMAGED = { ok: false, code: 'MC-DSC-06' } as const;

let bench: Bench;
let page: Sheet;
beforeAll(async () => {
  bench = await openBench({ workers: 2 });
  page = new Sheet(250, { width: 300, height: 400 }).rect(40, 60, 180, 12, 40).rect(40, 100, 210, 12, 90);
});
afterAll(() => bench.close());

/** Refused, with the file as it was and nothing beside it. */
async function isRefused(name: string, bytes: Uint8Array): Promise<void> {
  const before = await bench.names();
  const put = await bench.put(name, bytes);
  expect(await bench.pipeline.process(put)).toEqual(DAMAGED);
  expect(Buffer.compare(await readFile(put.file), bytes)).toBe(0);
  expect(await bench.names()).toEqual([...new Set([...before, name])].toSorted());
}

describe('a scanner’s file that is no page is refused and left where it is', () => {
  it('claims 100,000 × 100,000, or a side of nothing', async () => {
    await isRefused('claims.png', tinyPng(100_000, 100_000));
    await isRefused('narrow.png', tinyPng(1, 60));
    await isRefused('nothing.png', tinyPng(0, 0));
  });

  it('is torn, as PNG and as JPEG, anywhere', async () => {
    const whole = [await page.png(), await page.picture().jpeg().toBuffer()];
    for (const [index, bytes] of whole.entries())
      for (const share of [0.02, 0.3, 0.9]) {
        const torn = bytes.subarray(0, Math.ceil(bytes.length * share));
        await isRefused(`torn-${index}-${share}`, torn);
      }
  });

  it('has a byte turned in the middle of its picture', async () => {
    const bytes = await page.png();
    const at = bytes.length >> 1;
    bytes[at] = (bytes[at] ?? 0) ^ 0xff;
    await isRefused('turned.png', bytes);
  });

  it('is larger than 64 MB, though it begins as a page', async () => {
    const put = await bench.put('heavy.png', await page.png());
    await truncate(put.file, 65 * MB);
    expect(await bench.pipeline.process(put)).toEqual(DAMAGED);
    expect((await stat(put.file)).size).toBe(65 * MB);
  });

  it('is text, an SVG, a PDF, a TIFF, a WebP or empty under a page’s name', async () => {
    const svg = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="300" height="400"/>';
    await isRefused('text.png', Buffer.from('Không phải ảnh.\n'.repeat(40)));
    await isRefused('drawing.png', Buffer.from(svg));
    await isRefused('paper.png', Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n'));
    await isRefused('tiff.png', await page.picture().tiff().toBuffer());
    await isRefused('webp.jpg', await page.picture().webp().toBuffer());
    await isRefused('empty.png', Buffer.alloc(0));
  });

  it('is another format behind a page’s first bytes', async () => {
    const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    await isRefused('mask.png', Buffer.concat([signature, await page.picture().tiff().toBuffer()]));
    await isRefused('mask.jpg', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('%PDF-1.7')]));
  });

  it('is not there, or is a folder', async () => {
    const into = join(bench.folder, 'none-out');
    expect(await bench.pipeline.process({ file: join(bench.folder, 'none.png'), dpi: 100, into })).toEqual(DAMAGED);
    expect(await bench.pipeline.process({ file: bench.folder, dpi: 100, into })).toEqual(DAMAGED);
  });

  it('comes with a resolution that no scanner has', async () => {
    const put = await bench.put('odd.png', await page.png());
    for (const dpi of [0, -300, 1e9, Number.NaN])
      expect(await bench.pipeline.process({ ...put, dpi })).toEqual(DAMAGED);
  });
});

describe('whatever lies in the file', () => {
  it('is answered: random bytes, bare and behind a page’s first bytes', async () => {
    const beginning = fc.constantFrom([], [0xff, 0xd8, 0xff], [...tinyPng(40, 40).subarray(0, 33)]);
    const input = fc.tuple(beginning, fc.uint8Array({ maxLength: 400 }));
    await fc.assert(
      fc.asyncProperty(input, async ([first, rest]) => {
        const put = await bench.put('random.png', Uint8Array.from([...first, ...rest]));
        expect(await bench.pipeline.process(put)).toEqual(DAMAGED);
      }),
      { numRuns: 100 },
    );
  });

  it('is answered: a whole page with bytes changed', async () => {
    const whole = await page.png();
    const change = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, by] of changes) bytes[at] = (bytes[at] ?? 0) ^ by;
        const outcome = await bench.pipeline.process(await bench.put('changed.png', bytes));
        expect(outcome.ok || outcome.code === 'MC-DSC-06').toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('and the next page, also a sixteen-bit, a see-through and a four-ink one, is stored', async () => {
    const rgba = { create: { width: 300, height: 400, channels: 4, background: '#ffffff00' } } as const;
    const inks = page.picture().toColourspace('cmyk').jpeg();
    for (const image of [page.picture().toColourspace('grey16').png(), sharp(rgba).png(), inks]) {
      const { widthPx, heightPx } = await bench.made('fine.png', await image.toBuffer());
      expect({ widthPx, heightPx }).toEqual({ widthPx: 300, heightPx: 400 });
    }
  });
});
