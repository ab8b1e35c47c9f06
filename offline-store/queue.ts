/** The waiting line's tickets: numbers from 1 for each letter and local day, given once. */
import { MotcuaError } from '../domain/errors.ts';
import type { Ticket, TicketState } from '../domain/queue.ts';
import type { OfficeStore } from './contract.ts';
import type { Parts } from './parts.ts';

interface Row {
  readonly id: string;
  readonly day: string;
  readonly letter: string;
  readonly number: number;
  readonly priority: 0 | 1;
  readonly taken_at: number;
  readonly state: TicketState;
  readonly desk: number | null;
  readonly called_at: number | null;
  readonly calls: number;
}

/** Three digits is what a ticket, the board and the voice have room for. */
const MAX_NUMBER = 999;

const ticketOf = (row: Row): Ticket => ({
  id: row.id,
  day: row.day,
  letter: row.letter,
  number: row.number,
  priority: row.priority === 1,
  takenAt: row.taken_at,
  state: row.state,
  desk: row.desk ?? undefined,
  calledAt: row.called_at ?? undefined,
  calls: row.calls,
});

export const createQueue = ({ db, transact, audit }: Parts): OfficeStore['queue'] => {
  const get = db.prepare<[string], Row>('SELECT * FROM tickets WHERE id = ?');
  const ofDay = db.prepare<[string], Row>('SELECT * FROM tickets WHERE day = ? ORDER BY taken_at, letter, number');
  const next = db
    .prepare<[string, string], number>('SELECT coalesce(max(number), 0) + 1 FROM tickets WHERE day = ? AND letter = ?')
    .pluck();
  const insert = db.prepare(`
    INSERT INTO tickets (id, day, letter, number, priority, taken_at, state, calls) VALUES (:id, :day, :letter, :number, :priority, :at, 'waiting', 0)`);
  const update = db.prepare(
    'UPDATE tickets SET state = :state, desk = :desk, called_at = :calledAt, calls = :calls WHERE id = :id',
  );

  const stored = (id: string): Ticket => {
    const row = get.get(id);
    if (row === undefined) throw new MotcuaError('MC-API-05', { ticket: id });
    return ticketOf(row);
  };
  const takeNew = ({ id, day, letter, priority, at }: Parameters<OfficeStore['queue']['take']>[0]): Ticket => {
    const number = next.get(day, letter) ?? 1;
    if (number > MAX_NUMBER) throw new MotcuaError('MC-QUE-01', { letter });
    insert.run({ id, day, letter, number, priority: priority ? 1 : 0, at });
    audit.append({ at, who: 'kiosk', what: 'ticket.taken', about: `${letter}${number}` });
    return stored(id);
  };
  return {
    take: (ticket) =>
      transact(() => {
        const row = get.get(ticket.id);
        return row === undefined ? takeNew(ticket) : ticketOf(row);
      }),
    get: (id) => {
      const row = get.get(id);
      return row && ticketOf(row);
    },
    ofDay: (day) => ofDay.all(day).map(ticketOf),
    update: (
      {
        id,
        state,
        desk = null,
        calledAt = null,
        calls,
      }: Omit<Ticket, 'desk' | 'calledAt'> & { desk?: number | null; calledAt?: number | null },
      at: number,
    ) =>
      transact(() => {
        const { letter, number } = stored(id);
        update.run({ id, state, desk, calledAt, calls });
        audit.append({
          at,
          who: desk === null ? 'queue' : `desk ${desk}`,
          what: `ticket.${state}`,
          about: `${letter}${number}`,
        });
      }),
  };
};
