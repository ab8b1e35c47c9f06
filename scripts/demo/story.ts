/**
 * The demo's story, played by real keys, real serial bytes and real print bytes in the packaged program: a dossier is
 * taken in, the receipt printed and read back, papers scanned, the line cut and restored, the citizen asks the kiosk and
 * takes a number, the officer calls it, and the province has everything exactly once.
 */
import { join } from 'node:path';
import { until } from '../../test/e2e/until.ts';
import { holdReceipt, leave, takeNumber } from './citizen.ts';
import { codesIn, codesInPdf, type Evidence, pagesOfPdf, pictureOf, slipsOf, textOfPdf } from './evidence.ts';
import {
  beginIntake,
  callNext,
  chooseProcedure,
  commit,
  type Intake,
  openByScan,
  scanPapers,
  toWorkList,
} from './officer.ts';
import { ask, connectionOf, detailOf, download, openStage, outboxOf, type Stage } from './stage.ts';

export interface StoryResult {
  readonly dossierCode: string;
  readonly ticket: string;
  readonly portalRevision: number;
  readonly operations: { readonly made: number; readonly accepted: number; readonly rejected: number };
  readonly offlineSeconds: number;
  readonly durations: Readonly<Record<string, number>>;
  /** What independent tools read in what was printed. */
  readonly readBack: {
    readonly receiptPdf: readonly string[];
    readonly receiptThermal: readonly string[];
    readonly scanPages: number;
  };
  /** Processes left over after the program was closed; none is right. */
  readonly leftOver: number;
}

export async function playStory(folder: string, evidence: Evidence): Promise<StoryResult> {
  const durations: Record<string, number> = {};
  const timed = async <T>(name: string, act: () => Promise<T>): Promise<T> => {
    const from = performance.now();
    const result = await act();
    durations[name] = Math.round(performance.now() - from);
    process.stderr.write(`demo: ${name} ${durations[name]} ms\n`);
    return result;
  };
  const stage = await timed('start', () => openStage(folder, evidence));
  let closed = false;
  try {
    await evidence.screenshot(stage.counter, 'counter.png');
    await evidence.screenshot(stage.kiosk, 'kiosk.png');
    const intake = await timed('intake', () => takeIn(stage));
    const receipt = await timed('receipt', () => readReceipt(stage, intake));
    const scanPages = await timed('scan', () => scanThreePages(stage, intake));
    const offlineSeconds = await timed('offline', () => cutAndRestore(stage, intake, receipt.qr));
    await timed('kiosk', () => citizenAsks(stage, receipt.qr));
    const ticket = await timed('ticket', () => takeAndCall(stage));
    await evidence.screenshot(stage.setup, 'setup.png');
    const { portalRevision, operations } = await timed('settle', () => settle(stage, intake));
    const leftOver = await timed('close', () => {
      closed = true;
      return stage.close();
    });
    const readBack = { receiptPdf: receipt.pdfCodes, receiptThermal: receipt.thermalCodes, scanPages };
    return {
      dossierCode: intake.code,
      ticket,
      portalRevision,
      operations,
      offlineSeconds,
      durations,
      readBack,
      leftOver: leftOver.length,
    };
  } catch (error) {
    await picturesOfFailure(stage);
    throw error;
  } finally {
    if (!closed) await stage.close();
  }
}

async function takeIn(stage: Stage): Promise<Intake> {
  await beginIntake(stage);
  await chooseProcedure(stage, 'khai sinh');
  await stage.counter.keyboard.press('Alt+3');
  await countPages(stage, 3);
  await stage.counter.waitForTimeout(900);
  await stage.evidence.screenshot(stage.counter, 'counter-intake.png');
  return commit(stage);
}

/** Three sheets of the first paper; the others are only shown at the desk, not scanned. */
async function countPages({ counter }: Stage, pages: number): Promise<void> {
  const fields = counter.locator('[data-step="3"]').getByLabel('Trang', { exact: true });
  await fields.first().waitFor();
  for (const [index, field] of (await fields.all()).entries()) await field.fill(String(index === 0 ? pages : 0));
}

/** The slip as the printer's bytes decode, the A5 form as the printer got it; both read by tools of others. */
async function readReceipt(stage: Stage, { code, dossierId }: Intake) {
  const { evidence, props } = stage;
  const [slip] = await until(
    () => slipsOf(props.printer),
    (slips) => slips.length > 0,
    30_000,
  );
  if (!slip) throw new Error('no slip came out');
  const thermalCodes = await codesIn(evidence.file('receipt-thermal.png', pictureOf(slip)));
  const { prints } = await until(
    () => detailOf(stage, dossierId),
    (detail) => detail.prints.every(({ state }) => state === 'printed'),
  );
  const form = prints.find(({ document }) => document === 'receipt');
  const pdf = evidence.file('receipt.pdf', await download(stage.counter, `/counter/files/prints/${form?.id}.pdf`));
  const pdfCodes = await codesInPdf(pdf, join(evidence.folder, 'receipt-page'));
  const qr = thermalCodes.find((text) => text.startsWith('MC1:'));
  mustHold(qr !== undefined && thermalCodes.includes(code), `the slip's codes are ${thermalCodes.join(' ')}`);
  mustHold(pdfCodes.includes(code) && pdfCodes.includes(qr ?? ''), `the form's codes are ${pdfCodes.join(' ')}`);
  mustHold((await textOfPdf(pdf)).includes('GIẤY TIẾP NHẬN HỒ SƠ'), 'the form has no heading');
  return { qr: qr ?? '', thermalCodes, pdfCodes };
}

async function scanThreePages(stage: Stage, { dossierId }: Intake): Promise<number> {
  await scanPapers(stage, 3);
  await until(
    () => stage.counter.locator('body').innerText(),
    (text) => /Gắn 3 trang/.test(text),
    60_000,
  );
  await stage.evidence.screenshot(stage.counter, 'counter-scan.png');
  await stage.counter.keyboard.press('Enter');
  const detail = await until(
    () => detailOf(stage, dossierId),
    ({ documents }) => documents.length > 0,
    30_000,
  );
  const [document] = [...detail.documents].sort((a, b) => b.pages - a.pages);
  const pdf = stage.evidence.file(
    'scan.pdf',
    await download(stage.counter, `/counter/files/documents/${document?.sha256}`),
  );
  return pagesOfPdf(pdf);
}

/** While the line is cut the officer records the result; it goes out by itself when the line is back. */
async function cutAndRestore(stage: Stage, { dossierId, code }: Intake, qr: string): Promise<number> {
  const { counter, props } = stage;
  await until(
    () => connectionOf(stage),
    ({ waiting }) => waiting === 0,
    60_000,
  );
  await props.province.setMode('down');
  const cutAt = performance.now();
  await until(
    () => connectionOf(stage),
    ({ state }) => state === 'offline',
    30_000,
  );
  await toWorkList(counter);
  await openByScan(stage, qr, code);
  await counter.waitForTimeout(600);
  await counter.keyboard.press('Enter');
  await counter.getByRole('dialog').waitFor();
  await counter.waitForTimeout(600);
  await counter.keyboard.press('Enter');
  await until(
    () => detailOf(stage, dossierId),
    ({ status }) => status === 'result-ready',
    20_000,
  );
  await until(
    () => connectionOf(stage),
    ({ waiting }) => waiting > 0,
  );
  await stage.evidence.screenshot(counter, 'counter-offline.png');
  await props.province.setMode('up');
  const back = await until(
    () => connectionOf(stage),
    ({ state, waiting }) => state === 'online' && waiting === 0,
    90_000,
  );
  mustHold(back.rejected === 0, 'the province rejected something');
  return Math.round((performance.now() - cutAt) / 100) / 10;
}

async function citizenAsks(stage: Stage, qr: string): Promise<void> {
  await holdReceipt(stage, qr, 'Hồ sơ đã có kết quả.');
  await stage.evidence.screenshot(stage.kiosk, 'kiosk-status.png');
  const text = await stage.kiosk.locator('body').innerText();
  mustHold(!text.includes('Đàm Khuê'), 'the kiosk shows a whole name');
  await leave(stage);
}

async function takeAndCall(stage: Stage): Promise<string> {
  const { props, display, evidence } = stage;
  const before = slipsOf(props.printer).length;
  const ticket = await takeNumber(stage, 'Hộ tịch');
  const slips = await until(
    () => slipsOf(props.printer),
    (seen) => seen.length > before,
    30_000,
  );
  const paper = slips.at(-1);
  if (!paper) throw new Error('no ticket came out');
  evidence.file('ticket.png', pictureOf(paper));
  await evidence.screenshot(stage.kiosk, 'kiosk-ticket.png');
  await callUntil(stage, ticket);
  // Each call is heard to its end before the next one shows.
  await until(
    () => display.locator('.call .no').innerText(),
    (number) => number === ticket,
    90_000,
  );
  await evidence.screenshot(display, 'display.png');
  return ticket;
}

/** People before her are served first, as in the hall. */
async function callUntil(stage: Stage, ticket: string): Promise<void> {
  for (let calls = 0; calls < 30; calls += 1) {
    const { serving } = await ask<{ serving?: { letter: string; number: number } }>(stage.counter, 'queue.desk');
    if (serving && `${serving.letter} ${String(serving.number).padStart(3, '0')}` === ticket) return;
    await callNext(stage);
    await stage.counter.waitForTimeout(400);
  }
  throw new Error(`${ticket} was never called`);
}

/** Everything made here is at the portal once; nothing is left waiting; nothing was refused. */
async function settle(stage: Stage, { code }: Intake) {
  await until(
    () => connectionOf(stage),
    ({ waiting }) => waiting === 0,
    60_000,
  );
  const rows = await outboxOf(stage);
  const accepted = rows.filter(({ state }) => state === 'accepted').length;
  const rejected = rows.filter(({ state }) => state === 'rejected').length;
  const summary = await stage.props.province.summary();
  const there = await stage.props.province.dossier(code);
  const portalRevision: number = there?.revision ?? 0;
  mustHold(summary.operations === rows.length, `${rows.length} operations here, ${summary.operations} at the portal`);
  mustHold(there?.status === 'result-ready', `the portal knows the dossier as ${there?.status}`);
  await until(
    () => stage.props.province.summary(),
    ({ awaited }) => awaited === 0,
    30_000,
  );
  return { portalRevision, operations: { made: rows.length, accepted, rejected } };
}

async function picturesOfFailure({ counter, kiosk, display, setup, evidence }: Stage): Promise<void> {
  const pages = { counter, kiosk, display, setup };
  for (const [name, page] of Object.entries(pages))
    await evidence.screenshot(page, `failure-${name}.png`).catch(() => undefined);
}

export function mustHold(fact: boolean, otherwise: string): asserts fact {
  if (!fact) throw new Error(otherwise);
}
