/** Made-up people and dossiers, the same in every run. */
import type { CompleteIntake } from '../../domain/dossier.ts';
import { formatDossierCode } from '../../domain/dossier-code.ts';
import { localDate } from '../../domain/local-time.ts';
import type { Change } from '../../domain/sync.ts';

export const STATION = 'xa-mau-quay-2';
export const AGENCY = 'H57.23.15';
const DAY_MS = 24 * 3_600_000;
/** Dossiers a day in the seeded years: a large office's, so that half a million of them lie in this century. */
const A_DAY = 400;

const FAMILIES = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Huỳnh', 'Võ', 'Đặng', 'Bùi', 'Hồ', 'Tôn Nữ', 'Đoàn'];
const MIDDLES = ['Thị', 'Văn', 'Phước', 'Hữu', 'Ngọc', 'Thuỵ', 'Minh', 'Đình', 'Quang', 'Thanh', 'Xuân'];
const GIVEN = ['Hoà', 'Duyên', 'Khuê', 'Đàm', 'Uyên', 'Bình', 'Hằng', 'Lộc', 'Phượng', 'Sơn', 'Thuý', 'Vỹ', 'Ánh'];
const PROCEDURES = ['1.001193', '2.000815', '1.004873', '2.001035', '1.000656', '1.001776'];

const at = (list: readonly string[], index: number): string => list[index % list.length] ?? '';

export const nameOf = (index: number): string =>
  `${at(FAMILIES, index * 7)} ${at(MIDDLES, index * 5 + Math.floor(index / 11))} ${at(GIVEN, index * 3 + Math.floor(index / 13))}`;

/** Two words as somebody in a hurry types them: no marks. */
export const hurriedWords = (index: number): string =>
  `${unmarked(at(FAMILIES, index * 7).split(' ')[0] ?? '')} ${unmarked(at(GIVEN, index))}`;

const unmarked = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D').toLowerCase();

export const intakeOf = (index: number): CompleteIntake => ({
  procedureCode: at(PROCEDURES, index),
  applicant: {
    name: nameOf(index),
    citizenId: `046190${String(index % 1_000_000).padStart(6, '0')}`,
    address: `Thôn ${(index % 9) + 1}, xã Mẫu`,
    phone: `0900${String(index % 1_000_000).padStart(6, '0')}`,
    email: '',
    organisation: false,
  },
  onBehalfOf: '',
  papers: [
    { name: 'Tờ khai', kind: 'original', pages: 2, copies: 1 },
    { name: 'Giấy chứng sinh', kind: 'original', pages: 1, copies: 1 },
  ],
  sets: 1,
  channel: 'counter',
  returnMethod: 'counter',
  payment: { amount: 8_000, method: 'cash' },
  note: '',
  ticket: '',
});

const receivedAt = (index: number, now: number): number => now - (1 + Math.floor(index / A_DAY)) * DAY_MS;

export const codeOf = (index: number, now: number, agency = AGENCY): string =>
  formatDossierCode({ agency, date: localDate(receivedAt(index, now)), sequence: (index % A_DAY) + 1 });

/** A UUIDv7 that follows from the number; they grow with it, as ids made one after the other do. */
const idOf = (kind: 'd' | 'e', index: number): string =>
  `01990000-0000-7${kind}00-8000-${index.toString(16).padStart(12, '0')}`;

/** A dossier that another PC of the office received, as the change feed brings it. */
export function changeOf(index: number, now: number, from = { agency: AGENCY, station: 'xa-mau-quay-3' }): Change {
  const when = receivedAt(index, now);
  const officer = 'Lê Thị Mẫu';
  const who = { agency: from.agency, desk: 3, officer };
  const code = codeOf(index, now, from.agency);
  const payload = {
    ...intakeOf(index),
    ...who,
    id: idOf('d', index),
    code,
    secret: 'K7P2M9QX',
    receivedAt: when,
    dueAt: when + DAY_MS,
  };
  const envelope = {
    id: idOf('e', index),
    station: from.station,
    sequence: index + 1,
    officer,
    madeAt: when,
    correctedAt: when,
  };
  return { cursor: `c${index}`, revision: index + 1, operation: { ...envelope, type: 'dossier.received', payload } };
}
