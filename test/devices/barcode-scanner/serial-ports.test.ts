import { expect, test } from 'vitest';
import { formatUsbPath, parseUsbPath, pickPort } from '../../../devices/barcode-scanner/serial-ports.ts';

const honeywell = { vendorId: '0c2e', productId: '0b6a', serialNumber: 'S1' };
const at = (
  path: string,
  serialNumber = 'S1',
): { path: string; vendorId: string; productId: string; serialNumber: string } => ({
  path,
  vendorId: '0C2E',
  productId: '0B6A',
  serialNumber,
});

test('a device named by what it is survives being written down', () => {
  expect(parseUsbPath(formatUsbPath(honeywell))).toEqual(honeywell);
  expect(parseUsbPath('/dev/ttyS0')).toBeUndefined();
});

test('replugged into another socket, the reader is found under its new path', () => {
  expect(pickPort('/dev/ttyACM0', honeywell, [at('/dev/ttyACM1')])).toBe('/dev/ttyACM1');
});

test('another device on the old path is not taken for the reader', () => {
  expect(pickPort('/dev/ttyACM0', honeywell, [at('/dev/ttyACM0', 'S2'), at('/dev/ttyACM3')])).toBe('/dev/ttyACM3');
  expect(pickPort('/dev/ttyACM0', honeywell, [at('/dev/ttyACM0', 'S2')])).toBeUndefined();
});

test('without an identity the path is all there is', () => {
  expect(pickPort('/dev/ttyS0', undefined, [])).toBe('/dev/ttyS0');
});
