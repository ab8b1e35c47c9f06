/** The plug is pulled in the middle of a batch, again and again. No sheet that went through may be lost or doubled. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readPage } from '../../offline-store/page-files.ts';
import { temporaryKeys } from '../../offline-store/protection/key-ring.ts';
import { eventually } from './fixture.ts';
import { dispose, numberIn, openDesk, type ScanDesk, takeIn } from './scan-desk.ts';

let folder: string;
let child: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'motcua-killed-'));
  writeFileSync(join(folder, 'ledger'), '');
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await dispose(folder);
});

const ledger = (): readonly number[] =>
  readFileSync(join(folder, 'ledger'), 'utf8').split('\n').filter(Boolean).map(Number);

/** Starts the process and answers once it is at work. */
async function going(
  what: 'feed' | 'attach',
): Promise<{ readonly said: () => string; readonly gone: Promise<unknown> }> {
  const started = spawn(process.execPath, [join(import.meta.dirname, 'scan-killed.ts'), folder, what], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = started;
  let said = '';
  started.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const gone = once(started, 'exit');
  await eventually(
    () => said,
    (text) => text.includes('going'),
  );
  return { said: () => said, gone };
}

async function kill(gone: Promise<unknown>): Promise<void> {
  child?.kill('SIGKILL');
  await gone;
}

const quiet = (desk: ScanDesk) =>
  eventually(
    () => desk.sessions.openOf(undefined),
    (session) => session?.pages.every(({ state }) => state !== 'processing') ?? false,
  );

test('killed while feeding, every sheet that went through is a page, once', async () => {
  for (let round = 0; round < 5; round += 1) {
    const had = ledger().length;
    const { gone } = await going('feed');
    const wanted = had + 2 + Math.floor(Math.random() * 20);
    await eventually(ledger, (fed) => fed.length >= wanted);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 15));
    await kill(gone);
  }
  const desk = await openDesk(folder);
  const session = await quiet(desk);
  expect(desk.errors).toEqual([]);
  expect(session).toMatchObject({ state: 'ended', code: 'MC-DSC-21' });
  const pictureOf = ({ id }: { readonly id: string }) =>
    readPage(join(folder, 'scans', session?.id ?? '', `${id}.jpg`), temporaryKeys());
  const stored = (await Promise.all((session?.pages ?? []).map(pictureOf))).map(numberIn);
  expect(new Set(stored).size).toBe(stored.length);
  expect(stored.filter((n) => ledger().includes(n)).sort((a, b) => a - b)).toEqual([...ledger()].sort((a, b) => a - b));
  expect(session?.pages.map(({ number }) => number)).toEqual(stored.map((_, index) => index + 1));
  expect(stored).toEqual([...stored].sort((a, b) => a - b));
  expect(session).toMatchObject({ sides: stored.length, sheets: stored.length });
  await desk.close();
}, 90_000);

test('killed while attaching, every paper is attached once', async () => {
  const papers = Array.from({ length: 12 }, (_, index) => ({
    ...{ name: `Giấy ${index + 1}`, kind: 'original' as const, pages: 4, copies: 0 },
  }));
  const before = await openDesk(folder);
  const dossier = takeIn(before, papers);
  before.feeder.load({ codes: [dossier.code] }, ...Array.from({ length: 48 }, (_, index) => ({ n: index })));
  before.sessions.start({});
  await eventually(
    () => before.sessions.openOf(undefined),
    (session) => session?.state === 'ended',
  );
  await quiet(before);
  await before.close();
  let isDone = false;
  for (let round = 0; !isDone && round < 40; round += 1) {
    const { said, gone } = await going('attach');
    await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 10 + round * 40))]);
    isDone = said().includes('attached');
    await kill(gone);
  }
  // However often it was pulled: left alone it comes to its end, on a slow machine too.
  if (!isDone) {
    const { said, gone } = await going('attach');
    await eventually(said, (text) => text.includes('attached'), 30_000);
    await kill(gone);
  }
  const after = await openDesk(folder);
  const documents = after.store.dossiers.documents(dossier.id);
  expect(documents.map(({ title, pages }) => `${title}: ${pages}`).sort()).toEqual(
    ['Giấy tiếp nhận hồ sơ: 1', ...papers.map(({ name }) => `${name}: 4`)].sort(),
  );
  expect(after.sessions.openOf(undefined)).toBeUndefined();
  await after.close();
}, 90_000);
