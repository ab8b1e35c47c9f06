/** The citizen at the kiosk: she holds her receipt to the reader, and takes a number with her finger. */
import { until } from '../../test/e2e/until.ts';
import type { Stage } from './stage.ts';

/** What the reader sends is what zbarimg read from the printed paper. */
export async function holdReceipt({ kiosk, props }: Stage, scanned: string, heading: string): Promise<void> {
  await props.kioskReader.send(`${scanned}\r`);
  await kiosk.getByRole('heading', { name: heading }).waitFor({ timeout: 15_000 });
}

export async function leave({ kiosk }: Stage): Promise<void> {
  await kiosk.getByRole('button', { name: 'Xong' }).click();
  await kiosk.getByRole('heading', { name: 'Ông/Bà cần làm việc gì?' }).waitFor();
}

/** Takes an ordinary number for a field; answers the number as the screen shows it, `A 019`. */
export async function takeNumber({ kiosk }: Stage, field: string): Promise<string> {
  await kiosk.getByRole('button', { name: 'Lấy số' }).first().click();
  await kiosk.getByRole('button', { name: field }).first().click();
  const ordinary = kiosk.getByRole('button', { name: 'Không, lấy số thường' });
  await ordinary.click();
  return until(
    async () => /[A-Z]\s\d{3}/.exec(await kiosk.locator('body').innerText())?.[0] ?? '',
    (text) => text !== '',
  );
}
