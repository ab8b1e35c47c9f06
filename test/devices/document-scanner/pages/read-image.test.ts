/** Pictures that a decoder has to hold whole while it reads them: small ones are read, large ones refused by their head alone. */
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readImage } from '../../../../devices/document-scanner/pages/read-image.ts';
import { Sheet } from './scans.ts';

const page = new Sheet(240, { width: 320, height: 200 }).rect(40, 60, 180, 40, 20);
const colour = () => page.picture().toColourspace('srgb');

const read = (bytes: Buffer) => readImage(bytes, 300);

/** The same file, but its head claims another size. */
function pngClaiming(png: Buffer, width: number, height: number): Buffer {
  const claims = Buffer.from(png);
  claims.writeUInt32BE(width, 16);
  claims.writeUInt32BE(height, 20);
  claims.writeUInt32BE(crc32(claims.subarray(12, 29)), 29);
  return claims;
}

function jpegClaiming(jpeg: Buffer, frame: number, width: number, height: number): Buffer {
  const claims = Buffer.from(jpeg);
  const at = claims.indexOf(Buffer.from([0xff, frame]));
  claims.writeUInt16BE(height, at + 5);
  claims.writeUInt16BE(width, at + 7);
  return claims;
}

const BASELINE = 0xc0;
const PROGRESSIVE = 0xc2;
const HELD = { code: 'MC-DSC-06', context: { reason: 'too large for a picture that is held whole' } };

describe('a picture stored coarse first and fine later', () => {
  it('is read when it is a page', async () => {
    const pictures = [
      await colour().png({ progressive: true }).toBuffer(),
      await page.picture().jpeg({ progressive: true, quality: 95 }).toBuffer(),
    ];
    for (const bytes of pictures) {
      const { gray } = await read(bytes);
      expect([gray.width, gray.height]).toEqual([320, 200]);
      expect(gray.data[80 * 320 + 100]).toBeLessThan(40);
      expect(gray.data[20 * 320 + 100]).toBeGreaterThan(220);
    }
  });

  it('is refused by what its head claims, before it is held', async () => {
    const png = await colour().png({ progressive: true }).toBuffer();
    await expect(read(pngClaiming(png, 10_000, 9_000))).rejects.toMatchObject(HELD);
    const jpeg = await colour().jpeg({ progressive: true }).toBuffer();
    await expect(read(jpegClaiming(jpeg, PROGRESSIVE, 10_000, 9_000))).rejects.toMatchObject(HELD);
  });

  it('is also what a colour JPEG may turn out to be', async () => {
    const jpeg = await colour().jpeg().toBuffer();
    await expect(read(jpegClaiming(jpeg, BASELINE, 14_000, 14_000))).rejects.toMatchObject(HELD);
  });
});

describe('a picture that passes line by line', () => {
  it('may claim as much, and is then refused for what it is: torn', async () => {
    const png = pngClaiming(await colour().png().toBuffer(), 10_000, 9_000);
    const gray = jpegClaiming(await page.picture().jpeg().toBuffer(), BASELINE, 14_000, 14_000);
    for (const bytes of [png, gray]) {
      const refused = await read(bytes).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: 'MC-DSC-06' });
      expect(refused).not.toMatchObject(HELD);
    }
  });
});
