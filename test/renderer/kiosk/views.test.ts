import { describe, expect, it } from 'vitest';
import { fromLocal } from '../../../domain/local-time.ts';
import type { PrintJobView } from '../../../domain/views/prints.ts';
import type { PublicProcedure, PublicStatus } from '../../../domain/views/public.ts';
import { spokenText, voiceFor } from '../../../renderer/kiosk/listen.ts';
import { pageOf } from '../../../renderer/kiosk/paging.ts';
import { oneOf, sheetsOf, timeOf } from '../../../renderer/kiosk/procedure-view.ts';
import { noteOf, returnedAt, type Step } from '../../../renderer/kiosk/status-view.ts';
import { queueHeads, slipNotice, waitStrip } from '../../../renderer/kiosk/ticket-view.ts';
import { dayWords, firstSentence, leafOf, shortDay, timeWords } from '../../../renderer/kiosk/words.ts';

const at = (date: string, time = '08:00') => fromLocal(date, time);
const NOW = at('2026-11-24', '08:42');

describe('under the steps of a dossier', () => {
  const status = {
    status: 'in-progress',
    dueAt: at('2026-11-26', '09:00'),
    desk: 2,
    steps: [] as const,
  } as unknown as PublicStatus;
  const step = (key: Step['key'], state: Step['state'], reached?: number): Step => ({ key, state, at: reached });

  it('says today, the day, since when, and where to collect', () => {
    expect(noteOf(step('result-ready', 'here', at('2026-11-24')), status, NOW)).toEqual({ kind: 'today' });
    expect(noteOf(step('received', 'done', at('2026-11-17')), status, NOW)).toEqual({
      kind: 'on',
      at: at('2026-11-17'),
    });
    expect(noteOf(step('processing', 'here', at('2026-11-18')), status, NOW)).toEqual({
      kind: 'since',
      at: at('2026-11-18'),
    });
    expect(noteOf(step('returned', 'ahead'), status, NOW)).toEqual({ kind: 'desk' });
  });

  it('promises a day for the result only where one stands', () => {
    const ahead = step('result-ready', 'ahead');
    expect(noteOf(ahead, status, NOW)).toEqual({ kind: 'on', at: status.dueAt });
    expect(noteOf(ahead, { ...status, status: 'late' }, NOW)).toEqual({ kind: 'none' });
    expect(noteOf(ahead, { ...status, status: 'late', rescheduledTo: at('2026-11-27') }, NOW)).toEqual({
      kind: 'on',
      at: at('2026-11-27'),
    });
    expect(noteOf(ahead, { ...status, status: 'awaiting-supplement' }, NOW)).toEqual({ kind: 'none' });
  });

  it('knows when the result was handed over', () => {
    expect(returnedAt({ ...status, steps: [step('returned', 'here', 5)] })).toBe(5);
    expect(returnedAt(status)).toBeUndefined();
  });
});

describe('the slip of a ticket', () => {
  const job = (state: PrintJobView['state'], code?: string): PrintJobView => ({
    id: '0',
    document: 'ticket',
    title: 'A 012',
    printerId: 'p',
    state,
    code,
    evidence: '',
    createdAt: 0,
  });
  const ok = { ok: true };

  it('says what happens to it', () => {
    expect(slipNotice(job('printing'), ok)).toBe('printing');
    expect(slipNotice(job('printed'), { ok: false, code: 'MC-PRN-03' })).toBe('printed');
    expect(slipNotice(undefined, ok)).toBe('no-printer');
  });

  it('asks to remember the number when there is no paper, whoever says so', () => {
    expect(slipNotice(job('waiting', 'MC-PRN-03'), ok)).toBe('no-paper');
    expect(slipNotice(job('waiting'), { ok: false, code: 'MC-PRN-03' })).toBe('no-paper');
    expect(slipNotice(job('failed', 'MC-PRN-03'), ok)).toBe('no-paper');
  });

  it('does not promise a slip that is uncertain or cannot come', () => {
    expect(slipNotice(job('uncertain', 'MC-PRN-05'), ok)).toBe('not-printed');
    expect(slipNotice(job('waiting'), { ok: false })).toBe('not-printed');
  });
});

describe('the wait', () => {
  it('puts the turn on a strip long enough for it', () => {
    expect(waitStrip([10, 15])).toEqual({ turn: 2, minutes: 30 });
    expect(waitStrip([0, 5])).toEqual({ turn: 0, minutes: 30 });
    expect(waitStrip([45, 75])).toEqual({ turn: 3, minutes: 90 });
    expect(waitStrip([400, 600])).toEqual({ turn: 5, minutes: 360 });
  });

  it('draws at most four before the person', () => {
    expect(queueHeads(4)).toEqual({ heads: 4, more: false });
    expect(queueHeads(9)).toEqual({ heads: 3, more: true });
  });
});

describe('procedures', () => {
  const procedure = (field: string, papers: number, steps = 0): PublicProcedure =>
    ({
      code: `1.00${papers}`,
      field,
      fieldEn: '',
      deadline: { kind: 'working-days', days: 3 },
      papers: Array.from({ length: papers }, (_, index) => ({
        name: `Giấy ${index}`,
        nameEn: '',
        kinds: ['original'],
        required: true,
      })),
      steps: Array.from({ length: steps }, (_, index) => ({ vi: `Bước ${index}`, en: '' })),
    }) as unknown as PublicProcedure;

  it('pages papers, then steps, and always has a page for the papers', () => {
    const sheets = sheetsOf(procedure('x', 5, 6), 4);
    expect(sheets.map(({ kind, items }) => `${kind} ${items.length}`)).toEqual([
      'papers 4',
      'papers 1',
      'steps 4',
      'steps 2',
    ]);
    expect(sheets.at(-1)).toMatchObject({ first: 5 });
    expect(sheetsOf(procedure('x', 0), 4)).toHaveLength(1);
  });

  it('says the time and the kinds of a paper in words', () => {
    expect(timeOf(procedure('x', 1))).toEqual({ key: 'procedures.workingDays', values: { count: 3 } });
    expect(oneOf(['bản chính', 'bản sao chứng thực', 'bản photo'], 'vi')).toBe(
      'Bản chính, bản sao chứng thực hoặc bản photo',
    );
    expect(oneOf(['original', 'photocopy'], 'en')).toBe('Original or photocopy');
  });
});

describe('paging', () => {
  it('needs no buttons while everything fits', () => {
    expect(pageOf([1, 2, 3, 4, 5, 6], 0, 5, 6)).toEqual({ items: [1, 2, 3, 4, 5, 6], page: 0, pages: 1 });
  });

  it('stays within the book', () => {
    expect(pageOf([1, 2, 3, 4, 5, 6, 7], 9, 5, 6)).toEqual({ items: [6, 7], page: 1, pages: 2 });
    expect(pageOf([], 3, 5)).toEqual({ items: [], page: 0, pages: 1 });
  });
});

describe('words', () => {
  it('says days and times in both languages, held together', () => {
    const plain = (text: string) => text.replaceAll('\u00a0', ' ');
    const due = at('2026-11-24', '16:30');
    expect(plain(dayWords(due, 'vi'))).toBe('thứ Ba ngày 24 tháng 11');
    expect(dayWords(due, 'vi')).toContain('thứ\u00a0Ba');
    expect(plain(timeWords(due, 'vi'))).toBe('16 giờ 30');
    expect(plain(timeWords(at('2026-11-24', '09:00'), 'en'))).toBe('9 am');
    expect(leafOf(due, 'en')).toEqual({ weekday: 'Tuesday', day: '24', month: 'November' });
    expect(shortDay(due, 'en')).toBe('24 Nov');
  });

  it('takes the first sentence apart from the rest', () => {
    expect(firstSentence('Chưa tìm thấy mã này. Xin kiểm tra lại bốn số cuối.')).toEqual([
      'Chưa tìm thấy mã này.',
      'Xin kiểm tra lại bốn số cuối.',
    ]);
    expect(firstSentence('Mã tra cứu riêng không đúng.')).toEqual(['Mã tra cứu riêng không đúng.', '']);
  });
});

describe('reading aloud', () => {
  const voice = (lang: string, localService = true) => ({ lang, localService });

  it('takes only a voice that works without a line', () => {
    expect(voiceFor([voice('en-GB'), voice('vi_VN')], 'vi')).toEqual(voice('vi_VN'));
    expect(voiceFor([voice('vi-VN', false)], 'vi')).toBeUndefined();
    expect(voiceFor([voice('en-US')], 'vi')).toBeUndefined();
  });

  it('pauses after every line', () => {
    expect(spokenText('Hồ sơ đã có kết quả.\n\n Quầy 2 ')).toBe('Hồ sơ đã có kết quả. Quầy 2.');
  });
});
