import { describe, expect, test } from 'vitest';
import { fromLocal } from '../../../domain/local-time.ts';
import * as format from '../../../renderer/common/format.ts';

const NBSP = '\u00a0';
const at = fromLocal('2026-11-24', '16:30');
const now = fromLocal('2026-11-24', '10:42');

describe('dates and times', () => {
  test('are written as the counter writes them', () => {
    expect(format.time(at)).toBe('16:30');
    expect(format.date(at)).toBe('24/11/2026');
    expect(format.weekdayDate(at)).toBe('thứ Ba 24/11/2026');
    expect(format.timeWithSeconds(at + 18_000)).toBe('16:30:18');
  });
  test('are said in words for the kiosk', () => {
    expect(format.timeInWords(at)).toBe('16 giờ 30');
    expect(format.timeInWords(fromLocal('2026-11-24', '09:00'))).toBe('9 giờ');
    expect(format.dateInWords(at)).toBe('thứ Ba ngày 24 tháng 11');
    expect(format.dateInWords(at, 'en')).toBe('Tuesday 24 November');
  });
  test('near days are named, far ones dated', () => {
    expect(format.when(at, now)).toBe('16:30 hôm nay');
    expect(format.when(fromLocal('2026-11-25', '11:00'), now)).toBe('11:00 ngày mai');
    expect(format.when(fromLocal('2026-11-30', '11:00'), now)).toBe('11:00 thứ Hai 30/11');
    expect(format.since(fromLocal('2026-11-20', '09:00'), now)).toBe('20/11');
  });
  test('a day begins at midnight in Việt Nam, not in Greenwich', () => {
    const early = fromLocal('2026-11-24', '00:30');
    expect(format.date(early)).toBe('24/11/2026');
    expect(format.dayName(early, now)).toBe('hôm nay');
  });
});

describe('numbers', () => {
  test('money has dots and a đ that stays on its line', () => {
    expect(format.money(50_000)).toBe(`50.000${NBSP}đ`);
    expect(format.money(0)).toBe(`0${NBSP}đ`);
    expect(format.money(1_234_567)).toBe(`1.234.567${NBSP}đ`);
  });
  test('tickets have three digits', () => {
    expect(format.ticketText({ letter: 'A', number: 12 })).toBe(`A${NBSP}012`);
  });
  test('durations', () => {
    expect(format.duration(18)).toBe('18 phút');
    expect(format.duration(127)).toBe('2 giờ 07 phút');
    expect(format.duration(120)).toBe('2 giờ');
  });
  test('file sizes', () => {
    expect(format.fileSize(214_000)).toBe('214 kB');
    expect(format.fileSize(1_240_000, 'en')).toBe('1.2 MB');
    expect(format.fileSize(1_250_000)).toBe('1,3 MB');
    expect(format.fileSize(10)).toBe('1 kB');
  });
});

describe('a dossier code', () => {
  test.each([
    ['H57.23.15-261124-0041', 'H57.23.15-', '261124-0041'],
    ['000.23.15.H57-261124-0041', '000.23.15.H57-', '261124-0041'],
    ['000.00.00.G15-KQ004389', '', '000.00.00.G15-KQ004389'],
  ])('%s is split before day and number, an unknown one is left whole', (code, agency, own) => {
    expect(format.codeParts(code)).toEqual([agency, own]);
  });
});
