import fc from 'fast-check';
import { expect, test } from 'vitest';
import { topUsages } from '../../../devices/ports/hid-usages.ts';

const of = (hex: string) => topUsages(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const barcode = { usagePage: 140, usage: 2 };

test('a HID-POS reader: collections within and usages of fields are not what the device is', () => {
  expect(of('058c0902a101 0912a1028502 150026ff007508 95010501093b8102 c0c0')).toEqual([barcode]);
});

test('a reader that is also a keyboard is both', () => {
  expect(of('05010906a101 05071 9e029e7 8102 c0 058c 0902 a101 c0'.replaceAll(' ', ''))).toEqual([
    { usagePage: 1, usage: 6 },
    barcode,
  ]);
});

test('pages of two bytes, usages that bring their page, and long items between', () => {
  expect(of('0640ff 0901 a101 c0')).toEqual([{ usagePage: 0xff40, usage: 1 }]);
  expect(of('0501 0b02008c00 a101 c0')).toEqual([barcode]);
  expect(of('fe0255aabb 058c0902a101c0')).toEqual([barcode]);
});

test('a collection without a usage is nothing; a torn descriptor gives what stands before the tear', () => {
  expect(of('')).toEqual([]);
  expect(of('058ca101c0')).toEqual([]);
  expect(of('058c0902a101c006')).toEqual([barcode]);
  expect(of('058c0902')).toEqual([]);
});

test('no bytes make it fail or find more than it may', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => {
      const found = topUsages(bytes);
      expect(found.length).toBeLessThanOrEqual(32);
      for (const { usagePage, usage } of found) {
        expect(usagePage).toBeLessThanOrEqual(0xffff);
        expect(usage).toBeLessThanOrEqual(0xffff);
      }
    }),
  );
  expect(of('058c0902a101c0'.repeat(500))).toHaveLength(32);
});
