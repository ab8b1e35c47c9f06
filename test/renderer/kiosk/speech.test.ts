import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fromLocal } from '../../../domain/local-time.ts';
import type { KioskHome, PublicStatus, TicketTaken } from '../../../domain/views/public.ts';
import { recordings, SPOKEN_ERRORS } from '../../../renderer/kiosk/clip-ids.ts';
import { type Journey, type Language, type Screen, startOfDay } from '../../../renderer/kiosk/journey.ts';
import { listsNames, speechOf } from '../../../renderer/kiosk/speech.ts';

const LANGUAGES = ['vi', 'en'] as const;
const voiceDir = join(import.meta.dirname, '../../../assets/voice');
const folderOf = (language: Language) => (language === 'vi' ? voiceDir : join(voiceDir, 'en'));

const at = (date: string, time = '08:00') => fromLocal(date, time);
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
  dueAt: at('2026-11-24', '16:30'),
  desk: 14,
  steps: [{ key: 'returned', state: 'here', at: at('2026-11-23') }],
  letter: 'A',
  identified: true,
  procedureName: 'Đăng ký lại khai sinh',
  maskedName: 'Ông Nguyễn … M…',
  reason: 'đang chờ xác minh',
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
  before: 104,
  waitMinutes: [45, 130],
};

const STATES = ['ready', 'in-progress', 'late', 'awaiting-supplement', 'returned', 'refused', 'cancelled'] as const;
const keypad = { step: 'day', day: '', number: '' } as const;
const SCREENS: readonly Screen[] = [
  { kind: 'home' },
  { kind: 'keypad', keypad },
  { kind: 'keypad', keypad: { ...keypad, problem: 'no-such-day' } },
  { kind: 'keypad', keypad: { ...keypad, problem: 'future-day' } },
  { kind: 'keypad', keypad: { step: 'number', day: '261117', number: '' } },
  { kind: 'keypad', keypad: { step: 'number', day: '261117', number: '0042' }, failure: 'MC-SCN-05' },
  { kind: 'looking' },
  ...STATES.map((word): Screen => ({ kind: 'status', status: { ...status, status: word } })),
  { kind: 'status', status: { ...status, status: 'late', rescheduledTo: at('2026-11-26', '00:05') } },
  ...[...SPOKEN_ERRORS, 'MC-API-99'].map((code): Screen => ({ kind: 'refused', code })),
  { kind: 'fields', page: 0 },
  { kind: 'priority', letter: 'A', ticketId: taken.ticket.id },
  { kind: 'ticket', taken },
  { kind: 'ticket', taken: { ...taken, before: 0, ticket: { ...taken.ticket, priority: true } } },
  { kind: 'procedure-fields', page: 0 },
  { kind: 'procedures', field: 'Hộ tịch', page: 0 },
  { kind: 'procedure', code: '1.001193', page: 0 },
  { kind: 'rate' },
  { kind: 'rate', about: { code: status.code, desk: 2 } },
  { kind: 'thanks' },
];

const said = (screen: Screen, language: Language = 'vi', over: Partial<Journey> = {}) =>
  speechOf({ ...startOfDay, screen, language, ...over }, home);
/** The words of the clips, in order. */
const wordsOf = (clips: readonly string[], language: Language = 'vi') =>
  clips.map((clip) => recordings(language).get(clip)?.replaceAll('\u00a0', ' ') ?? clip);

describe.each(LANGUAGES)('recordings of the kiosk (%s)', (language) => {
  it('has one for every sentence, and none whose sentence is gone', () => {
    const files = readdirSync(join(folderOf(language), 'kiosk')).map((name) => `kiosk/${name.replace(/\.ogg$/, '')}`);
    expect(files.sort()).toEqual([...recordings(language).keys()].sort());
  });

  it('has one for everything that a screen says, and every screen says something', () => {
    const closed = speechOf({ ...startOfDay, screen: { kind: 'fields', page: 0 }, language }, { ...home, open: false });
    const all = [
      closed,
      ...SCREENS.flatMap((screen) => [said(screen, language), said(screen, language, { help: true })]),
    ];
    for (const clips of all) {
      expect(clips.length).toBeGreaterThan(0);
      for (const clip of clips) expect(existsSync(join(folderOf(language), `${clip}.ogg`)), clip).toBe(true);
    }
  });

  it('says nothing that a text only fills in', () => {
    for (const text of recordings(language).values()) expect(text).not.toMatch(/\{\{|\}\}/);
  });
});

describe('what is said', () => {
  it('is the state, the desk and what to bring', () => {
    expect(wordsOf(said({ kind: 'status', status }))).toEqual([
      ...['Hồ sơ đã có kết quả.', 'Mời Ông/Bà đến', 'Quầy', '14', 'Mang theo', 'Giấy hẹn', 'Căn cước'],
    ]);
  });

  it('is a day as one says it, in both languages', () => {
    const screen: Screen = { kind: 'status', status: { ...status, status: 'in-progress' } };
    expect(wordsOf(said(screen)).slice(2, -1)).toEqual([
      ...['Trước', '16', 'giờ', '30', 'thứ Ba', 'ngày', '24', 'tháng 11'],
    ]);
    expect(wordsOf(said(screen, 'en'), 'en').slice(2, -1)).toEqual([
      ...['Before', '4', '30', 'p m', 'Tuesday', '24', 'November'],
    ]);
  });

  it('is a ticket’s letter and digits, not as a call', () => {
    const clips = said({ kind: 'ticket', taken });
    expect(clips.slice(1, 5)).toEqual(['a', '0', '1', '2']);
    expect(clips).not.toContain('moi-cong-dan-so');
  });

  it('is never what belongs to one person: neither code, name, procedure nor reason', () => {
    const other: PublicStatus = {
      ...status,
      code: 'H57.23.15-261001-0077',
      procedureName: 'Khai tử',
      maskedName: 'Bà Trần … H…',
      reason: 'thiếu giấy',
    };
    for (const word of STATES)
      expect(said({ kind: 'status', status: { ...other, status: word } })).toEqual(
        said({ kind: 'status', status: { ...status, status: word } }),
      );
  });

  it('leaves a PC’s own voice only to screens that name no person', () => {
    const left = SCREENS.filter((screen) => listsNames({ ...startOfDay, screen })).map(({ kind }) => kind);
    expect(left).toEqual(['procedure-fields', 'procedures', 'procedure']);
  });
});
