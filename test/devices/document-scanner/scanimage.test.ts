/** Cases that no SANE backend plays: a stand-in for scanimage, first on the path, behaves as seen on real devices. */
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ScanEnd, ScannedPage, ScanOptions } from '../../../devices/document-scanner/contract.ts';
import { createSaneScanner } from '../../../devices/document-scanner/sane.ts';
import { tinyPng } from '../../rig/png.ts';

let folder = '';
const path = process.env.PATH;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scanimage-'));
  await writeFile(join(folder, 'good.png'), tinyPng(8, 8));
  process.env.PATH = `${folder}:${path}`;
});
afterEach(async () => {
  process.env.PATH = path;
  await rm(folder, { recursive: true, force: true });
});

/** `body` runs for a batch, with $dir (where pages go), $start (first number) and page(): stores one whole page. */
async function standIn(body: string): Promise<void> {
  const script = `#!/bin/sh
for word in "$@"; do case "$word" in
  --all-options) echo '    --source Flatbed|ADF|ADF Duplex [Flatbed]'; exit 0;;
  --batch=*) dir=$(dirname "\${word#--batch=}");;
  --batch-start=*) start=\${word#--batch-start=};;
esac; done
page() { cp "${folder}/good.png" "$dir/page$1.png"; echo "$dir/page$1.png"; }
${body}
`;
  await writeFile(join(folder, 'scanimage'), script);
  await chmod(join(folder, 'scanimage'), 0o755);
}

async function scan(
  source: ScanOptions['source'] = 'feeder',
): Promise<{ readonly end: ScanEnd; readonly pages: readonly ScannedPage[] }> {
  const pages: ScannedPage[] = [];
  const driver = createSaneScanner({ id: 's', device: 'x', extra: [], tmpDir: folder, pauseMs: 10 });
  const end = await driver.scan(
    { source, dpi: 300, mode: 'gray', maxPages: 50 },
    async (page) => void pages.push(page),
    new AbortController().signal,
  );
  return { end, pages };
}

test('a jam in mid-batch keeps the pages before it, and the half page goes', async () => {
  await standIn('page 1; page 2; echo half > "$dir/page3.png.part"; exit 6');
  const { end, pages } = await scan();
  expect(end).toEqual({ end: 'stopped', sheets: 2, code: 'MC-DSC-01' });
  expect(pages).toHaveLength(2);
  const left = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.part'));
  expect(left).toEqual([]);
});

test('exit code 7 after pages is the normal end', async () => {
  await standIn('page 1; page 2; exit 7');
  expect((await scan()).end).toEqual({ end: 'done', sheets: 2 });
});

test('a feeder that gives up after two pages goes on after a pause, and no page is lost or doubled', async () => {
  await standIn('if [ "$start" = 5 ]; then exit 7; fi; page "$start"; page $((start + 1)); exit 9');
  const { end, pages } = await scan();
  expect(end).toEqual({ end: 'done', sheets: 4 });
  expect(pages.map((page) => page.number)).toEqual([1, 2, 3, 4]);
});

test('a feeder that gives up for good stops with the reason and keeps its pages', async () => {
  await standIn('if [ "$start" = 1 ]; then page 1; fi; exit 9');
  const { end, pages } = await scan();
  expect(end).toEqual({ end: 'stopped', sheets: 1, code: 'MC-DSC-05' });
  expect(pages).toHaveLength(1);
});

test('a cut-off page is set aside under its own name, and the batch stops there', async () => {
  await standIn(
    'page 1; head -c 40 "' + '$0' + '" > "$dir/page2.png"; echo "$dir/page2.png"; while :; do sleep 0.1; done',
  );
  const { end, pages } = await scan();
  expect(end).toEqual({ end: 'stopped', sheets: 2, code: 'MC-DSC-06' });
  expect(pages).toHaveLength(1);
  expect((await readdir(folder, { recursive: true })).some((name) => name.endsWith('page2.png.damaged'))).toBe(true);
});

test('a scanner that ignores being ended is killed', async () => {
  await standIn("trap '' TERM; page 1; while :; do sleep 0.2; done");
  const driver = createSaneScanner({ id: 's', device: 'x', extra: [], tmpDir: folder, idleMs: 300 });
  const end = await driver.scan(
    { source: 'feeder', dpi: 300, mode: 'gray', maxPages: 50 },
    async () => undefined,
    new AbortController().signal,
  );
  expect(end).toEqual({ end: 'stopped', sheets: 1, code: 'MC-DSC-05' });
});

test('scanimage is not installed: said as a scanner that does not answer', async () => {
  process.env.PATH = folder;
  await rm(join(folder, 'scanimage'), { force: true });
  expect((await scan()).end).toEqual({ end: 'stopped', sheets: 0, code: 'MC-DSC-05' });
});

test('both sides: sheets are counted as sheets, and a back side that never came still owes its page', async () => {
  await standIn('page 1; page 2; page 3; page 4; exit 7');
  expect(await scan('duplex')).toMatchObject({ end: { end: 'done', sheets: 2 }, pages: { length: 4 } });
  await standIn('page 1; page 2; page 3; exit 7');
  expect(await scan('duplex')).toMatchObject({ end: { end: 'done', sheets: 2 }, pages: { length: 3 } });
});

test('both sides: the batch may take twice as many pages as sheets', async () => {
  await standIn(
    'for word in "$@"; do echo "$word"; done | grep -q -x -e --batch-count=100 || exit 4; page 1; page 2; exit 7',
  );
  expect((await scan('duplex')).end).toEqual({ end: 'done', sheets: 1 });
});
