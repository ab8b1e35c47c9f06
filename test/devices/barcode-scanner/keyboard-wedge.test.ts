import { expect, test } from 'vitest';
import type { Scan } from '../../../devices/barcode-scanner/contract.ts';
import { createKeyboardWedge } from '../../../devices/barcode-scanner/keyboard-wedge.ts';

const CODE = 'H57.23.15-210312-0003';

function setUp() {
  const scans: Scan[] = [];
  const seen: string[] = [];
  let at = 1000;
  const wedge = createKeyboardWedge({ deviceId: 'k', target: 'counter', now: () => at });
  wedge.start({
    onScan: (scan) => scans.push(scan),
    onRefused: (code) => seen.push(code),
    onState: (state) => seen.push(state),
  });
  return { wedge, scans, seen, later: (ms: number) => (at += ms) };
}

test('what a window saw typed is a scan of this reader, with its time', () => {
  const { wedge, scans } = setUp();
  expect(wedge.feed(`]C0${CODE}`)).toBe(true);
  expect(scans).toEqual([{ text: CODE, aim: ']C0', deviceId: 'k', target: 'counter', at: 1000 }]);
});

test('nobody knows whether it is there until it was heard', () => {
  const { wedge, seen } = setUp();
  expect(seen).toEqual(['unknown']);
  wedge.feed(CODE);
  expect(seen).toEqual(['unknown', 'ready']);
});

test('the same code within 400 ms is one scan, whichever window brings it', () => {
  const { wedge, scans, later } = setUp();
  expect(wedge.feed(CODE)).toBe(true);
  later(399);
  expect(wedge.feed(CODE)).toBe(false);
  later(400);
  expect(wedge.feed(CODE)).toBe(true);
  expect(scans).toHaveLength(2);
});

test('a scan in the set-up window is marked as a trial', () => {
  const { wedge, scans } = setUp();
  wedge.feed(CODE, true);
  expect(scans[0]?.trial).toBe(true);
});

test('noise and what is too long are refused', () => {
  const { wedge, scans, seen, later } = setUp();
  expect(wedge.feed('A\u001b[1m')).toBe(false);
  later(1000);
  expect(wedge.feed('ư'.repeat(2049))).toBe(false);
  expect(scans).toEqual([]);
  expect(seen.filter((one) => one.startsWith('MC-'))).toEqual(['MC-SCN-01', 'MC-SCN-03']);
});

test('closed, it takes nothing', async () => {
  const { wedge, scans } = setUp();
  await wedge.close();
  expect(wedge.feed(CODE)).toBe(false);
  expect(scans).toEqual([]);
});
