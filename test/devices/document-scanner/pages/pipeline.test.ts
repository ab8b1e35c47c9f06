import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPagePipeline } from '../../../../devices/document-scanner/pages/pipeline.ts';
import { silentLog } from '../../../../devices/log.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'motcua-pages-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const sheet = async (name: string): Promise<string> => {
  const file = join(folder, name);
  const size = { width: 826, height: 1169, channels: 3, background: '#f8f8f6' } as const;
  await sharp({ create: size }).png().toFile(file);
  return file;
};

describe('the page pipeline', () => {
  it('stores a page and says what it made of it; refuses what is no picture', async () => {
    const pipeline = createPagePipeline({ log: silentLog, workers: 1 });
    try {
      const into = join(folder, 'kept');
      expect(await pipeline.process({ file: await sheet('a.png'), dpi: 100, into })).toMatchObject({
        ok: true,
        page: { file: `${into}.png`, format: 'png', widthPx: 826, heightPx: 1169, blank: true, codes: [] },
      });
      const text = join(folder, 'b.png');
      await writeFile(text, 'no picture');
      const refused = await pipeline.process({ file: text, dpi: 100, into: join(folder, 'refused') });
      expect(refused).toEqual({ ok: false, code: 'MC-DSC-06' });
      expect(await readdir(folder)).toEqual(['a.png', 'b.png', 'kept.png']);
    } finally {
      await pipeline.close();
    }
  });
});
