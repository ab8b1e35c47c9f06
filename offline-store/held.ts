/** Operations held back because the portal fails over them: they wait, and only what is of the same dossier waits behind them. */
import { MotcuaError } from '../domain/errors.ts';
import type { OfficeStore } from './contract.ts';
import { OPERATION_COLUMNS, type OperationRow, RECEIVED_JOIN, wholeOperationOf } from './operation-row.ts';
import type { Parts } from './parts.ts';

/**
 * `o` an outbox row, `p` its operation: whether an earlier one of the same dossier is held. Asked for each row of a batch, so
 * it goes from the few held ones, never through all that wait.
 */
export const BEHIND_HELD = `EXISTS (
  SELECT 1 FROM outbox h INDEXED BY outbox_held CROSS JOIN operations hp ON hp.id = h.operation_id
  WHERE h.held_at IS NOT NULL AND h.sequence < o.sequence AND h.state = 'waiting' AND hp.dossier_id = p.dossier_id)`;

/** A pause longer than this was made by a clock that has been set back since. */
const LONGEST_MS = 86_400_000;

type Held = Pick<OfficeStore['outbox'], 'hold' | 'heldDue' | 'retry'>;

export const createHeld = ({ db, transact, audit, protection }: Parts): Held => {
  const hold = db.prepare(`
    UPDATE outbox SET held_at = coalesce(held_at, :at), held_code = :code, retry_at = :retryAt
    WHERE operation_id = :id AND state = 'waiting'`);
  const since = db.prepare<[string], number | null>('SELECT held_at FROM outbox WHERE operation_id = ?').pluck();
  const due = db.prepare<[{ at: number }], OperationRow & { readonly held_at: number }>(`
    SELECT ${OPERATION_COLUMNS}, o.held_at
    FROM outbox o INDEXED BY outbox_held CROSS JOIN operations p ON p.id = o.operation_id ${RECEIVED_JOIN}
    WHERE o.held_at IS NOT NULL AND o.state = 'waiting' AND NOT ${BEHIND_HELD}
      AND (o.retry_at <= :at OR o.retry_at > :at + ${LONGEST_MS})
    ORDER BY o.sequence LIMIT 1`);
  const retry = db.prepare(
    "UPDATE outbox SET retry_at = 0 WHERE operation_id = ? AND held_at IS NOT NULL AND state = 'waiting'",
  );
  return {
    hold: (id, { code, at, retryAt }) =>
      transact(() => {
        const first = since.get(id) == null;
        if (hold.run({ id, code, at, retryAt }).changes > 0 && first)
          audit.append({ at, who: 'portal', what: `outbox.held:${code}`, about: id });
      }),
    heldDue: (at) => {
      const row = due.get({ at });
      return row && { operation: wholeOperationOf(protection, row), since: row.held_at };
    },
    retry: (id, by) =>
      transact(() => {
        if (retry.run(id).changes === 0) throw new MotcuaError('MC-API-05');
        audit.append({ at: by.correctedAt, who: by.officer, what: 'outbox.retried', about: id });
      }),
  };
};
