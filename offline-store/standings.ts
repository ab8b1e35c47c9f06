/** Keeps the columns that queries sort by in step with what happened: recomputed from the operations, never edited. */
import type { Operations } from './operations.ts';
import { openPartOf } from './received-row.ts';
import { type Beginning, type Replay, replay, type Standing } from './standing.ts';
import type { Db } from './transaction.ts';

export interface Standings {
  /** The standing by all operations known, or by those known when operation number `upTo` came in. */
  compute(dossier: Beginning & { readonly id: string }, upTo?: number): Replay;
  /** Recomputes and stores; an id that is no dossier's is ignored. Returns what counted against the table. */
  refresh(dossierId: string): readonly string[];
}

/** A standing as the columns of a dossier's row. */
export const standingColumns = (standing: Standing) => ({
  status: standing.status,
  statusSince: standing.statusSince,
  dueAt: standing.dueAt,
  rescheduledTo: standing.rescheduledTo ?? null,
  rescheduleReason: standing.rescheduleReason ?? null,
  minutesLeft: standing.minutesLeft ?? null,
});

export const createStandings = (db: Db, operations: Operations): Standings => {
  const received = db.prepare<[string], string>('SELECT received FROM dossiers WHERE id = ?').pluck();
  const update = db.prepare(`
    UPDATE dossiers SET status = :status, status_since = :statusSince, due_at = :dueAt, rescheduled_to = :rescheduledTo,
      reschedule_reason = :rescheduleReason, minutes_left = :minutesLeft
    WHERE id = :id`);
  const compute: Standings['compute'] = (dossier, upTo) => replay(dossier, operations.steps(dossier.id, upTo));
  return {
    compute,
    refresh: (id) => {
      const text = received.get(id);
      if (text === undefined) return [];
      const { standing, outOfTable } = compute({ ...openPartOf(text), id });
      update.run({ id, ...standingColumns(standing) });
      return outOfTable;
    },
  };
};
