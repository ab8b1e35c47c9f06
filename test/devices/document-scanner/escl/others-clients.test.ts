/**
 * The emulator under the eyes of clients that we did not write: sane-airscan and SANE's own `escl` backend scan from it by
 * `scanimage`. What they make of it is what a real device would get; our client's tests lean on it.
 */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSaneScanner } from '../../../../devices/document-scanner/sane.ts';
import { type RigEscl, startRigEscl } from '../../../rig/escl-scanner.ts';
import type { EsclTrouble } from '../../../rig/escl-trouble.ts';
import { scanBatch } from '../../../rig/scanning.ts';

const AIRSCAN = 'airscan:e0:Emu';
let rig: RigEscl;
let config = '';
let folder = '';
const before = process.env.SANE_CONFIG_DIR;

beforeAll(async () => {
  rig = await startRigEscl();
  config = await mkdtemp(join(tmpdir(), 'sane-clients-'));
  await writeFile(join(config, 'dll.conf'), 'airscan\nescl\n');
  const device = `"Emu" = ${rig.url}/, eSCL`;
  await writeFile(join(config, 'airscan.conf'), `[devices]\n${device}\n[options]\ndiscovery = disable\n`);
  await writeFile(join(config, 'escl.conf'), `device http://127.0.0.1:${rig.port} "Motcua Emulator 1"\n`);
  process.env.SANE_CONFIG_DIR = config;
});
afterAll(async () => {
  if (before === undefined) delete process.env.SANE_CONFIG_DIR;
  else process.env.SANE_CONFIG_DIR = before;
  await rig.close();
  await rm(config, { recursive: true, force: true });
});
beforeEach(async () => {
  folder = join(config, 'pages');
  await mkdir(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Exit code of `scanimage --batch` and the pages that it left. */
async function scanimage(
  device: string,
  sheets: number,
  trouble: EsclTrouble = {},
  source = 'ADF',
): Promise<readonly [number | null, number]> {
  rig.load(sheets);
  rig.trouble(trouble);
  const args = [`--source=${source}`, '--resolution=150', '--mode=Gray', '--format=png', '--batch=p%d.png'];
  const child = spawn('scanimage', [`--device-name=${device}`, ...args], { cwd: folder, stdio: 'ignore' });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return [code, (await readdir(folder)).length];
}

describe('sane-airscan', () => {
  test.each<[string, number, EsclTrouble, string, readonly [number, number]]>([
    ['three pages', 3, {}, 'ADF', [0, 3]],
    ['both sides of two sheets', 2, {}, 'ADF Duplex', [0, 4]],
    ['a jam after one page: 6, and the page is kept', 5, { jamAfter: 1 }, 'ADF', [6, 1]],
    ['an open cover: 8', 2, { doorOpen: true }, 'ADF', [8, 0]],
    ['an empty feeder: 7', 0, {}, 'ADF', [7, 0]],
    ['503 before a page is waited for', 1, { busyPages: 1 }, 'ADF', [0, 1]],
    ['a truncated page: taken for whole (ours is not: scanner.test.ts)', 2, { truncateAt: 1 }, 'ADF', [0, 2]],
  ])('%s', async (_, sheets, trouble, source, expected) => {
    expect(await scanimage(AIRSCAN, sheets, trouble, source)).toEqual(expected);
    expect(rig.openJobs()).toBe(0);
  });

  test('behind our SANE driver: pages of A4 size with the number that was drawn on them', async () => {
    rig.load(3);
    rig.trouble({});
    const driver = createSaneScanner({ id: 's', device: AIRSCAN, extra: [], tmpDir: folder });
    const { end, pages } = await scanBatch(driver, { dpi: 150 });
    expect(end).toEqual({ end: 'done', sheets: 3 });
    const [first, second] = await Promise.all(pages.map(({ file }) => sharp(file).raw().toBuffer()));
    expect([pages[0]?.widthPx, pages[0]?.heightPx]).toEqual([1240, 1754]);
    expect(first?.equals(second ?? Buffer.alloc(0))).toBe(false);
  });

  test('behind our SANE driver: both sides', async () => {
    rig.load(2);
    rig.trouble({});
    const driver = createSaneScanner({ id: 's', device: AIRSCAN, extra: [], tmpDir: folder });
    const { end, pages } = await scanBatch(driver, { source: 'duplex' });
    expect([end, pages.length]).toEqual([{ end: 'done', sheets: 2 }, 4]);
  });
});

describe('SANE’s escl backend', () => {
  test.each<[string, number, EsclTrouble, readonly [number, number]]>([
    ['three pages', 3, {}, [0, 3]],
    ['an empty feeder: 7', 0, {}, [7, 0]],
    ['a jam after one page: the page is kept', 5, { jamAfter: 1 }, [0, 1]],
  ])('%s', async (_, sheets, trouble, expected) => {
    expect(await scanimage(`escl:http://127.0.0.1:${rig.port}`, sheets, trouble)).toEqual(expected);
  });
});
