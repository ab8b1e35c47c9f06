/** The officer's day beside the demo's story: what she takes back, shows, prints again, moves, refuses, and how it looks on a small screen. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Locator } from 'playwright-core';
import { v7 as uuid7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { DossierAction } from '../../domain/dossier-actions.ts';
import { ERROR_SENTENCES } from '../../domain/errors.ts';
import type { Operation } from '../../domain/operation.ts';
import { formatTicket } from '../../domain/queue-rules.ts';
import { formatReceiptQr } from '../../domain/receipt-qr.ts';
import type { QueueDesk } from '../../domain/views/desk.ts';
import type { DossierDetail } from '../../domain/views/dossier.ts';
import type { DossierRow, WorkList } from '../../domain/views/work.ts';
import { openEvidence, slipsOf } from '../../scripts/demo/evidence.ts';
import { beginIntake, callNext, chooseProcedure, commit, type Intake, toWorkList } from '../../scripts/demo/officer.ts';
import { ANOTHER_DESK } from '../../scripts/demo/props.ts';
import { ask, connectionOf, detailOf, openStage, outboxOf, type Stage } from '../../scripts/demo/stage.ts';
import { databaseOf } from '../../station/services/office-store.ts';
import { RESULTS } from './launch.ts';
import { unreadableTexts } from './readable.ts';
import { until } from './until.ts';

const folder = mkdtempSync(join(tmpdir(), 'mc-'));
const evidence = openEvidence(join(RESULTS, 'counter'));
let stage: Stage;
let taken: Intake;

beforeAll(async () => {
  stage = await openStage(folder, evidence);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await evidence.screenshot(stage.counter, `failure-${task.id}.png`);
});
afterAll(async () => {
  await stage.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the queue', () => {
  test('F2 calls the next person, again on Shift+F2, and the hall hears of it', async () => {
    const { next } = await desk();
    if (!next) throw new Error('nobody waits in the demo’s hall');
    const number = formatTicket(next);
    await callNext(stage);
    await showsServing(number);
    await until(
      () => stage.display.locator('.call .no').innerText(),
      (shown) => sameTicket(shown, number),
      60_000,
    );
    await stage.counter.keyboard.press('Shift+F2');
    await stage.counter.getByText('gọi lần 2').waitFor();
    await stage.display.getByText('Mời lại công dân có số').waitFor({ timeout: 60_000 });
  });

  test('who does not come is let go, and the next one is served to the end', async () => {
    const { next } = await desk();
    if (!next) throw new Error('nobody waits behind the first');
    await stage.counter.keyboard.press('Alt+V');
    await showsServing('–');
    await callNext(stage);
    await showsServing(formatTicket(next));
    await stage.counter.keyboard.press('Alt+F');
    await showsServing('–');
    expect((await desk()).serving).toBeUndefined();
  });
});

describe('a new dossier', () => {
  test('is taken back with Alt+U: gone from the work, cancelled, and its slip never printed', async () => {
    const { interpreter } = stage.props.printer;
    const before = slipsOf(stage.props.printer).length;
    interpreter.setPaper('out');
    const undone = await takeIn('khai tu');
    await until(
      () => detailOf(stage, undone.dossierId),
      ({ prints }) => prints.some(({ document, state }) => document === 'slip' && state === 'waiting'),
    );
    await stage.counter.keyboard.press('Alt+U');
    await stage.counter.locator('.taken-code.is-cancelled').waitFor();
    expect((await detailOf(stage, undone.dossierId)).status).toBe('cancelled');
    await until(
      () => detailOf(stage, undone.dossierId),
      ({ prints }) => prints.some(({ document, state }) => document === 'slip' && state === 'dropped'),
    );
    await toWorkList(stage.counter);
    await expect(stage.counter.locator(`tr[data-id="${undone.dossierId}"]`).count()).resolves.toBe(0);
    expect((await workRows()).map(({ id }) => id)).not.toContain(undone.dossierId);
    interpreter.setPaper('ok');

    taken = await takeIn('khai sinh');
    await slipsAre(before + 1);
    await toWorkList(stage.counter);
  });

  test('prints one paper more when asked, and no other', async () => {
    const before = slipsOf(stage.props.printer).length;
    await select(taken.dossierId);
    await stage.counter.keyboard.press('Alt+3');
    const slip = stage.counter.locator('.jobs li', { hasText: 'Phiếu mã' });
    await slip.getByRole('button', { name: 'In lại' }).click();
    await slipsAre(before + 1);
    const { prints } = await until(
      () => detailOf(stage, taken.dossierId),
      (detail) => detail.prints.every(({ state }) => state === 'printed'),
    );
    expect(prints.filter(({ document }) => document === 'slip')).toHaveLength(2);
    expect(prints.filter(({ document }) => document === 'receipt')).toHaveLength(1);
    expect(slipsOf(stage.props.printer)).toHaveLength(before + 1);
    await stage.counter.keyboard.press('Alt+1');
  });

  test('waits for a supplement with its clock stopped, which runs again once it came', async () => {
    await begin(taken.dossierId, 'request-supplement', 'Yêu cầu bổ sung');
    await submit();
    await dialog().getByText('Xin ghi lý do.').waitFor();
    await dialog().getByRole('textbox').fill('Bản sao chứng thực giấy chứng sinh');
    await submit();
    const waiting = await statusIs(taken.dossierId, 'awaiting-supplement');
    expect(waiting.due).toBe('stopped');
    await aside().getByText('Đồng hồ dừng').waitFor();
    await groupOf(taken.dossierId, 'Chờ bổ sung');

    await begin(taken.dossierId, 'receive-supplement', 'Nhận bổ sung');
    await submit();
    const running = await statusIs(taken.dossierId, 'processing');
    expect(running.due).not.toBe('stopped');
    expect(running.minutesLeft).toBeGreaterThan(0);
    await until(
      () => aside().getByText('Đồng hồ dừng').count(),
      (shown) => shown === 0,
    );
  });
});

describe('a dossier at hand', () => {
  test('shows the whole identity number while Alt+X is held, and no longer', async () => {
    await select(taken.dossierId);
    const shown = aside().getByText('046190000123');
    await expect(shown.count()).resolves.toBe(0);
    await stage.counter.keyboard.down('Alt');
    await stage.counter.keyboard.down('x');
    await shown.waitFor();
    await stage.counter.keyboard.up('x');
    await stage.counter.keyboard.up('Alt');
    await shown.waitFor({ state: 'detached' });
  });

  test('is found by a name typed without marks', async () => {
    await stage.counter.keyboard.press('/');
    await stage.counter.getByRole('combobox', { name: 'Tìm hồ sơ' }).pressSequentially('dieu huyen', { delay: 140 });
    await stage.counter.getByRole('option', { name: 'Công Tằng Tôn Nữ Thị Diệu Huyền' }).first().waitFor();
    await stage.counter.keyboard.press('Enter');
    await aside().getByText('Công Tằng Tôn Nữ Thị Diệu Huyền').first().waitFor();
  });

  test('is found by its procedure’s name, alone and beside the person’s', async () => {
    const box = stage.counter.getByRole('combobox', { name: 'Tìm hồ sơ' });
    const { applicantName } = await rowWhere(({ id }) => id === taken.dossierId);
    const others = stage.counter.getByRole('option').filter({ hasNotText: applicantName });
    await stage.counter.keyboard.press('/');
    await box.fill('khai sinh');
    await stage.counter.getByRole('option').filter({ hasText: applicantName }).first().waitFor();
    await others.first().waitFor();
    await box.fill(`khai sinh ${applicantName}`);
    await others.first().waitFor({ state: 'detached' });
    await stage.counter.getByRole('option').filter({ hasText: applicantName }).first().waitFor();
    await box.press('Escape');
  });

  test('may be missing while what came in is still being made searchable; the window says so, and asks again', async () => {
    const box = stage.counter.getByRole('combobox', { name: 'Tìm hồ sơ' });
    const sentence = stage.counter.getByText('còn đang được đưa vào tìm kiếm');
    const none = stage.counter.getByText('Chưa thấy hồ sơ nào khớp');
    const { applicantName } = await rowWhere(({ id }) => id === taken.dossierId);
    indexStandsAt('-1000');
    await stage.counter.keyboard.press('/');
    await box.fill(applicantName);
    await sentence.waitFor();
    await stage.counter.getByRole('option').filter({ hasText: applicantName }).first().waitFor();
    await evidence.screenshot(stage.counter, 'search-indexing.png');
    await box.fill('qwrtz');
    await sentence.waitFor();
    await stage.counter.getByRole('option').first().waitFor({ state: 'detached' });
    await expect(none.count()).resolves.toBe(0);
    await evidence.screenshot(stage.counter, 'search-indexing-none.png');
    indexStandsAt('(SELECT max(number) FROM dossiers)');
    await none.waitFor();
    await expect(sentence.count()).resolves.toBe(0);
    await box.press('Escape');
  });

  test('is the one that was typed when Enter comes at once, not the one found by the letters before', async () => {
    const box = stage.counter.getByRole('combobox', { name: 'Tìm hồ sơ' });
    const first = await rowWhere(({ due }) => due === 'late');
    const second = await rowWhere(({ applicantName }) => applicantName !== first.applicantName);
    await stage.counter.keyboard.press('/');
    await box.fill(first.applicantName);
    await stage.counter.getByRole('option').filter({ hasText: first.applicantName }).first().waitFor();
    await box.fill(second.applicantName);
    await box.press('Enter');
    await asideShows(second.code);
  });

  test('is offered as similar when the input method’s keys stayed in its name, and opens only once an arrow chose it', async () => {
    const box = stage.counter.getByRole('combobox', { name: 'Tìm hồ sơ' });
    await stage.counter.keyboard.press('/');
    await box.pressSequentially('dieeuj huyeenf', { delay: 140 });
    await stage.counter.getByText('Gần giống:').waitFor();
    await stage.counter.keyboard.press('Enter');
    await expect(box.inputValue()).resolves.toBe('dieeuj huyeenf');
    // An arrow chooses only among what answers the last letter: until then what is similar to the letters before stands there.
    const chosen = stage.counter.getByRole('option', { selected: true });
    await until(
      async () => {
        await stage.counter.keyboard.press('ArrowDown');
        return chosen.count();
      },
      (count) => count === 1,
    );
    await stage.counter.keyboard.press('ArrowUp');
    await stage.counter.keyboard.press('ArrowUp');
    await stage.counter.keyboard.press('Enter');
    await aside().getByText('Công Tằng Tôn Nữ Thị Diệu Huyền').first().waitFor();
  });

  test('opens when a keyboard scanner types its receipt, and its Enter presses nothing', async () => {
    const other = await rowWhere(({ id, nextAction }) => id !== taken.dossierId && nextAction === 'record-result');
    await select(other.id);
    const { code, secret, status } = await detailOf(stage, taken.dossierId);
    await stage.counter.keyboard.type(formatReceiptQr(code, secret), { delay: 8 });
    await stage.counter.keyboard.press('Enter');
    await asideShows(code);
    await expect(stage.counter.getByRole('dialog').count()).resolves.toBe(0);
    expect((await detailOf(stage, other.id)).status).toBe(other.status);
    expect((await detailOf(stage, taken.dossierId)).status).toBe(status);
  });

  test('is promised anew once, never for a time that is past', async () => {
    const late = await rowWhere(({ due, status }) => due === 'late' && status !== 'awaiting-supplement');
    await begin(late.id, 'reschedule', 'Xin lỗi, hẹn lại');
    const due = dialog().getByLabel('Hẹn lại lúc');
    await dialog().getByLabel('Lý do').fill('Chờ xác minh nơi cư trú');
    await due.fill('09:00 20/11/2026');
    await submit();
    await dialog().getByText('Ngày giờ chưa đúng').waitFor();
    expect((await detailOf(stage, late.id)).rescheduled).toBe(false);
    await due.fill('09:00 26/11/2026');
    await submit();
    const after = await until(
      () => detailOf(stage, late.id),
      ({ rescheduled }) => rescheduled,
    );
    expect(after.dueAt).toBe(Date.parse('2026-11-26T09:00:00+07:00'));
    expect(after.due).not.toBe('late');

    await openMenu(late.id);
    await expect(dialog().getByRole('button', { name: 'Xin lỗi, hẹn lại' }).count()).resolves.toBe(0);
    await stage.counter.keyboard.press('Escape');
    const again = { action: 'reschedule', reason: 'Lần hai', to: '', dueAt: Date.parse('2026-11-27T09:00:00+07:00') };
    const twice = ask(
      stage.counter,
      'dossiers.act',
      { dossierId: late.id, operationId: uuid7(), request: again },
      'mutation',
    );
    await expect(twice).rejects.toThrow('MC-DOS-03');
  });

  test.each([
    ['refuse', 'Từ chối hồ sơ', 'refused'],
    ['cancel', 'Huỷ hồ sơ', 'cancelled'],
  ] as const)('%s needs a reason, and Esc leaves everything as it was', async (action, label, status) => {
    const row = await rowWhere(
      ({ id, status: is, nextAction }) =>
        id !== taken.dossierId &&
        is === 'processing' &&
        nextAction !== 'fix-rejected' &&
        nextAction !== 'confirm-print',
    );
    await begin(row.id, action, label);
    await submit();
    await dialog().getByText('Xin ghi lý do.').waitFor();
    await stage.counter.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    expect((await detailOf(stage, row.id)).status).toBe(row.status);
    await begin(row.id, action, label);
    await dialog().getByLabel('Lý do').fill('Người nộp xin rút');
    await submit();
    await statusIs(row.id, status);
    await stage.counter.getByText(`${label}: đã ghi cho`).waitFor();
  });
});

describe('what the province refuses', () => {
  test('stands in the list with its reason until a person says what was done', async () => {
    const row = await rowWhere(
      ({ id, status, nextAction }) =>
        id !== taken.dossierId && status === 'processing' && nextAction !== 'confirm-print',
    );
    await until(
      () => connectionOf(stage),
      ({ waiting }) => waiting === 0,
      60_000,
    );
    const before = (await connectionOf(stage)).rejected;
    await cancelledElsewhereMeanwhile(row.id, async () => {
      await begin(row.id, 'record-result', 'Ghi kết quả');
      await submit();
      await statusIs(row.id, 'result-ready');
    });
    await until(
      () => connectionOf(stage),
      ({ rejected, waiting }) => rejected === before + 1 && waiting === 0,
      90_000,
    );
    await stage.counter.locator('footer.status').getByText('1 bị từ chối').waitFor();
    await groupOf(row.id, 'Tỉnh từ chối');
    await aside().getByText(ERROR_SENTENCES['MC-POR-03'].vi).waitFor();
    await aside().getByText('Ghi kết quả · tỉnh từ chối').waitFor();
    await stage.counter.keyboard.press('Alt+W');
    const line = dialog().getByRole('row', { name: /tỉnh từ chối/ });
    await line.getByText(ERROR_SENTENCES['MC-POR-03'].vi).waitFor();
    await line.getByText('MC-POR-03').waitFor();
    await evidence.screenshot(stage.counter, 'counter-rejected.png');
    await line.getByRole('textbox').fill('Đã gọi quầy 3: hồ sơ do người nộp rút');
    await stage.counter.keyboard.press('Enter');
    await dialog()
      .getByRole('row', { name: /đã xử lý/ })
      .waitFor();
    await stage.counter.keyboard.press('Escape');
    expect((await connectionOf(stage)).rejected).toBe(before);
    expect((await outboxOf(stage)).filter(({ state }) => state === 'rejected')).toHaveLength(0);
  });
});

describe('on the smallest screen', () => {
  test('of 1366 × 768 nothing is cut off and nothing lies over anything', async () => {
    const { counter, program } = stage;
    const browser = await program.app.browserWindow(counter);
    await browser.evaluate((window) => {
      window.setFullScreen(false);
      window.unmaximize();
      window.setContentSize(1366, 768);
    });
    await until(
      () => counter.evaluate(() => [innerWidth, innerHeight]),
      ([width, height]) => width === 1366 && height === 768,
    );
    await toWorkList(counter);
    await select(taken.dossierId);
    for (const tab of [1, 2, 3, 4]) {
      await counter.keyboard.press(`Alt+${tab}`);
      await evidence.screenshot(counter, `small-list-${tab}.png`);
      await expect(unreadableTexts(counter)).resolves.toEqual([]);
    }
    await counter.keyboard.press('Alt+1');
    await beginIntake(stage);
    await chooseProcedure(stage, 'khai sinh');
    await counter.waitForTimeout(800);
    await evidence.screenshot(counter, 'small-intake.png');
    await expect(unreadableTexts(counter)).resolves.toEqual([]);
  });
});

const dialog = (): Locator => stage.counter.getByRole('dialog');
const aside = (): Locator => stage.counter.locator('aside');
const desk = (): Promise<QueueDesk> => ask(stage.counter, 'queue.desk');

/** Sets the mark up to which dossiers are in the full text: far behind, as while a first synchronisation is read in. */
function indexStandsAt(number: string): void {
  const db = new Database(databaseOf(stage.program.dataDir));
  db.exec(`UPDATE search_progress SET indexed = ${number}`);
  db.close();
}

async function workRows(): Promise<readonly DossierRow[]> {
  const { groups } = await ask<WorkList>(stage.counter, 'work.list', { scope: 'desk' });
  return groups.flatMap(({ rows }) => rows);
}

async function rowWhere(fits: (row: DossierRow) => boolean): Promise<DossierRow> {
  const rows = await workRows();
  const row = rows.find(fits);
  if (!row) throw new Error(`no such dossier among ${rows.map(({ status, due }) => `${status}/${due}`).join(' ')}`);
  return row;
}

/** Blanks of several kinds stand in a number that must not break over two lines. */
const sameTicket = (shown: string, number: string): boolean =>
  shown.replaceAll(/\s/g, '') === number.replaceAll(/\s/g, '');

const showsServing = (number: string): Promise<string> =>
  until(
    () => stage.counter.locator('.queue .serving').innerText(),
    (shown) => sameTicket(shown, number),
  );

async function takeIn(words: string): Promise<Intake> {
  await beginIntake(stage);
  await chooseProcedure(stage, words);
  return commit(stage);
}

const slipsAre = (count: number): Promise<number> =>
  until(
    () => slipsOf(stage.props.printer).length,
    (seen) => seen >= count,
  );

const asideShows = (code: string): Promise<string> =>
  until(
    () => aside().innerText(),
    (text) => text.replaceAll(/\s/g, '').includes(code),
  );

async function select(id: string): Promise<void> {
  await stage.counter.locator(`tr[data-id="${id}"]`).click();
  await asideShows((await detailOf(stage, id)).code);
}

async function openMenu(id: string): Promise<void> {
  await select(id);
  await stage.counter.keyboard.press('Alt+M');
  await dialog().getByRole('heading', { name: 'Việc khác với hồ sơ này' }).waitFor();
}

/** Opens the action's dialog as an officer does: by Enter when it is what comes next, else from the menu. */
async function begin(id: string, action: DossierAction, label: string): Promise<void> {
  if ((await detailOf(stage, id)).nextAction === action) {
    await select(id);
    await stage.counter.waitForTimeout(600);
    await stage.counter.keyboard.press('Enter');
  } else {
    await openMenu(id);
    await dialog().getByRole('button', { name: label }).click();
  }
  await dialog().getByRole('heading', { name: label }).waitFor();
}

/** Long enough after the last key that no Enter is taken for a scanner's. */
async function submit(): Promise<void> {
  await stage.counter.waitForTimeout(400);
  await dialog().locator('button[type=submit]').click();
}

const statusIs = (id: string, status: DossierDetail['status']): Promise<DossierDetail> =>
  until(
    () => detailOf(stage, id),
    (detail) => detail.status === status,
  );

/** The dossier stands in this group of the list that the officer sees. */
const groupOf = (id: string, group: string): Promise<number> =>
  until(
    () => stage.counter.locator('tbody', { hasText: group }).locator(`tr[data-id="${id}"]`).count(),
    (found) => found === 1,
  );

/**
 * Cuts the line, does `work` here, and lets another desk cancel the same dossier before this one is heard again: the
 * station is held still for that moment, so that the other desk is first for certain.
 */
async function cancelledElsewhereMeanwhile(dossierId: string, work: () => Promise<void>): Promise<void> {
  const { province } = stage.props;
  await province.setMode('down');
  await until(
    () => connectionOf(stage),
    ({ state }) => state === 'offline',
    60_000,
  );
  await work();
  const station = await stage.program.station();
  const now = (await ask<{ now: number }>(stage.counter, 'desk.info')).now;
  process.kill(station, 'SIGSTOP');
  try {
    await province.setMode('up');
    const { answers } = await province.pushFromAnotherDesk([cancelOf(dossierId, now)]);
    expect(answers.map(({ outcome }) => outcome)).toEqual(['accepted']);
  } finally {
    process.kill(station, 'SIGCONT');
  }
}

const cancelOf = (dossierId: string, at: number): Operation => ({
  id: uuid7(),
  station: ANOTHER_DESK,
  sequence: 1,
  officer: 'Trần Thị Mẫu',
  madeAt: at,
  correctedAt: at,
  type: 'dossier.acted',
  payload: { dossierId, action: 'cancel', reason: 'Người nộp rút hồ sơ', to: '' },
});
