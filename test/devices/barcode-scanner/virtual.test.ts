import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createVirtualBarcodeScanner } from '../../../devices/barcode-scanner/virtual.ts';

const CODE = 'H57.23.15-210312-0003';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp() {
  const seen: string[] = [];
  const states: string[] = [];
  const reader = createVirtualBarcodeScanner({ deviceId: 'r', target: 'counter', now: Date.now });
  reader.start({
    onScan: (scan) => seen.push(scan.text),
    onRefused: (code) => seen.push(code),
    onState: (state, code) => states.push([state, code].filter(Boolean).join(' ')),
  });
  return { reader, seen, states, scan: () => reader.feed(bytes(`${CODE}\r`)) };
}

test('well, it brings what is held to it', () => {
  const { seen, states, scan } = setUp();
  expect(scan()).toBe(true);
  expect(seen).toEqual([CODE]);
  expect(states).toEqual(['ready']);
});

test('unplugged it is absent and brings nothing; plugged in again it does', () => {
  const { reader, seen, states, scan } = setUp();
  reader.setFault('unplugged');
  expect(scan()).toBe(false);
  reader.setFault('none');
  expect(scan()).toBe(true);
  expect(seen).toEqual([CODE]);
  expect(states).toEqual(['ready', 'absent MC-BCR-01', 'ready']);
});

test('silent it looks ready and brings nothing', () => {
  const { reader, seen, states, scan } = setUp();
  reader.setFault('silent');
  expect(scan()).toBe(false);
  expect(seen).toEqual([]);
  expect(states.at(-1)).toBe('ready');
});

test('garbage is refused, never taken for a code', () => {
  const { reader, seen, scan } = setUp();
  reader.setFault('garbage');
  expect(scan()).toBe(true);
  expect(seen).toEqual(['MC-SCN-01']);
});

test('a code that never ends is refused once, however long it goes on, and the next one is read', () => {
  const { reader, seen, scan } = setUp();
  reader.setFault('endless');
  scan();
  vi.advanceTimersByTime(60_000);
  expect(seen).toEqual(['MC-SCN-03']);
  reader.setFault('none');
  vi.advanceTimersByTime(1000);
  scan();
  expect(seen).toEqual(['MC-SCN-03', CODE]);
});

test('a slow one brings the whole code, late', () => {
  const { reader, seen, scan } = setUp();
  reader.setFault('slow');
  scan();
  vi.advanceTimersByTime(100);
  expect(seen).toEqual([]);
  vi.advanceTimersByTime(2000);
  expect(seen).toEqual([CODE]);
});

test('closed in the middle of a slow code, nothing more comes', async () => {
  const { reader, seen, scan } = setUp();
  reader.setFault('slow');
  scan();
  vi.advanceTimersByTime(100);
  await reader.close();
  vi.advanceTimersByTime(5000);
  expect(seen).toEqual([]);
});
