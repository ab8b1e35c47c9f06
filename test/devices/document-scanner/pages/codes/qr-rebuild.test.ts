/** A QR that no engine reads as it lies is drawn anew from its modules; what is no code of ours stays unread. */
import bwipjs from 'bwip-js/node';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { rebuildQr } from '../../../../../devices/document-scanner/pages/codes/qr-rebuild.ts';
import { readWithWasm } from '../../../../../devices/document-scanner/pages/codes/zxing-wasm.ts';
import type { Gray } from '../../../../../devices/document-scanner/pages/gray.ts';

const RECEIPT = 'MC1:H57.23.15-261124-0004:QX7EASTU';
const never = (): boolean => false;

/** Five dots a module, a pen's stroke through a finder and a stamp's ring over the symbol, blurred as on a worn glass. */
async function damaged(text: string): Promise<Gray> {
  const png = await bwipjs.toBuffer({ bcid: 'qrcode', text, scale: 5, padding: 20, backgroundcolor: 'ffffff' });
  const { width = 0, height = 0 } = await sharp(png).metadata();
  const ink = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <path d="M0 ${height * 0.1} Q ${width * 0.3} ${height * 0.4} ${width * 0.55} ${height * 0.12}" stroke="#222" stroke-width="12" fill="none"/>
    <circle cx="${width * 0.75}" cy="${height * 0.8}" r="${width * 0.18}" stroke="#555" stroke-width="6" fill="none"/></svg>`;
  const { data, info } = await sharp(png)
    .composite([{ input: Buffer.from(ink) }])
    .greyscale()
    .blur(3)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}

test('a receipt’s QR under a pen and a stamp is read, where the engine alone reads nothing', async () => {
  const patch = await damaged(RECEIPT);
  expect((await readWithWasm(patch)).map(({ text }) => text)).toEqual([]);
  expect(await rebuildQr(patch, never)).toMatchObject({ text: RECEIPT, symbology: 'qr' });
});

test('somebody else’s QR is not taken for a code of ours', async () => {
  expect(await rebuildQr(await damaged('https://example.invalid/khuyen-mai'), never)).toBeUndefined();
});

test('a patch far larger than any QR is left, and time that runs out in between ends it', async () => {
  const side = 1_400;
  let asked = 0;
  const count = (): boolean => {
    asked += 1;
    return false;
  };
  const photograph = Uint8Array.from({ length: side * side }, (_, index) => (index * 31) % 251);
  expect(await rebuildQr({ data: photograph, width: side, height: side }, count)).toBeUndefined();
  expect(asked).toBe(0);
  expect(await rebuildQr(await damaged(RECEIPT), () => ++asked > 12)).toBeUndefined();
  expect(asked).toBeLessThan(60);
});

test('noise and a white patch are no codes, and a late rescue gives up', async () => {
  const size = 300;
  const noise = Uint8Array.from({ length: size * size }, (_, index) => (index * 7_919 + (index >> 3) * 104_729) % 256);
  expect(await rebuildQr({ data: noise, width: size, height: size }, never)).toBeUndefined();
  const white = new Uint8Array(size * size).fill(255);
  expect(await rebuildQr({ data: white, width: size, height: size }, never)).toBeUndefined();
  expect(await rebuildQr(await damaged(RECEIPT), () => true)).toBeUndefined();
});
