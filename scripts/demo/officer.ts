/** The officer, at her keyboard and her code reader: nothing here that a person could not do. */
import type { Page } from 'playwright-core';
import { until } from '../../test/e2e/until.ts';
import { ask, type Stage } from './stage.ts';

/** A calm typist; anything faster is a scanner to the wedge guard. */
const TYPING = { delay: 140 } as const;

/** A made-up citizen's card, as its QR holds it. */
export const CITIZEN_CARD =
  '046190000123|191234567|Nguyễn Phước Hoàng Thuỵ Ưu Đàm Khuê|05081990|Nữ|Kiệt 131/14/7 đường liên thôn Tây Trì Nhơn – Lại Thế, thôn Lại Thế 2, xã Mẫu, huyện Mẫu, Thừa Thiên Huế|15042021\r';

export interface Intake {
  readonly dossierId: string;
  readonly code: string;
}

export async function beginIntake({ counter, props }: Stage, card = CITIZEN_CARD): Promise<void> {
  await counter.keyboard.press('F3');
  await counter.getByRole('heading', { name: 'Tiếp nhận hồ sơ' }).waitFor();
  await props.counterReader.send(card);
  const name = card.split('|')[2] ?? '';
  await counter.waitForFunction(
    (wanted) =>
      document.body.innerText.includes(wanted) ||
      [...document.querySelectorAll('input')].some(({ value }) => value === wanted),
    name,
  );
}

export async function chooseProcedure({ counter }: Stage, words: string): Promise<void> {
  await counter.keyboard.press('Alt+2');
  await counter.getByRole('combobox', { name: 'Gõ tên hoặc mã thủ tục' }).waitFor();
  await counter.keyboard.type(words, TYPING);
  await counter.getByRole('option').first().waitFor();
  await counter.waitForTimeout(500);
  await counter.keyboard.press('Enter');
}

/** Alt+6 until the screen says so and stays there: a page that has just got its station back may still move the focus. */
async function toLastStep(counter: Page): Promise<void> {
  const last = counter.getByText('bước 6 trong 6');
  for (let tries = 0; tries < 10; tries += 1) {
    await counter.keyboard.press('Alt+6');
    await counter.waitForTimeout(900);
    if (await last.isVisible()) return;
  }
  throw new Error('the last step was not reached');
}

/** Goes to the last step and presses Enter; answers once the code stands on the screen. `just`: what happens right before. */
export async function commit(stage: Stage, just: () => Promise<void> = async () => undefined): Promise<Intake> {
  const { counter } = stage;
  await toLastStep(counter);
  await just();
  await counter.keyboard.press('Enter');
  await counter.locator('.taken-code').waitFor({ timeout: 20_000 });
  const code = ((await counter.locator('.taken-code').textContent()) ?? '').replaceAll(/\s/g, '');
  const { rows } = await ask<{ readonly rows: readonly { id: string; code: string }[] }>(counter, 'dossiers.search', {
    text: code,
  });
  const dossier = rows.find((row) => row.code === code);
  if (!dossier) throw new Error(`${code} is on the screen but not in the store`);
  return { dossierId: dossier.id, code };
}

/** Sheets into the tray, F4 from the confirmation to the scanning screen, F4 again to feed. */
export async function scanPapers(stage: Stage, sheets: number): Promise<void> {
  const { counter, setup } = stage;
  await ask(setup, 'bench.load', { sheets }, 'mutation');
  await counter.keyboard.press('F4');
  await counter.getByRole('heading', { name: 'Quét giấy tờ' }).waitFor();
  await counter.waitForTimeout(700);
  await counter.keyboard.press('F4');
}

export async function toWorkList(counter: Page): Promise<void> {
  await counter.keyboard.press('Escape');
  await counter.getByRole('heading', { name: 'Việc cần làm' }).waitFor();
}

/** Holds the receipt to the counter's reader: its dossier opens. */
export async function openByScan({ counter, props }: Stage, scanned: string, code: string): Promise<void> {
  await props.counterReader.send(`${scanned}\r`);
  await until(
    () => counter.locator('aside').innerText(),
    (text) => text.replaceAll(/\s/g, '').includes(code),
    10_000,
  );
}

export const callNext = ({ counter }: Stage): Promise<void> => counter.keyboard.press('F2');
