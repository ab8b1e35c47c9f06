import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { fromLocal } from '../../../domain/local-time.ts';
import type { KioskHome, PublicStatus, TicketTaken } from '../../../domain/views/public.ts';
import type { Language, Screen } from '../../../renderer/kiosk/journey.ts';

/** The screens as markup, in both languages: the words a citizen reads, and the ones she must not. */

const at = (date: string) => fromLocal(date, '08:00');
const home: KioskHome = {
  commune: 'UBND xã Mẫu',
  unit: 'Bộ phận Tiếp nhận và Trả kết quả',
  demo: true,
  now: at('2026-11-24'),
  agency: 'H57.23.15',
  fields: [{ letter: 'A', name: { vi: 'Hộ tịch', en: 'Civil status' }, desk: 2, waiting: 4, waitMinutes: [10, 15] }],
  printer: { ok: true },
  open: true,
};
const status: PublicStatus = {
  code: 'H57.23.15-261117-0042',
  status: 'ready',
  receivedAt: at('2026-11-17'),
  dueAt: at('2026-11-24'),
  desk: 2,
  steps: [
    { key: 'received', state: 'done', at: at('2026-11-17') },
    { key: 'result-ready', state: 'here', at: at('2026-11-23') },
    { key: 'returned', state: 'ahead' },
  ],
  letter: 'A',
  identified: true,
  procedureName: 'Đăng ký lại khai sinh',
  maskedName: 'Ông Nguyễn … M…',
};
const taken: TicketTaken = {
  ticket: {
    id: '019ab000-0000-7000-8000-000000000001',
    day: '2026-11-24',
    letter: 'A',
    number: 12,
    priority: false,
    takenAt: at('2026-11-24'),
    state: 'waiting',
    calls: 0,
  },
  text: 'A 012',
  fieldName: { vi: 'Hộ tịch', en: 'Civil status' },
  desk: 2,
  before: 4,
  waitMinutes: [10, 15],
};

let render: (screen: Screen, language?: Language, over?: Partial<KioskHome>) => string;

beforeAll(async () => {
  vi.stubGlobal('document', { baseURI: 'http://localhost/kiosk/', documentElement: {} });
  const [{ startTexts, setLanguage }, texts, english, { KioskContext }, { CurrentScreen }, { startOfDay }] =
    await Promise.all([
      import('../../../renderer/common/i18n.ts'),
      import('../../../renderer/kiosk/texts/vi.ts'),
      import('../../../renderer/kiosk/texts/en.ts'),
      import('../../../renderer/kiosk/kiosk-context.ts'),
      import('../../../renderer/kiosk/screens/CurrentScreen.tsx'),
      import('../../../renderer/kiosk/journey.ts'),
    ]);
  startTexts(texts.vi, english.en);
  const nothing = () => undefined;
  const around = (children: ReactNode) => (
    <QueryClientProvider client={new QueryClient()}>{children}</QueryClientProvider>
  );
  render = (screen, language = 'vi', over = {}) => {
    setLanguage(language);
    const kiosk = {
      journey: { ...startOfDay, screen, language },
      home: { ...home, ...over },
      dispatch: nothing,
      go: nothing,
      lookUp: nothing,
      finish: nothing,
    };
    return renderToStaticMarkup(
      around(
        <KioskContext value={kiosk}>
          <CurrentScreen />
        </KioskContext>,
      ),
    );
  };
});

const wordsOf = (markup: string) =>
  markup
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('\u00a0', ' ')
    .replace(/\s+/g, ' ');

const STATES = ['ready', 'in-progress', 'late', 'awaiting-supplement', 'returned', 'refused', 'cancelled'] as const;
const SCREENS: readonly Screen[] = [
  { kind: 'home' },
  { kind: 'keypad', keypad: { step: 'day', day: '26', number: '' } },
  { kind: 'keypad', keypad: { step: 'number', day: '261117', number: '0042' }, failure: 'MC-SCN-05' },
  { kind: 'looking' },
  ...STATES.map((word): Screen => ({ kind: 'status', status: { ...status, status: word } })),
  { kind: 'refused', code: 'MC-SCN-04' },
  { kind: 'fields', page: 0 },
  { kind: 'priority', letter: 'A', ticketId: taken.ticket.id },
  { kind: 'ticket', taken },
  { kind: 'procedure-fields', page: 0 },
  { kind: 'rate' },
  { kind: 'thanks' },
];

describe('every screen of the kiosk', () => {
  it.each(['vi', 'en'] as const)('has words and never a bare key of the texts (%s)', (language) => {
    for (const screen of SCREENS) {
      const words = wordsOf(render(screen, language));
      expect(words.length, screen.kind).toBeGreaterThan(40);
      expect(words, screen.kind).not.toMatch(
        /\{\{|\b(act|bar|home|keypad|status|step|fields|priority|ticket|procedures|rate|refused)\.[a-zA-Z]/,
      );
    }
  });

  it('says that the data is sample data', () => {
    for (const screen of SCREENS) expect(wordsOf(render(screen)), screen.kind).toContain('dữ liệu mẫu');
    expect(wordsOf(render({ kind: 'home' }, 'vi', { demo: false }))).not.toContain('dữ liệu mẫu');
  });
});

describe('a dossier’s state', () => {
  it('is a sentence, a desk and what to bring', () => {
    const words = wordsOf(render({ kind: 'status', status }));
    expect(words).toContain('Hồ sơ đã có kết quả.');
    expect(words).toContain('Quầy 2');
    expect(words).toContain('Giấy hẹn');
    expect(words).toContain('Ông Nguyễn … M…');
  });

  it('shows neither name nor procedure to who has no receipt', () => {
    const words = wordsOf(render({ kind: 'status', status: { ...status, identified: false } }));
    expect(words).not.toContain('Nguyễn');
    expect(words).not.toContain('khai sinh');
    expect(words).toContain('H57.23.15-261117-0042');
  });

  it('apologises when it is late, with the new date and the reason', () => {
    const late: PublicStatus = {
      ...status,
      status: 'late',
      rescheduledTo: fromLocal('2026-11-26', '09:00'),
      reason: 'đang chờ xác minh',
    };
    const words = wordsOf(render({ kind: 'status', status: late }));
    expect(words).toContain('Chúng tôi xin lỗi Ông/Bà.');
    expect(words).toContain('9 giờ, thứ Năm ngày 26 tháng 11');
    expect(words).toContain('đang chờ xác minh');
  });

  it('offers no number while the desks are closed', () => {
    expect(wordsOf(render({ kind: 'status', status }))).toContain('Lấy số đến Quầy 2');
    expect(wordsOf(render({ kind: 'status', status }, 'vi', { open: false }))).not.toContain('Lấy số');
  });
});

describe('a number', () => {
  it('is to be remembered when no slip comes', () => {
    expect(wordsOf(render({ kind: 'ticket', taken }))).toContain('Xin nhớ số này.');
    expect(wordsOf(render({ kind: 'ticket', taken }))).toContain('A 012');
  });

  it('is not given while the desks are closed', () => {
    const words = wordsOf(render({ kind: 'fields', page: 0 }, 'vi', { open: false }));
    expect(words).toContain('Ngoài giờ làm việc');
    expect(words).not.toContain('Hộ tịch');
  });
});

describe('a code that leads nowhere', () => {
  it.each([
    ['MC-SCN-04', 'Mã của nơi khác'],
    ['MC-SCN-05', 'Chưa tìm thấy mã này.'],
    ['MC-SCN-06', 'Mã tra cứu riêng không đúng.'],
    ['MC-API-04', 'Tra cứu quá nhanh.'],
  ])('%s says what happened and what to do', (code, sentence) => {
    const words = wordsOf(render({ kind: 'refused', code }));
    expect(words).toContain(sentence);
    expect(words).toContain(code);
    expect(words).toContain('hỏi Quầy 1');
  });
});
