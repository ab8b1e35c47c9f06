/** Files as a scanner may leave them, drawn here so that what lies on each is known. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import type { PageIn, PagePipeline, ProcessedPage } from '../../../../devices/document-scanner/pages/contract.ts';
import { createPagePipeline, type PagePipelineOptions } from '../../../../devices/document-scanner/pages/pipeline.ts';
import { silentLog } from '../../../../devices/log.ts';

/** A folder with a pipeline, both gone after `close`. */
export interface Bench {
  readonly folder: string;
  readonly pipeline: PagePipeline;
  /** The bytes under this name; the page's result goes beside it as `<name>-out`. */
  put(name: string, bytes: Uint8Array, dpi?: number): Promise<PageIn>;
  /** What became of it; throws where the page was refused. */
  made(name: string, bytes: Uint8Array, dpi?: number): Promise<ProcessedPage>;
  names(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function openBench(options: Partial<PagePipelineOptions> = {}): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'motcua-scans-'));
  const pipeline = createPagePipeline({ log: silentLog, ...options });
  const put = async (name: string, bytes: Uint8Array, dpi = DPI): Promise<PageIn> => {
    const file = join(folder, name);
    await writeFile(file, bytes);
    return { file, dpi, into: `${file}-out` };
  };
  return {
    folder,
    pipeline,
    put,
    async made(name, bytes, dpi) {
      const outcome = await pipeline.process(await put(name, bytes, dpi));
      if (!outcome.ok) throw new Error(`${name} was refused as ${outcome.code}`);
      return outcome.page;
    },
    names: async () => (await readdir(folder)).toSorted(),
    async close() {
      await pipeline.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** An A4 page at a resolution that is quick and still has letters. */
export const DPI = 100;
export const A4 = { width: 827, height: 1169 } as const;
export const mm = (length: number, dpi = DPI): number => Math.round((length / 25.4) * dpi);

/** One tone a dot, and what is drawn on it. */
export class Sheet {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array<ArrayBuffer>;

  constructor(tone = 250, { width, height }: { readonly width: number; readonly height: number } = A4) {
    this.width = width;
    this.height = height;
    this.data = new Uint8Array(width * height).fill(tone);
  }

  rect(x: number, y: number, width: number, height: number, tone: number): this {
    for (let row = Math.max(0, y); row < Math.min(this.height, y + height); row += 1)
      this.data.fill(tone, row * this.width + Math.max(0, x), row * this.width + Math.min(this.width, x + width));
    return this;
  }

  disc(x: number, y: number, radius: number, tone: number): this {
    for (let row = -radius; row <= radius; row += 1) {
      const half = Math.floor(Math.sqrt(radius * radius - row * row));
      this.rect(x - half, y + row, 2 * half + 1, 1, tone);
    }
    return this;
  }

  /** Lays another picture down with its left upper corner here. */
  lay(x: number, y: number, other: Pick<Sheet, 'width' | 'height' | 'data'>): this {
    for (let row = 0; row < other.height; row += 1)
      this.data.set(other.data.subarray(row * other.width, (row + 1) * other.width), (y + row) * this.width + x);
    return this;
  }

  picture(): Sharp {
    return sharp(this.data, { raw: { width: this.width, height: this.height, channels: 1 } }).toColourspace('b-w');
  }

  png(): Promise<Buffer> {
    return this.picture().png({ compressionLevel: 1 }).toBuffer();
  }
}

/** The same dots every time: the glass's and the lamp's noise, a few tones either way. */
export function noisy(sheet: Sheet, tones: number): Sheet {
  let state = 20_261_122;
  // An indexed loop: a page has millions of dots.
  for (let index = 0; index < sheet.data.length; index += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const away = Math.round(((state >>> 8) / 2 ** 24 - 0.5) * 2 * tones);
    sheet.data[index] = Math.max(0, Math.min(255, (sheet.data[index] as number) + away));
  }
  return sheet;
}

/** A picture file's dots, one tone each. */
export async function dotsOf(picture: Uint8Array | Sharp): Promise<Pick<Sheet, 'width' | 'height' | 'data'>> {
  const image = picture instanceof Uint8Array ? sharp(picture) : picture;
  const { data, info } = await image
    .flatten({ background: '#fff' })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}

export const storedDots = async (page: ProcessedPage) => dotsOf(await readFile(page.file));
