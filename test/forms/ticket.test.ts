import { expect, test } from 'vitest';
import type { TicketInput } from '../../forms/input.ts';
import { narrowDots, paperDots } from '../../forms/paper-dots.ts';
import { rasterPage } from '../../forms/raster.ts';
import { drawTicket } from '../../forms/ticket.ts';
import { ticket } from './samples.ts';
import { assetsDir, codesOfBitmap, flatText } from './tools.ts';

const draw = (change: Partial<TicketInput> = {}) => drawTicket({ ...ticket, ...change }, assetsDir);

test('says the number, where to go, who is before and how long it may take', async () => {
  const text = flatText(await draw());
  const lines = [
    'A 012',
    'Quầy 2',
    'Hộ tịch',
    '3 người',
    'Chờ khoảng',
    '10 – 20 phút',
    'Lúc 08:42, thứ Ba 24/11/2026 · dữ liệu mẫu',
  ];
  for (const line of lines) expect(text).toContain(line);
});

test('its QR is read from the dots that the head burns', async () => {
  expect(codesOfBitmap(await rasterPage(await draw(), paperDots))).toEqual(['QR-Code:MCT:A012:261124']);
});

test('on 58-mm paper it says the same, the number in one piece, and the QR is read', async () => {
  const narrow = await draw({ paper: 'roll58' });
  for (const words of ['A 012', 'Quầy 2', '3 người', '10 – 20 phút']) expect(flatText(narrow)).toContain(words);
  expect(codesOfBitmap(await rasterPage(narrow, narrowDots))).toEqual(['QR-Code:MCT:A012:261124']);
});

test('with nobody before, the wait is said as less than the upper end', async () => {
  const text = flatText(await draw({ peopleBefore: 0, wait: { from: 0, to: 5 } }));
  expect(text).toContain('Không ai');
  expect(text).toContain('dưới 5 phút');
});

test('without an estimate, a desk or a QR it promises nothing', async () => {
  const text = flatText(
    await draw({ wait: undefined, desk: undefined, qrPayload: undefined, priority: true, demo: false }),
  );
  expect(text).not.toMatch(/phút|Quầy|undefined|dữ liệu mẫu/);
  expect(text).toContain('Được ưu tiên');
});

test('a long field is printed whole', async () => {
  const field = 'Bảo trợ xã hội, người có công với cách mạng, trẻ em và giảm nghèo bền vững';
  expect(flatText(await draw({ field }))).toContain(field);
});

test('a number beyond the hall’s three figures is refused', async () => {
  await expect(draw({ number: 1000 })).rejects.toThrow('number');
});
