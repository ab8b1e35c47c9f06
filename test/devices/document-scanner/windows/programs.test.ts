/**
 * The Windows ways to a scanner, as far as they can be tried here: what is asked for, what is made of the answers, and the
 * process part against a stand-in program that behaves as NAPS2 and our WIA script are said to.
 */
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ScanOptions } from '../../../../devices/document-scanner/contract.ts';
import { createNaps2Scanner, naps2Arguments, naps2Reason } from '../../../../devices/document-scanner/windows/naps2.ts';
import {
  createWiaScanner,
  encodedScript,
  wiaCall,
  wiaReason,
} from '../../../../devices/document-scanner/windows/wia.ts';
import { tinyPng } from '../../../rig/png.ts';
import { scanBatch } from '../../../rig/scanning.ts';

const A4: ScanOptions = { source: 'feeder', dpi: 300, mode: 'gray', maxPages: 50 };
const SCANNER = { device: 'Máy quét "A" & B', backend: 'wia' } as const;

let folder = '';
let program = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'windows-'));
  program = join(folder, 'program');
  await writeFile(join(folder, 'good.png'), tinyPng(8, 8));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** `body` runs with $dir (where pages go) and page(): stores one whole page. */
async function standIn(body: string): Promise<void> {
  const script = `#!/bin/sh
dir="$MOTCUA_WIA_FOLDER"; last=
for word in "$@"; do [ "$last" = -o ] && dir=$(dirname "$word"); last="$word"; done
page() { cp "${folder}/good.png" "$dir/p0000$1.png"; echo "page $1"; }
${body}
`;
  await writeFile(program, script);
  await chmod(program, 0o755);
}
const naps2 = (idleMs = 10_000) => createNaps2Scanner({ id: 's', ...SCANNER, program, tmpDir: folder, idleMs });
const wia = () => createWiaScanner({ id: 's', device: 'x', program, tmpDir: folder });
const left = async (): Promise<readonly string[]> => (await readdir(folder)).filter((name) => name.startsWith('scan-'));

describe('NAPS2', () => {
  test('is asked for both sides of A4 sheets, as a list of arguments', () => {
    expect(naps2Arguments(SCANNER, { ...A4, source: 'duplex' }, '/tmp/x')).toEqual([
      ...['--noprofile', '--driver', 'wia', '--device', 'Máy quét "A" & B', '--source', 'duplex'],
      ...['--dpi', '300', '--bitdepth', 'gray', '--pagesize', 'a4', '-o', '/tmp/x/p$(nnn).png', '-f', '-v'],
    ]);
    expect(naps2Arguments(SCANNER, { ...A4, source: 'flatbed', mode: 'lineart' }, '/tmp/x')).toEqual(
      expect.arrayContaining(['glass', 'bw']),
    );
  });

  test.each<[string, number, string | undefined]>([
    ['Scanned page 1.', 0, undefined],
    ['There is a paper jam.', 1, 'MC-DSC-01'],
    ['No scanned pages to export.', 0, 'MC-DSC-02'],
    ['The scanner’s cover is open.', 1, 'MC-DSC-03'],
    ['The selected scanner is busy.', 1, 'MC-DSC-04'],
    ['Có lỗi', 1, 'MC-DSC-05'],
  ])('%s (exit %i)', (output, exitCode, code) => {
    expect(naps2Reason({ exitCode, output, missing: false, hung: false })).toBe(code);
  });

  test('pages in the order of their numbers; nothing is left', async () => {
    await standIn('page 1; page 2; page 3; exit 0');
    const { end, pages } = await scanBatch(naps2(), { dpi: 300 }, ({ file }) => rm(file));
    expect(end).toEqual({ end: 'done', sheets: 3 });
    expect(pages.map(({ number, file }) => [number, file.slice(-10)])).toEqual([
      [1, 'p00001.png'],
      [2, 'p00002.png'],
      [3, 'p00003.png'],
    ]);
    expect(await left()).toEqual([]);
  });

  test('page 1000 comes after page 999', async () => {
    await standIn(`for n in 998 999 1000; do cp "${join(folder, 'good.png')}" "$dir/p$n.png"; done`);
    const { pages } = await scanBatch(naps2());
    expect(pages.map(({ file }) => file.split('/').at(-1))).toEqual(['p998.png', 'p999.png', 'p1000.png']);
  });

  test('a page is handed over while the next ones come', async () => {
    await standIn(`page 1; page 2; while [ ! -e "${folder}/taken" ]; do sleep 0.05; done; page 3`);
    const { end } = await scanBatch(naps2(), {}, async ({ number }) => {
      if (number === 1) await writeFile(join(folder, 'taken'), '');
    });
    expect(end).toEqual({ end: 'done', sheets: 3 });
  });

  test.each<[string, string, object, number]>([
    ['a jam: the pages before it are kept', 'page 1; echo "paper jam"; exit 1', { sheets: 1, code: 'MC-DSC-01' }, 1],
    ['an error without a word', 'page 1; exit 1', { sheets: 1, code: 'MC-DSC-05' }, 1],
    ['bad arguments: exit 0 and no page', 'exit 0', { sheets: 0, code: 'MC-DSC-05' }, 0],
    ['an empty feeder', 'echo "No scanned pages to export."', { sheets: 0, code: 'MC-DSC-02' }, 0],
    ['half a page', 'page 1; head -c 40 "$0" > "$dir/p00002.png"', { sheets: 2, code: 'MC-DSC-06' }, 1],
  ])('%s', async (_, body, end, pages) => {
    await standIn(body);
    expect(await scanBatch(naps2())).toMatchObject({ end: { end: 'stopped', ...end }, pages: { length: pages } });
  });

  test('a program that says nothing and gives nothing is ended', async () => {
    await standIn('exec sleep 60');
    expect((await scanBatch(naps2(400))).end).toEqual({ end: 'stopped', sheets: 0, code: 'MC-DSC-05' });
  });

  test('the officer stops; the limit of a batch stops', async () => {
    await standIn('page 1; page 2; page 3; exec sleep 60');
    expect((await scanBatch(naps2(), { maxPages: 2 })).end).toEqual({ end: 'done', sheets: 2 });
    const stop = new AbortController();
    const { end } = await scanBatch(naps2(), {}, async () => stop.abort(), stop.signal);
    expect(end).toMatchObject({ end: 'stopped', code: 'MC-DSC-08' });
  });

  test('not installed: this PC cannot use that kind of device', async () => {
    expect((await scanBatch(naps2())).end).toEqual({ end: 'stopped', sheets: 0, code: 'MC-DEV-01' });
    expect(await naps2().status()).toEqual({ state: 'absent', code: 'MC-DEV-01' });
    await standIn('exit 0');
    expect(await naps2().status()).toEqual({ state: 'unknown' });
  });
});

describe('WIA', () => {
  test('the script is one argument, and what is asked for never becomes part of it', () => {
    const call = wiaCall({ device: '"; rm -rf / #' }, { ...A4, source: 'duplex' }, 'C:\\tmp');
    expect(call.args.slice(0, -1)).toEqual(['-NoProfile', '-NonInteractive', '-EncodedCommand']);
    expect(call.args.at(-1)).toBe(encodedScript());
    expect(encodedScript().length).toBeLessThan(30_000);
    expect(Buffer.from(encodedScript(), 'base64').toString('utf16le')).toContain('MOTCUA_WIA_DEVICE');
    expect(call.env).toMatchObject({ MOTCUA_WIA_SOURCE: 'duplex', MOTCUA_WIA_MOST: '100', MOTCUA_WIA_DPI: '300' });
  });

  test.each<[string, string | undefined]>([
    ['page 1\nend ok', undefined],
    ['page 1\r\nend ok\r\n', undefined],
    ['end 0x80210002', 'MC-DSC-01'],
    ['end 0x80210003', 'MC-DSC-02'],
    ['end 0x80210005', 'MC-DSC-05'],
    ['end 0x80210006', 'MC-DSC-04'],
    ['end 0x80210016', 'MC-DSC-03'],
    ['end 0x80210020', 'MC-DSC-09'],
    ['end 0x80210015', 'MC-DSC-05'],
    ['end no-source', 'MC-DSC-11'],
    ['end 0x80070005', 'MC-DSC-05'],
    ['a policy forbids scripts', 'MC-DSC-05'],
  ])('%j', (output, code) => {
    expect(wiaReason({ output })).toBe(code);
  });

  test.each<[string, string, object, number]>([
    ['an emptied feeder is the normal end', 'page 1; page 2; echo "end 0x80210003"', { end: 'done', sheets: 2 }, 2],
    ['a jam', 'page 1; echo "end 0x80210002"; exit 1', { end: 'stopped', sheets: 1, code: 'MC-DSC-01' }, 1],
    ['two sheets at once', 'page 1; echo "end 0x80210020"', { end: 'stopped', sheets: 1, code: 'MC-DSC-09' }, 1],
    ['a script that dies', 'page 1', { end: 'stopped', sheets: 1, code: 'MC-DSC-05' }, 1],
  ])('%s', async (_, body, end, pages) => {
    await standIn(body);
    expect(await scanBatch(wia())).toMatchObject({ end, pages: { length: pages } });
  });

  test('both sides owe two pages a sheet', async () => {
    await standIn('page 1; page 2; page 3; echo "end 0x80210003"');
    expect((await scanBatch(wia(), { source: 'duplex' })).end).toEqual({ end: 'done', sheets: 2 });
  });

  test('status asks for the device only', async () => {
    await standIn('[ "$MOTCUA_WIA_TASK" = look ] && echo "end ok"');
    expect(await wia().status()).toEqual({ state: 'ready' });
    await standIn('echo "end 0x80210015"');
    expect(await wia().status()).toEqual({ state: 'absent', code: 'MC-DSC-05' });
    expect(await createWiaScanner({ id: 's', device: 'x', tmpDir: folder }).status()).toEqual({
      state: 'absent',
      code: 'MC-DEV-01',
    });
  });
});
