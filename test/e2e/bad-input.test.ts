/** What comes in wrong from the world: damaged codes, a province that answers nonsense, a printer without paper. Through the real cable and the screens. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ERROR_SENTENCES, type ErrorCode } from '../../domain/errors.ts';
import { formatReceiptQr } from '../../domain/receipt-qr.ts';
import { holdReceipt, leave, takeNumber } from '../../scripts/demo/citizen.ts';
import { openEvidence, slipsOf } from '../../scripts/demo/evidence.ts';
import {
  beginIntake,
  CITIZEN_CARD,
  chooseProcedure,
  commit,
  type Intake,
  openByScan,
  toWorkList,
} from '../../scripts/demo/officer.ts';
import { connectionOf, detailOf, openStage, type Stage } from '../../scripts/demo/stage.ts';
import { RESULTS } from './launch.ts';
import { unreadableTexts } from './readable.ts';
import { until } from './until.ts';

const folder = mkdtempSync(join(tmpdir(), 'mc-'));
const evidence = openEvidence(join(RESULTS, 'bad-input'));
let stage: Stage;
let station: number;
let taken: Intake;
let receipt: string;

beforeAll(async () => {
  stage = await openStage(folder, evidence);
  station = await stage.program.station();
  taken = await takeIn();
  receipt = formatReceiptQr(taken.code, (await detailOf(stage, taken.dossierId)).secret);
});
afterEach(async ({ task }) => {
  await stage.props.province.setMode('up');
  stage.props.printer.interpreter.setPaper('ok');
  if (task.result?.state !== 'fail') return;
  await evidence.screenshot(stage.counter, `failure-${task.id}-counter.png`);
  await evidence.screenshot(stage.kiosk, `failure-${task.id}-kiosk.png`);
});
afterAll(async () => {
  await stage.close();
  rmSync(folder, { recursive: true, force: true });
});

const ENDLESS = 'A'.repeat(1_000_000);

describe('a code that leads nowhere, at the counter', () => {
  test.each([
    ['a barcode of something else', '8934567890123\r', 'MC-SCN-01'],
    ['a citizen’s card read in part', CITIZEN_CARD.slice(0, 40).concat('\r'), 'MC-SCN-02'],
    ['a megabyte without an end', ENDLESS, 'MC-SCN-03'],
    ['a code of another province', 'H23.15.07-261124-0001\r', 'MC-SCN-04'],
    ['a code that nobody took in', 'H57.23.15-261124-9999\r', 'MC-SCN-05'],
    ['a receipt’s code read in part', 'MC1:H57.23.15-2611\r', 'MC-SCN-07'],
  ] as const)('%s: a sentence and its code, and the next scan works', async (_what, text, code) => {
    await stage.props.counterReader.send(text);
    const notice = stage.counter.getByRole('alert');
    await notice.getByText(code).waitFor();
    await notice.getByText(ERROR_SENTENCES[code].vi).waitFor();
    await afterTheSilence(() => openByScan(stage, receipt, taken.code));
    await stage.counter.getByRole('alert').waitFor({ state: 'detached' });
    await sameStation();
  });
});

describe('a code that leads nowhere, at the kiosk', () => {
  test.each([
    ['a barcode of something else', (): string => '8934567890123\r', 'MC-SCN-01'],
    ['a megabyte without an end', (): string => ENDLESS, 'MC-SCN-03'],
    ['a code of another province', (): string => 'H23.15.07-261124-0001\r', 'MC-SCN-04'],
    ['a code that nobody took in', (): string => 'H57.23.15-261124-9999\r', 'MC-SCN-05'],
    ['a receipt with a wrong secret', (): string => `${receipt.slice(0, -8)}22222222\r`, 'MC-SCN-06'],
    ['a receipt’s code read in part', (): string => `${receipt.slice(0, 18)}\r`, 'MC-SCN-07'],
  ] as const)(
    '%s: a sentence and its code, nothing of anybody, and the next receipt works',
    async (_what, text, code) => {
      const { kiosk, props } = stage;
      await props.kioskReader.send(text());
      await kiosk.getByText(`Mã báo lỗi ${code}`).waitFor();
      const shown = (await kiosk.locator('body').innerText()).replaceAll(/\s+/g, ' ');
      for (const sentence of sentencesOf(code)) expect(shown).toContain(sentence);
      expect(shown).not.toMatch(/Đàm Khuê|khai tử/i);
      await expect(unreadableTexts(kiosk)).resolves.toEqual([]);
      await afterTheSilence(() => holdReceipt(stage, receipt, 'Hồ sơ đang được giải quyết.'));
      await leave(stage);
      await sameStation();
    },
  );
});

describe('a province that answers nonsense', () => {
  test.each([
    ['garbage', 'MC-NET-02'],
    ['error-500', 'MC-NET-03'],
    ['login-redirect', 'MC-NET-04'],
  ] as const)('%s: said with its code, work goes on, and all of it arrives by itself later', async (mode, code) => {
    const { counter, props } = stage;
    await settled();
    await toWorkList(counter);
    await props.province.setMode(mode);
    await until(
      () => connectionOf(stage),
      (connection) => connection.state === 'offline' && connection.code === code,
    );
    await counter.locator('footer.status').getByText('Mất kết nối với tỉnh').waitFor();
    await counter.locator('footer.status').getByText(code).waitFor();
    const notice = counter.getByRole('status', { name: 'Tình trạng kết nối' });
    await notice.getByText(code).waitFor();
    await notice.getByText(ERROR_SENTENCES[code].vi).waitFor();
    await evidence.screenshot(counter, `counter-${mode}.png`);
    await expect(unreadableTexts(counter)).resolves.toEqual([]);

    const { code: dossier } = await takeIn();
    expect((await connectionOf(stage)).waiting).toBeGreaterThan(0);
    expect(await props.province.dossier(dossier)).toBeUndefined();
    await props.province.setMode('up');
    await settled();
    await counter.locator('footer.status').getByText('Kết nối tỉnh tốt').waitFor();
    expect((await props.province.dossier(dossier))?.operations).toHaveLength(1);
    expect((await connectionOf(stage)).rejected).toBe(0);
    await sameStation();
  });
});

describe('a printer without paper', () => {
  test('the citizen is told to remember the number, the officer what to do, and the slip comes with the new roll', async () => {
    const { counter, kiosk, props } = stage;
    await toWorkList(counter);
    const before = slipsOf(props.printer).length;
    props.printer.interpreter.setPaper('out');
    const number = await takeNumber(stage, 'Hộ tịch');
    await kiosk.getByText('Máy hết giấy: xin nhớ số này.').waitFor();
    await kiosk.getByText(`Quầy vẫn gọi số ${number}`).waitFor();
    await evidence.screenshot(kiosk, 'kiosk-no-paper.png');
    const notice = counter.getByRole('status', { name: 'Máy in phiếu' });
    await shows(notice, ['Máy in phiếu hết giấy.', 'thay giấy xong máy sẽ in tiếp', '1 phiếu đang chờ.', 'MC-PRN-03']);
    await evidence.screenshot(counter, 'counter-no-paper.png');
    props.printer.interpreter.setPaper('ok');
    await until(
      () => slipsOf(props.printer).length,
      (count) => count === before + 1,
    );
    await notice.waitFor({ state: 'detached' });
    await sameStation();
  });
});

async function takeIn(): Promise<Intake> {
  await beginIntake(stage);
  await chooseProcedure(stage, 'khai tu');
  const intake = await commit(stage);
  await toWorkList(stage.counter);
  return intake;
}

/** A reader that never ended its read is silent for a moment before it reads again. */
async function afterTheSilence(next: () => Promise<void>): Promise<void> {
  await stage.counter.waitForTimeout(1_000);
  await next();
}

const settled = () =>
  until(
    () => connectionOf(stage),
    ({ state, waiting }) => state === 'online' && waiting === 0,
    60_000,
  );

const sentencesOf = (code: ErrorCode): readonly string[] =>
  ERROR_SENTENCES[code].vi.split(/(?<=\.)\s/).map((sentence) => sentence.trim());

const shows = (place: Locator, texts: readonly string[]): Promise<string> =>
  until(
    async () => (await place.innerText()).replaceAll(/\s+/g, ' '),
    (shown) => texts.every((text) => shown.includes(text)),
  );

/** Nothing of this may bring the station down, not even for a moment. */
const sameStation = async (): Promise<void> => expect(await stage.program.station()).toBe(station);
