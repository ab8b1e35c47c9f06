import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { COMPLAINT_MS, createByteReader, createScanGate } from '../../../devices/barcode-scanner/reader.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp(): { readonly send: (text: string) => void; readonly seen: string[] } {
  const seen: string[] = [];
  const reader = createByteReader(
    { deviceId: 'r', target: 'counter', now: Date.now },
    { onScan: (scan) => seen.push(scan.text), onRefused: (code) => seen.push(code) },
  );
  return { seen, send: (text) => reader.push(new TextEncoder().encode(text)) };
}

test('the same code within 400 ms is one scan; later it is another', () => {
  const { send, seen } = setUp();
  send('A\r');
  vi.advanceTimersByTime(399);
  send('A\r');
  vi.advanceTimersByTime(400);
  send('A\r');
  expect(seen).toEqual(['A', 'A']);
});

test('a trigger held for seconds is one scan', () => {
  const { send, seen } = setUp();
  for (let shot = 0; shot < 20; shot += 1) {
    send('A\r');
    vi.advanceTimersByTime(150);
  }
  expect(seen).toEqual(['A']);
});

test('another code at once is another scan', () => {
  const { send, seen } = setUp();
  send('A\rB\rA\r');
  expect(seen).toEqual(['A', 'B', 'A']);
});

test('a reader without an end is read after 300 ms of silence, not in a pause of 200 ms', () => {
  const { send, seen } = setUp();
  send('H57.');
  vi.advanceTimersByTime(200);
  send('23');
  vi.advanceTimersByTime(299);
  expect(seen).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(seen).toEqual(['H57.23']);
});

test('an endless read is refused once, and after a silence the next code is read', () => {
  const { send, seen } = setUp();
  for (let part = 0; part < 300; part += 1) send('A'.repeat(4096));
  vi.advanceTimersByTime(300);
  send('H57\r');
  expect(seen).toEqual(['MC-SCN-03', 'H57']);
});

test('a minute of noise is complained of now and then, not at every byte', () => {
  const { send, seen } = setUp();
  for (let ms = 0; ms < 60_000; ms += 20) {
    send('\u0000\u0001\r');
    vi.advanceTimersByTime(20);
  }
  expect(new Set(seen)).toEqual(new Set(['MC-SCN-01']));
  expect(seen.length).toBeLessThanOrEqual(60_000 / COMPLAINT_MS + 1);
  send('H57\r');
  expect(seen.at(-1)).toBe('H57');
});

test('a clock that is set back silences neither scans nor complaints', () => {
  const seen: string[] = [];
  let at = 1_000_000;
  const gate = createScanGate(
    { deviceId: 'r', target: 'counter', now: () => at },
    { onScan: (scan) => seen.push(scan.text), onRefused: (code) => seen.push(code) },
  );
  gate({ text: 'A' });
  gate({ refused: 'MC-SCN-01' });
  at = 5;
  expect(gate({ text: 'A' })).toBe(true);
  gate({ refused: 'MC-SCN-01' });
  expect(seen).toEqual(['A', 'MC-SCN-01', 'A', 'MC-SCN-01']);
});
