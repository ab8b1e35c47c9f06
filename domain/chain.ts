/** The way of a dossier's papers from hand to hand, computed from its operations: the rows of form 05, and where it is now. */
import type { WorkingCalendar } from './calendar.ts';
import { lateness } from './deadline.ts';
import type { DossierAction } from './dossier-actions.ts';
import type { Instant, Uuid7 } from './ids.ts';
import { type Holder, isSame, movesByName } from './movement.ts';
import type { Operation } from './operation.ts';

/** `waiting`: handed over, not taken yet. `unsigned`: sent on by name, as a forward does. */
export type RowState = 'waiting' | 'taken' | 'unsigned';

export interface ChainRow {
  /** The operation that handed over. */
  readonly id: Uuid7;
  readonly from: Holder;
  readonly to: Holder;
  readonly handedBy: string;
  readonly handedAt: Instant;
  readonly state: RowState;
  readonly takenBy?: string | undefined;
  readonly takenAt?: Instant | undefined;
  readonly note: string;
  /** When the receiver had done its part: it was handed on, or its result was recorded. */
  readonly endedAt?: Instant | undefined;
  /** The dossier's due time then (now, where it has not ended). */
  readonly dueAt: Instant;
}

export interface Chain {
  readonly rows: readonly ChainRow[];
  readonly holder: Holder;
  /** Since when the holder has it. */
  readonly since: Instant;
  readonly waiting?: ChainRow | undefined;
}

/** Where the papers are when a dossier is taken in. */
export interface ChainStart {
  readonly holder: Holder;
  readonly receivedAt: Instant;
  readonly dueAt: Instant;
}

type Row = Omit<ChainRow, 'endedAt' | 'dueAt'>;

interface Fold {
  readonly rows: readonly Row[];
  readonly holder: Holder;
  readonly since: Instant;
  readonly waiting?: Row | undefined;
}

type Moved = Extract<Operation, { type: 'dossier.moved' }>;
type Acted = Extract<Operation, { type: 'dossier.acted' }>;

const handOver = (fold: Fold, { id, officer, correctedAt }: Operation, to: Holder, note: string): Row => ({
  id,
  from: fold.holder,
  to,
  handedBy: officer,
  handedAt: correctedAt,
  state: 'waiting',
  note,
});

/** What names another hand-over than the one that waits changes nothing: another PC was faster. */
const afterMove = (fold: Fold, operation: Moved): Fold => {
  const { payload, officer, correctedAt: takenAt } = operation;
  if (payload.move === 'handed-over') return { ...fold, waiting: handOver(fold, operation, payload.to, payload.note) };
  const { waiting } = fold;
  if (!waiting || !isSame(payload.handOver, waiting.id)) return fold;
  if (payload.move === 'taken-back') return { ...fold, waiting: undefined };
  const takenBy = payload.receiver || officer;
  const note = [waiting.note, payload.note].filter(Boolean).join('; ');
  // A unit that signed as such has no person to name.
  const named = waiting.to.name !== '' || takenBy === waiting.to.unit;
  const holder = named ? waiting.to : { ...waiting.to, name: takenBy };
  const row: Row = { ...waiting, state: 'taken', takenBy, takenAt, note };
  return { rows: [...fold.rows, row], holder, since: takenAt };
};

const afterAction = (fold: Fold, operation: Acted): Fold => {
  const { payload, correctedAt: since } = operation;
  if (!movesByName(payload)) return fold;
  const holder: Holder = { unit: payload.to, name: '' };
  const row: Row = { ...handOver(fold, operation, holder, payload.reason), state: 'unsigned' };
  return { rows: [...fold.rows, row], holder, since };
};

const after = (fold: Fold, operation: Operation): Fold => {
  if (operation.type === 'dossier.moved') return afterMove(fold, operation);
  return operation.type === 'dossier.acted' ? afterAction(fold, operation) : fold;
};

const CLOSING: readonly DossierAction[] = ['record-result', 'return-result', 'refuse', 'cancel'];

const acts = (operations: readonly Operation[]): readonly Acted[] =>
  operations.filter((operation) => operation.type === 'dossier.acted');

const closedAt = (operations: readonly Operation[]): Instant | undefined =>
  acts(operations).find(({ payload }) => CLOSING.includes(payload.action))?.correctedAt;

/** A due time moves by a reschedule, or when a supplement came in. */
const dueAsOf = (operations: readonly Operation[], first: Instant, at: Instant): Instant =>
  acts(operations).findLast(({ payload, correctedAt }) => payload.dueAt !== undefined && correctedAt <= at)?.payload
    .dueAt ?? first;

/** Handed on, or its result recorded. Who gets papers whose result is there already has nothing more to do in time. */
const endOf = (row: Row, next: Row | undefined, closed: Instant | undefined): Instant | undefined => {
  const began = row.takenAt ?? row.handedAt;
  const done = closed === undefined ? undefined : Math.max(closed, began);
  if (next === undefined || done === undefined) return next?.handedAt ?? done;
  return Math.min(next.handedAt, done);
};

/**
 * `operations`: those that count, in the order in which they count. A hand-over that was taken back, or that another one
 * took the place of before anybody took it, is no row; the history keeps it.
 */
export const chainOf = (start: ChainStart, operations: readonly Operation[]): Chain => {
  const empty: Fold = { rows: [], holder: start.holder, since: start.receivedAt };
  const fold = operations.reduce(after, empty);
  const all = fold.waiting ? [...fold.rows, fold.waiting] : fold.rows;
  const closed = closedAt(operations);
  const rows = all.map((row, index): ChainRow => {
    const endedAt = endOf(row, all[index + 1], closed);
    return { ...row, endedAt, dueAt: dueAsOf(operations, start.dueAt, endedAt ?? Number.MAX_SAFE_INTEGER) };
  });
  return { rows, holder: fold.holder, since: fold.since, waiting: fold.waiting && rows.at(-1) };
};

/** Trước hạn, đúng hạn, quá hạn. */
export type RowResult = 'early' | 'on-time' | 'late';

/**
 * How a row stood to the dossier's due time when its receiver had done: late behind it, on time on its day, early before
 * that day. Steps have no terms of their own in the catalogue. Not ended: late once it is, else no word yet.
 */
export const resultOfRow = (
  { endedAt, dueAt }: Pick<ChainRow, 'endedAt' | 'dueAt'>,
  now: Instant,
  calendar: WorkingCalendar,
): RowResult | undefined => {
  const { state } = lateness(endedAt ?? now, dueAt, calendar);
  if (state === 'late') return 'late';
  if (endedAt === undefined) return undefined;
  return state === 'due-today' ? 'on-time' : 'early';
};
