/** The office's book as it compares with the province's: which accepted operations it has of a day, and under which revisions. */
import { dayOfId, idsOfDay } from '../domain/day-of-id.ts';
import type { LocalDay, Uuid7 } from '../domain/ids.ts';
import type { OfficeStore } from './contract.ts';
import type { Parts } from './parts.ts';

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

interface Accepted {
  readonly id: Uuid7;
  readonly revision: number;
}

/** Reading alone: for a connection that may not write. */
export const createDigestReader = (db: Parts['db']): Pick<OfficeStore['digests'], 'days' | 'ofDay'> => {
  const next = db
    .prepare<[string], Uuid7>('SELECT id FROM operations WHERE id >= ? AND revision IS NOT NULL ORDER BY id LIMIT 1')
    .pluck();
  const ofDay = db.prepare<[string, string, number], Accepted>(
    'SELECT id, revision FROM operations WHERE id >= ? AND id < ? AND revision <= ?',
  );
  /** From one day's first operation past all others of it to the next day's: as many steps as there are days. */
  const days = (from?: LocalDay): readonly LocalDay[] => {
    const found: LocalDay[] = [];
    let id = next.get(from === undefined ? FIRST_ID : idsOfDay(from).from);
    while (id !== undefined) {
      const day = dayOfId(id);
      found.push(day);
      id = next.get(idsOfDay(day).before);
    }
    return found;
  };
  return {
    days,
    ofDay: (day, upTo) => {
      const { from, before } = idsOfDay(day);
      const rows = ofDay.all(from, before, upTo).sort((a, b) => a.revision - b.revision);
      return new Map(rows.map(({ id, revision }) => [id, revision]));
    },
  };
};

export const createDigests = ({ db, transact, audit, standings }: Parts): OfficeStore['digests'] => {
  const backToWaiting = db.prepare<[string]>(
    "UPDATE outbox SET state = 'waiting', settled_at = NULL WHERE operation_id = ? AND state = 'accepted'",
  );
  const notAccepted = db.prepare<[string]>('UPDATE operations SET revision = NULL WHERE id = ?');
  const dossier = db.prepare<[string], string | null>('SELECT dossier_id FROM operations WHERE id = ?').pluck();
  const sendAgain = (id: Uuid7, at: number): number => {
    if (backToWaiting.run(id).changes === 0) return 0;
    notAccepted.run(id);
    audit.append({ at, who: 'portal', what: 'outbox.sent-again', about: id });
    const dossierId = dossier.get(id);
    if (dossierId !== undefined && dossierId !== null) standings.refresh(dossierId);
    return 1;
  };
  return {
    ...createDigestReader(db),
    sendAgain: (ids, at) => transact(() => ids.reduce((sum, id) => sum + sendAgain(id, at), 0)),
  };
};
