import { expect, test } from 'vitest';
import type { Scan } from '../../../devices/barcode-scanner/contract.ts';
import { createKeyboardWedge } from '../../../devices/barcode-scanner/keyboard-wedge.ts';

const CODE = 'H57.23.15-210312-0003';

function setUp(prefix = '', suffix = '\r') {
  const scans: Scan[] = [];
  const seen: string[] = [];
  let at = 1000;
  const wedge = createKeyboardWedge({ deviceId: 'k', target: 'counter', now: () => at, prefix, suffix });
  wedge.start({
    onScan: (scan) => scans.push(scan),
    onRefused: (code) => seen.push(code),
    onState: (state) => seen.push(state),
  });
  return { wedge, scans, seen, later: (ms: number) => (at += ms) };
}

test('what a window saw typed is a scan of this reader, with its time', () => {
  const { wedge, scans } = setUp();
  expect(wedge.typed(`]C0${CODE}`)).toBe(true);
  expect(scans).toEqual([{ text: CODE, aim: ']C0', deviceId: 'k', target: 'counter', at: 1000 }]);
});

test('nobody knows whether it is there until it was heard', () => {
  const { wedge, seen } = setUp();
  expect(seen).toEqual(['unknown']);
  wedge.typed(CODE);
  expect(seen).toEqual(['unknown', 'ready']);
});

test('the same code within 400 ms is one scan, whichever window brings it', () => {
  const { wedge, scans, later } = setUp();
  expect(wedge.typed(CODE)).toBe(true);
  later(399);
  expect(wedge.typed(CODE)).toBe(false);
  later(400);
  expect(wedge.typed(CODE)).toBe(true);
  expect(scans).toHaveLength(2);
});

test('what the reader is programmed to type around a code is no part of it', () => {
  const { wedge, scans, later } = setUp('~', '#');
  wedge.typed(`~${CODE}#`);
  later(1000);
  // A reader set back to its maker's ways types neither.
  wedge.typed('H57.23.15-210312-0004');
  expect(scans.map(({ text }) => text)).toEqual([CODE, 'H57.23.15-210312-0004']);
});

test('a prefix and suffix with nothing between them are refused', () => {
  const { wedge, scans } = setUp('~', '~');
  expect(wedge.typed('~')).toBe(false);
  expect(scans).toEqual([]);
});

test('a scan in the set-up window is marked as a trial', () => {
  const { wedge, scans } = setUp();
  wedge.typed(CODE, true);
  expect(scans[0]?.trial).toBe(true);
});

test('noise and what is too long are refused', () => {
  const { wedge, scans, seen, later } = setUp();
  expect(wedge.typed('A\u001b[1m')).toBe(false);
  later(1000);
  expect(wedge.typed('ư'.repeat(2049))).toBe(false);
  expect(scans).toEqual([]);
  expect(seen.filter((one) => one.startsWith('MC-'))).toEqual(['MC-SCN-01', 'MC-SCN-03']);
});

test('closed, it takes nothing', async () => {
  const { wedge, scans } = setUp();
  await wedge.close();
  expect(wedge.typed(CODE)).toBe(false);
  expect(scans).toEqual([]);
});
