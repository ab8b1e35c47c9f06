import { expect, test } from 'vitest';
import { isQueuedAnswer, isRealTimeAnswer, statusFromAnswers } from '../../../devices/printer/escpos-status.ts';

const OK = 0x12;

test('all well is ready; no answer at all is unknown', () => {
  expect(statusFromAnswers({ 1: OK, 2: OK, 3: OK, 4: OK })).toEqual({ state: 'ready' });
  expect(statusFromAnswers({})).toEqual({ state: 'unknown' });
});

test.each([
  ['cover open', { 1: OK | 0x08, 2: OK | 0x04, 4: OK | 0x60 }, 'MC-PRN-02'],
  ['paper out by its sensor', { 1: OK | 0x08, 2: OK | 0x20, 4: OK | 0x60 }, 'MC-PRN-03'],
  ['stopped by paper end, sensor not asked', { 1: OK | 0x08, 2: OK | 0x20 }, 'MC-PRN-03'],
  ['cutter stuck', { 1: OK | 0x08, 2: OK | 0x40, 3: OK | 0x08, 4: OK }, 'MC-PRN-08'],
  ['unrecoverable error', { 1: OK | 0x08, 3: OK | 0x20 }, 'MC-PRN-06'],
  ['too hot, recovers by itself', { 1: OK | 0x08, 3: OK | 0x40 }, 'MC-PRN-06'],
  ['an error without its kind', { 1: OK | 0x08, 2: OK | 0x40 }, 'MC-PRN-06'],
  ['offline without a reason', { 1: OK | 0x08, 2: OK, 3: OK, 4: OK }, 'MC-PRN-06'],
] as const)('%s', (_, answers, code) => {
  expect(statusFromAnswers(answers)).toEqual({ state: 'attention', code });
});

test('paper near its end warns and does not stop', () => {
  expect(statusFromAnswers({ 1: OK, 2: OK, 3: OK, 4: OK | 0x0c })).toEqual({ state: 'ready', warning: 'MC-PRN-04' });
});

test('a clone that answers only the first question is ready when it is online', () => {
  expect(statusFromAnswers({ 1: OK })).toEqual({ state: 'ready' });
});

test('the cash drawer’s line does not look like a fault', () => {
  expect(statusFromAnswers({ 1: OK | 0x04, 2: OK, 3: OK, 4: OK })).toEqual({ state: 'ready' });
});

test('answers are told apart by their fixed bits', () => {
  for (let byte = 0; byte < 256; byte += 1) {
    expect(isRealTimeAnswer(byte) && isQueuedAnswer(byte)).toBe(false);
    expect(isRealTimeAnswer(byte)).toBe((byte & 0b1001_0011) === 0b0001_0010);
  }
});
