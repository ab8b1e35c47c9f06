import { describe, expect, test } from 'vitest';
import type { PrintJobView } from '../../../../domain/views/prints.ts';
import { isInHand, othersFor, rowOf, waitingWith } from '../../../../renderer/counter/prints/print-queue.ts';
import { device } from '../../setup/samples.ts';

const job = (over: Partial<PrintJobView> = {}): PrintJobView => ({
  id: 'j1',
  document: 'slip',
  title: 'H57.23.15-261124-0001',
  printerId: 'slips',
  state: 'waiting',
  evidence: '',
  createdAt: 0,
  ...over,
});
const printers = [
  device({ id: 'slips', kind: 'receipt-printer' }),
  device({ id: 'kiosk', kind: 'receipt-printer', state: 'attention', code: 'MC-PRN-03' }),
  device({ id: 'a4', kind: 'page-printer', state: 'ready' }),
  device({ id: 'reader', kind: 'barcode-scanner' }),
];
const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);

describe('where a job can be sent', () => {
  test('to every other printer, those that work first; never to what is no printer', () => {
    expect(ids(othersFor(job(), printers))).toEqual(['a4', 'kiosk']);
  });
  test('a separator sheet only to a printer with sheets', () => {
    expect(ids(othersFor(job({ document: 'separator', printerId: 'x' }), printers))).toEqual(['a4']);
  });
  test('from a printer that is gone to any of those that are here', () => {
    expect(ids(othersFor(job({ printerId: 'gone' }), printers))).toEqual(['slips', 'a4', 'kiosk']);
  });
});

test('all of a printer are its waiting ones and the chosen one; an uncertain one is asked about by itself', () => {
  const jobs = [
    job(),
    job({ id: 'j2', state: 'uncertain' }),
    job({ id: 'j3' }),
    job({ id: 'j4', printerId: 'a4' }),
    job({ id: 'j5', state: 'printing' }),
  ];
  expect(ids(waitingWith(job(), jobs))).toEqual(['j1', 'j3']);
  expect(ids(waitingWith(job({ id: 'j2', state: 'uncertain' }), jobs))).toEqual(['j1', 'j2', 'j3']);
});

test('stands where it stood, else at the open dossier’s job, else at the first', () => {
  const jobs = [job(), job({ id: 'j2', dossierId: 'd2' }), job({ id: 'j3' })];
  expect(rowOf(jobs, 'j3', 'd2')).toBe(2);
  expect(rowOf(jobs, 'gone', 'd2')).toBe(1);
  expect(rowOf(jobs, undefined, undefined)).toBe(0);
  expect(rowOf([], undefined, 'd2')).toBe(0);
});

test('what is on its way is left alone', () => {
  expect(isInHand(job({ state: 'printing' }))).toBe(false);
  expect(isInHand(job({ state: 'uncertain' }))).toBe(true);
});
