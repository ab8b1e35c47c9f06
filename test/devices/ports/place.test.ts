import { expect, test } from 'vitest';
import type { SeenPort } from '../../../devices/ports/contract.ts';
import { formatUsbPlace, parseUsbPlace, pickSeen, usbIdentityOf } from '../../../devices/ports/place.ts';

const honeywell = { vendorId: '0c2e', productId: '0b6a', serialNumber: 'S1' };
const at = (path: string, serialNumber: string | undefined = 'S1', held = false): SeenPort => ({
  type: 'serial',
  path,
  identity: { usb: { vendorId: '0c2e', productId: '0b6a' }, serialNumber },
  held,
});

test('a device named by what it is survives being written down, in whatever case', () => {
  expect(parseUsbPlace(formatUsbPlace(honeywell))).toEqual(honeywell);
  expect(parseUsbPlace('usb:0C2E:0B6A:S1')).toEqual(honeywell);
  expect(parseUsbPlace('usb:0c2e:0b6a')).toEqual({ ...honeywell, serialNumber: '' });
  expect(parseUsbPlace('/dev/ttyS0')).toBeUndefined();
  expect(parseUsbPlace('usb:0c2e')).toBeUndefined();
});

test('a thing without USB numbers has no identity to be found by', () => {
  expect(usbIdentityOf({ maker: 'Ai đó' })).toBeUndefined();
  expect(usbIdentityOf({ usb: { vendorId: '0c2e', productId: '0b6a' } })).toEqual({ ...honeywell, serialNumber: '' });
});

test('replugged into another socket, the reader is found under its new path', () => {
  expect(pickSeen('/dev/ttyACM0', honeywell, [at('/dev/ttyACM1')])?.path).toBe('/dev/ttyACM1');
});

test('another device on the old path is not taken for the reader', () => {
  expect(pickSeen('/dev/ttyACM0', honeywell, [at('/dev/ttyACM0', 'S2'), at('/dev/ttyACM3')])?.path).toBe(
    '/dev/ttyACM3',
  );
  expect(pickSeen('/dev/ttyACM0', honeywell, [at('/dev/ttyACM0', 'S2')])).toBeUndefined();
});

test('of two that look the same, its own path is preferred, and the one that another device has is left to it', () => {
  const anyOne = { ...honeywell, serialNumber: '' };
  expect(pickSeen('/dev/ttyACM1', anyOne, [at('/dev/ttyACM0'), at('/dev/ttyACM1')])?.path).toBe('/dev/ttyACM1');
  expect(pickSeen('/dev/ttyACM1', anyOne, [at('/dev/ttyACM0', '', true)])).toBeUndefined();
});
