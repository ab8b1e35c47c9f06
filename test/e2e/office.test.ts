/**
 * What goes through an office's hands: dossiers from officer to officer, with form 05; and lists that a technician brings in
 * files, at the window: looked at first, refused whole, taken in, used by the counter at once.
 */
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Catalogue, Procedure } from '../../domain/catalogue.ts';
import type { CatalogueVersionView } from '../../domain/catalogue-changes.ts';
import { addDays, localDate } from '../../domain/local-time.ts';
import type { Officer, OfficersInUse } from '../../domain/officer.ts';
import type { ShiftView } from '../../domain/views/desk.ts';
import type { DossierDetail } from '../../domain/views/dossier.ts';
import type { ConnectionState } from '../../domain/views/line.ts';
import type { SetupState } from '../../domain/views/setup.ts';
import type { WorkList } from '../../domain/views/work.ts';
import { openEvidence, textOfPdf } from '../../scripts/demo/evidence.ts';
import { ask, download } from '../../scripts/demo/stage.ts';
import { changing, EXTRACT, version } from '../catalogue.ts';
import { launch, RESULTS, type RunningProgram } from './launch.ts';
import { unreadableTexts } from './readable.ts';
import { until } from './until.ts';

const evidence = openEvidence(join(RESULTS, 'office'));
const LONG_NAME = `danh-muc-thu-tuc-hanh-chinh-cap-xa-${'cua-uy-ban-nhan-dan-'.repeat(9)}2026.json`;

let program: RunningProgram;
let setup: Page;
let counter: Page;
let today = '';

beforeAll(async () => {
  program = await launch({ windows: ['counter', 'setup'], name: 'office' });
  [setup, counter] = await Promise.all([program.page('setup'), program.page('counter')]);
  await setup.getByRole('heading', { name: 'Thiết bị' }).waitFor({ timeout: 90_000 });
  today = localDate((await ask<SetupState>(setup, 'setup.state')).desk.now);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await evidence.screenshot(setup, `failure-${task.id}.png`);
});
afterAll(() => program.stop());

describe('a dossier’s papers', () => {
  let id = '';

  test('go to somebody of the list, found by a few letters; nobody is chosen by a hasty Enter', async () => {
    id = await openDossier();
    await press(counter, 'Alt+b');
    await dialog().getByRole('heading', { name: 'Bàn giao' }).waitFor();
    await press(counter, 'Enter');
    await dialog().getByText('Xin ghi giao cho ai.').waitFor();
    await counter.keyboard.type('thanh', { delay: 100 });
    await dialog().getByRole('option', { name: 'Phan Văn Thạnh' }).waitFor();
    await dialog().getByLabel('Ghi chú').fill('Kèm bản chính giấy chứng sinh, trả lại sau khi đối chiếu');
    await evidence.screenshot(counter, 'hand-over.png');
    await press(counter, 'Enter');
    await where().getByText('Chờ nhận:').waitFor();
    expect((await hands(id)).waiting).toMatchObject({ to: { name: 'Phan Văn Thạnh', officerId: 'mau-03' } });
    await evidence.screenshot(counter, 'handed-over.png');
    await expect(unreadableTexts(counter)).resolves.toEqual([]);
  });

  test('are taken back as if nothing had been, and given again', async () => {
    await press(counter, 'Alt+z');
    await where().getByText('Chờ nhận:').waitFor({ state: 'detached' });
    expect(await hands(id)).toMatchObject({ rows: [] });
    await handTo('thanh');
  });

  test('are taken by whoever works at the desk now, and go on to another office that signs at once', async () => {
    await press(counter, 'Alt+o');
    await dialog().getByRole('button', { name: 'Phan Văn Thạnh' }).click();
    await where().getByText('Chờ Ông/Bà nhận:').waitFor();
    await press(counter, 'Alt+n');
    await until(
      () => hands(id),
      ({ holder, waiting }) => holder.name === 'Phan Văn Thạnh' && waiting === undefined,
    );
    await handTo('Phòng Tư pháp huyện Mẫu', true);
    await until(
      () => hands(id),
      ({ holder }) => holder.unit === 'Phòng Tư pháp huyện Mẫu',
    );
  });

  test('leave a chain in the history, on form 05 and at the province', async () => {
    await counter.keyboard.press('Alt+4');
    const rows = counter.locator('.chain li');
    await until(
      () => rows.count(),
      (count) => count === 2,
    );
    await evidence.screenshot(counter, 'chain.png');
    await expect(unreadableTexts(counter)).resolves.toEqual([]);
    await counter.getByRole('button', { name: 'In phiếu kiểm soát (mẫu 05)' }).click();
    const { prints } = await until(
      () => ask<DossierDetail>(counter, 'dossiers.get', { id }),
      (detail) => detail.prints.some(({ document }) => document === 'control-slip'),
    );
    const slip = prints.find(({ document }) => document === 'control-slip');
    const pdf = evidence.file('form-05.pdf', await download(counter, `/counter/files/prints/${slip?.id}.pdf`));
    const text = await textOfPdf(pdf);
    for (const word of ['PHIẾU KIỂM SOÁT', 'Phan Văn Thạnh', 'Phòng Tư pháp']) expect(text).toContain(word);
    await until(
      () => ask<ConnectionState>(counter, 'connection.state'),
      ({ waiting, rejected }) => waiting === 0 && rejected === 0,
    );
  });
});

describe('lists in files', () => {
  test('what is in force stands on its page, with where it came from and what is announced', async () => {
    await setup.keyboard.press('Alt+d');
    await setup.getByRole('heading', { name: 'Danh mục, quy định, cán bộ' }).waitFor();
    await shows('Kèm chương trình');
    await shows('theo lịch kèm chương trình');
    await shows('Nạp từ tệp');
    await evidence.screenshot(setup, 'lists.png');
    await expect(unreadableTexts(setup)).resolves.toEqual([]);
  });

  test('a file with mistakes is refused whole: each is told with its place, and nothing changed', async () => {
    const before = await inForce();
    const good = edited('mau.sai', today);
    const procedures = good.procedures.map((one, index) =>
      index === 17 ? { ...one, fee: { kind: 'flat', amount: '9000' }, field: 'khong-co' } : one,
    );
    await choose('Danh mục thủ tục', LONG_NAME, {
      ...good,
      from: '24/11/2026',
      procedures: [...procedures, { code: '9' }],
    });
    await shows('Tệp danh mục thủ tục có chỗ sai');
    await shows('Mục thứ 18 trong “procedures”');
    await shows('Phải là ngày, viết năm-tháng-ngày');
    await evidence.screenshot(setup, 'lists-refused.png');
    await expect(unreadableTexts(setup)).resolves.toEqual([]);
    await press(setup, 'Escape');
    await setup.getByRole('heading', { name: 'Danh mục, quy định, cán bộ' }).waitFor();
    expect(await inForce()).toBe(before);
  });

  test('a catalogue is looked at, left, looked at again and taken in: the counter has it at once', async () => {
    const file = edited('mau.moi', today);
    await whileStationIsSlow(async () => {
      await choose('Danh mục thủ tục', 'danh-muc.json', file);
      await setup.getByRole('progressbar', { name: 'Đang xem trước' }).waitFor();
      await evidence.screenshot(setup, 'lists-checking.png');
    });
    await shows('Nạp vào thì áp dụng ngay');
    await shows('Thủ tục mẫu mới của tỉnh');
    await shows('đổi tên, lệ phí');
    await evidence.screenshot(setup, 'lists-tried.png');
    await expect(unreadableTexts(setup)).resolves.toEqual([]);
    await press(setup, 'Escape');
    expect(await inForce()).not.toBe(file.id);
    await choose('Danh mục thủ tục', 'danh-muc.json', file);
    await shows('Nạp danh mục này');
    await press(setup, 'Enter');
    await shows('Các cửa sổ dùng ngay');
    expect(await inForce()).toBe(file.id);
    expect(await ask(counter, 'catalogue.get', { code: EXTRACT })).toMatchObject({ fee: { amount: 9_000 } });
    await press(setup, 'Enter');
    await choose('Danh mục thủ tục', 'danh-muc.json', file);
    await shows('không có gì phải nạp');
    await press(setup, 'Enter');
  });

  test('what is announced for later stands on the page, and counts later', async () => {
    await choose('Danh mục thủ tục', 'danh-muc-2027.json', edited('mau.2027', addDays(today, 40)));
    await shows('tới ngày đó máy tự chuyển');
    await press(setup, 'Enter');
    await shows('Đã nạp');
    await press(setup, 'Enter');
    await shows('Sắp áp dụng');
    expect(await inForce()).toBe('mau.moi');
  });

  test('decisions and officers come the same way', async () => {
    const made = {
      decision: '1235/QĐ-UBND (mẫu)',
      reason: 'Hoán đổi ngày làm việc',
      madeAt: 1,
      madeBy: 'Sở Nội vụ (mẫu)',
    };
    const workday = [
      { from: '07:00', to: '11:30' },
      { from: '13:30', to: '17:00' },
    ];
    const [monday, tuesday, wednesday, thursday, friday] = Array.from({ length: 5 }, () => workday);
    const weekly = { monday, tuesday, wednesday, thursday, friday, saturday: workday.slice(0, 1), sunday: [] };
    await choose('Giờ làm việc, ngày nghỉ, thứ tự gọi số', 'quy-dinh.json', {
      version: 1,
      settings: [
        { ...made, id: 'gio', key: 'opening-hours', from: today, value: weekly },
        { ...made, id: 'nghi', key: 'day', from: addDays(today, 37), value: { kind: 'off' } },
        { ...made, id: 'bu', key: 'day', from: addDays(today, 32), value: { kind: 'worked' } },
        {
          ...made,
          id: 'goi',
          key: 'queue-priority',
          from: addDays(today, 8),
          value: { mode: 'interleaved', every: 4 },
        },
      ],
    });
    await shows('thêm 4 mục');
    await evidence.screenshot(setup, 'lists-settings.png');
    await press(setup, 'Enter');
    await shows('Đã nạp');
    await press(setup, 'Enter');
    const before = await ask<OfficersInUse>(setup, 'officers.list');
    const [duyen, ...others] = before.officers;
    const officers: readonly (Officer | undefined)[] = [
      { id: 'mau-09', name: 'Nguyễn Phước Hoàng Thuỵ Ưu Đàm Khuê', title: 'Công chức Một cửa', roles: ['intake'] },
      duyen && { ...duyen, title: 'Phó Chánh Văn phòng', until: addDays(today, 6) },
      ...others.slice(0, 3),
    ];
    await choose('Danh sách cán bộ', 'can-bo.json', { officers });
    await shows('thay cả danh sách đang dùng');
    await evidence.screenshot(setup, 'lists-officers.png');
    await press(setup, 'Enter');
    await shows('Đã nạp');
    await press(setup, 'Enter');
    await until(
      () => ask<ShiftView>(counter, 'officers.shift'),
      ({ officers: listed }) => listed.some(({ id }) => id === 'mau-09'),
    );
    await shows('xen kẽ, cứ 4 lượt có một lượt ưu tiên');
    await evidence.screenshot(setup, 'lists-after.png');
    await expect(unreadableTexts(setup)).resolves.toEqual([]);
  });

  test('the page is readable on the smallest screen, and in English', async () => {
    const browser = await program.app.browserWindow(setup);
    await browser.evaluate((window) => {
      window.unmaximize();
      window.setContentSize(1366, 768);
    });
    await until(
      () => setup.evaluate(() => innerWidth),
      (width) => width === 1366,
    );
    await setup.getByRole('button', { name: 'English' }).click();
    await setup.getByRole('heading', { name: 'Procedures, decisions, officers' }).waitFor();
    await evidence.screenshot(setup, 'lists-small.png');
    await expect(unreadableTexts(setup)).resolves.toEqual([]);
  });
});

const dialog = (): Locator => counter.getByRole('dialog');
const where = (): Locator => counter.getByRole('region', { name: 'Hồ sơ đang ở đâu' });
const hands = async (id: string): Promise<DossierDetail['whereabouts']> =>
  (await ask<DossierDetail>(counter, 'dossiers.get', { id })).whereabouts;

/** One that is still where it was received. */
async function openDossier(): Promise<string> {
  const { groups } = await ask<WorkList>(counter, 'work.list', { scope: 'desk' });
  for (const { id, status } of groups.flatMap(({ rows }) => rows)) {
    const { rows, movable } = await hands(id);
    if (status !== 'received' || !movable || rows.length > 0) continue;
    await counter.locator(`tr[data-id="${id}"]`).click();
    await where().waitFor();
    return id;
  }
  throw new Error('no dossier is still where it was received');
}

async function handTo(words: string, signed = false): Promise<void> {
  await press(counter, 'Alt+b');
  await dialog().getByRole('combobox', { name: 'Giao cho' }).fill(words);
  await dialog().getByRole('option').first().waitFor();
  if (signed) await dialog().getByLabel('Người nhận ký nhận ngay').check();
  await press(counter, 'Enter');
  await dialog().waitFor({ state: 'detached' });
}

const inForce = async (): Promise<string | undefined> =>
  (await ask<readonly CatalogueVersionView[]>(setup, 'catalogue.versions')).find(({ inEffect }) => inEffect)?.id;

async function choose(list: string, name: string, content: unknown): Promise<void> {
  const chooser = setup.waitForEvent('filechooser');
  await setup.getByRole('button', { name: `Chọn tệp: ${list}` }).click();
  const text = typeof content === 'string' ? content : JSON.stringify(content, undefined, 2);
  await (await chooser).setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
}

const shows = (text: string): Promise<void> => setup.getByText(text).first().waitFor();

/** A PC that is busy with something else. */
async function whileStationIsSlow(work: () => Promise<void>): Promise<void> {
  const station = await program.station();
  process.kill(station, 'SIGSTOP');
  try {
    await work();
  } finally {
    process.kill(station, 'SIGCONT');
  }
}

/** Long enough after the last key that no Enter is taken for a scanner's. */
async function press(page: Page, key: string): Promise<void> {
  await page.waitForTimeout(400);
  await page.keyboard.press(key);
}

const edited = (id: string, from: string): Catalogue => {
  const dearer = changing(EXTRACT, {
    name: 'Cấp bản sao trích lục hộ tịch (mẫu)',
    fee: { kind: 'flat', amount: 9_000 },
  });
  const made = version(id, from, (one: Procedure) => (one.code === '1.004845' ? undefined : dearer(one)));
  const [first] = made.procedures;
  if (!first) throw new Error('the sample catalogue is empty');
  return {
    ...made,
    procedures: [...made.procedures, { ...first, code: '9.000001', name: 'Thủ tục mẫu mới của tỉnh' }],
  };
};
