/**
 * An operation as its row holds it: the envelope in columns, and of the payload what stands nowhere else. What was
 * received is the dossier's row, so that operation has no body of its own and is put together again from there.
 */
import type { ReceivedDossier } from '../domain/dossier.ts';
import type { Operation, OutboxState } from '../domain/operation.ts';
import type { Protection } from './protection/protection.ts';
import { type ReceivedRow, receivedOf, wholeReceivedOf } from './received-row.ts';

export interface OperationRow {
  readonly number: number;
  readonly id: string;
  readonly station: string;
  readonly sequence: number;
  readonly type: Operation['type'];
  readonly dossier_id: string | null;
  readonly officer: string;
  readonly made_at: number;
  readonly corrected_at: number;
  /** JSON of the payload without its dossier; empty for a received dossier. */
  readonly body: string;
  readonly revision: number | null;
  readonly minutes_left: number | null;
  /** Of the dossier that this operation received. */
  readonly dossier_code: string | null;
  readonly received: string | null;
  readonly sealed: Buffer | null;
}

export type OperationRowWithState = OperationRow & { readonly state: OutboxState | null };

/** For a SELECT over `operations p` with RECEIVED_JOIN. */
export const OPERATION_COLUMNS = `p.number, p.id, p.station, p.sequence, p.type, p.dossier_id, p.officer, p.made_at,
  p.corrected_at, p.body, p.revision, p.minutes_left, r.code AS dossier_code, r.received, r.sealed`;
export const RECEIVED_JOIN = "LEFT JOIN dossiers r ON p.type = 'dossier.received' AND r.id = p.dossier_id";

export const dossierOf = (operation: Operation): string | undefined =>
  operation.type === 'dossier.received' ? operation.payload.id : operation.payload.dossierId;

/** A public PC keeps no words that somebody wrote about somebody, nor who has a dossier's papers. */
const wordless = <T extends object>(payload: T): T => ({
  ...payload,
  ...('reason' in payload && { reason: '' }),
  ...('title' in payload && { title: '' }),
  ...('note' in payload && { note: '' }),
  ...('receiver' in payload && { receiver: '' }),
  ...('to' in payload && { to: typeof payload.to === 'object' ? { unit: '-', name: '' } : '' }),
});

export const bodyOf = ({ stores }: Protection, operation: Operation): string => {
  if (operation.type === 'dossier.received') return '';
  const { dossierId: _dossier, ...payload } = operation.payload;
  return JSON.stringify(stores === 'public' ? wordless(payload) : payload);
};

type ReadReceived = (
  protection: Protection,
  row: ReceivedRow & { readonly received: string; readonly sealed: Buffer | null },
) => ReceivedDossier;

const payloadOf = (protection: Protection, row: OperationRow, readReceived: ReadReceived): unknown => {
  const { dossier_id: id, dossier_code: code, received, sealed } = row;
  if (row.type !== 'dossier.received')
    return { ...(JSON.parse(row.body) as object), ...(id !== null && { dossierId: id }) };
  // A database whose dossier is gone has an operation of nothing: its reader says so, and the check finds it.
  return id === null || code === null || received === null
    ? undefined
    : readReceived(protection, { id, code, received, sealed });
};

const readAs =
  (readReceived: ReadReceived) =>
  (protection: Protection, row: OperationRow): Operation =>
    ({
      id: row.id,
      station: row.station,
      sequence: row.sequence,
      officer: row.officer,
      madeAt: row.made_at,
      correctedAt: row.corrected_at,
      type: row.type,
      payload: payloadOf(protection, row, readReceived),
    }) as Operation;

/** What is sealed of a dossier is opened when somebody first reads it. */
export const operationOf = readAs((protection, row) => receivedOf(protection, row, () => row.sealed));
/** To be written out: everything is opened at once. */
export const wholeOperationOf = readAs(wholeReceivedOf);
