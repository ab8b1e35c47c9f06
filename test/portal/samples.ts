/** Made-up operations of made-up stations. */
import { v7 as uuid7 } from 'uuid';
import type { DossierAction } from '../../domain/dossier-actions.ts';
import type { Movement } from '../../domain/movement.ts';
import { type Operation, operationSchema } from '../../domain/operation.ts';
import type { Caller } from '../../portal/server/caller.ts';

export const NOW = Date.UTC(2026, 10, 21, 2, 0);
export const AGENCY = 'H57.23.15';
export const COUNTER: Caller = { station: 'quay-1', agency: AGENCY };
export const SECOND: Caller = { station: 'quay-2', agency: AGENCY };
export const ELSEWHERE: Caller = { station: 'xa-khac', agency: 'H57.23.16' };

type Of<Type extends Operation['type']> = Extract<Operation, { type: Type }>;

const envelope = (station: string) => ({
  id: uuid7(),
  station,
  sequence: 1,
  officer: 'Trần Thị Cán Bộ Mẫu',
  madeAt: NOW,
  correctedAt: NOW,
});

export const codeOf = (number: number): string => `${AGENCY}-261121-${String(number).padStart(4, '0')}`;

export function received(
  caller: Caller,
  code: string,
  changes: Partial<Of<'dossier.received'>['payload']> = {},
): Of<'dossier.received'> {
  return {
    ...envelope(caller.station),
    type: 'dossier.received',
    payload: {
      id: uuid7(),
      code,
      secret: 'ABCD2345',
      agency: caller.agency,
      desk: 1,
      officer: 'Trần Thị Cán Bộ Mẫu',
      procedureCode: '1.001193',
      applicant: {
        name: 'Nguyễn Thị Mẫu',
        citizenId: '046190000123',
        address: 'Thôn 1, Xã Mẫu',
        phone: '',
        email: '',
        organisation: false,
      },
      onBehalfOf: '',
      papers: [{ name: 'Giấy chứng sinh', kind: 'original', pages: 1, copies: 0 }],
      sets: 1,
      channel: 'counter',
      returnMethod: 'counter',
      payment: { amount: 8_000, method: 'cash' },
      note: 'dữ liệu mẫu',
      ticket: 'A012',
      receivedAt: NOW,
      dueAt: NOW + 3_600_000,
      ...changes,
    },
  };
}

export const acted = (
  caller: Caller,
  dossierId: string,
  action: DossierAction,
  dueAt?: number,
): Of<'dossier.acted'> => ({
  ...envelope(caller.station),
  type: 'dossier.acted',
  payload: { dossierId, action, reason: 'lý do mẫu', to: '', ...(dueAt === undefined ? {} : { dueAt }) },
});

export const moved = (caller: Caller, dossierId: string, movement: Movement): Of<'dossier.moved'> => ({
  ...envelope(caller.station),
  type: 'dossier.moved',
  payload: { ...movement, dossierId },
});

export const HAND_OVER: Movement = {
  move: 'handed-over',
  to: { unit: 'Tư pháp – Hộ tịch', name: 'Lê Văn Mẫu' },
  note: '',
};
export const takeOver = (handOver: string): Movement => ({ move: 'taken-over', handOver, receiver: '', note: '' });

export const attached = (
  caller: Caller,
  dossierId: string,
  sha256: string,
  bytes: number,
): Of<'document.attached'> => ({
  ...envelope(caller.station),
  type: 'document.attached',
  payload: { dossierId, documentId: uuid7(), title: 'Giấy tờ mẫu', sha256, pages: 1, bytes },
});

export const rated = (caller: Caller, dossierId?: string): Of<'rating.given'> => ({
  ...envelope(caller.station),
  type: 'rating.given',
  payload: { ...(dossierId === undefined ? {} : { dossierId }), desk: 1, score: 5 },
});

/** The samples themselves must be what a station may send. */
operationSchema.parse(received(COUNTER, codeOf(1)));
