import { expect, test } from 'vitest';
import type { SeenPort } from '../../../devices/ports/contract.ts';
import { pickSeen } from '../../../devices/ports/place.ts';

const usb = { vendorId: '0c2e', productId: '0b6a' };
const wanted = { usb, serialNumber: 'S1' };
const at = (path: string, serialNumber: string | undefined = 'S1', held = false): SeenPort => ({
  type: 'serial',
  path,
  identity: { usb, serialNumber },
  held,
});

test('replugged into another socket, the reader is found under its new path', () => {
  expect(pickSeen('/dev/ttyACM0', wanted, [at('/dev/ttyACM1')])?.path).toBe('/dev/ttyACM1');
});

test('another device on the old path is not taken for the reader', () => {
  expect(pickSeen('/dev/ttyACM0', wanted, [at('/dev/ttyACM0', 'S2'), at('/dev/ttyACM3')])?.path).toBe('/dev/ttyACM3');
  expect(pickSeen('/dev/ttyACM0', wanted, [at('/dev/ttyACM0', 'S2')])).toBeUndefined();
  expect(pickSeen('/dev/ttyACM0', wanted, [{ type: 'serial', path: '/dev/ttyACM0' }])).toBeUndefined();
});

test('of two that look the same, its own path is preferred, and the one that another device has is left to it', () => {
  expect(pickSeen('/dev/ttyACM1', { usb }, [at('/dev/ttyACM0'), at('/dev/ttyACM1')])?.path).toBe('/dev/ttyACM1');
  expect(pickSeen('/dev/ttyACM1', { usb }, [at('/dev/ttyACM0', '', true)])).toBeUndefined();
});

test('what has no USB numbers is looked for by its path alone', () => {
  expect(pickSeen('/dev/ttyS0', { maker: 'Ai đó' }, [at('/dev/ttyS0')])).toBeUndefined();
});
