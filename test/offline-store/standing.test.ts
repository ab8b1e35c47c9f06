import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DossierStatus } from '../../domain/dossier.ts';
import { type DossierAction, dossierActionSchema, nextStatus } from '../../domain/dossier-actions.ts';
import { MotcuaError } from '../../domain/errors.ts';
import type { OfficeStore } from '../../offline-store/contract.ts';
import { actor, change, commit, DAY, freshStore, NOW, remote, request } from './helpers.ts';

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'ok';
  } catch (error) {
    if (!(error instanceof MotcuaError)) throw error;
    return error.code;
  }
};

/** What the table says, followed by hand: the reference that the store is held against. */
const expected = (
  status: DossierStatus,
  action: DossierAction,
  rescheduled: boolean,
): { code: string; status: DossierStatus } => {
  const next = nextStatus(status, action);
  if (next === undefined) return { code: 'MC-DOS-01', status };
  return action === 'reschedule' && rescheduled ? { code: 'MC-DOS-03', status } : { code: 'ok', status: next };
};

const follow = (store: OfficeStore, id: string, actions: readonly DossierAction[]): void => {
  let status: DossierStatus = 'received';
  let rescheduled = false;
  let done = 0;
  for (const [index, action] of actions.entries()) {
    const wanted = expected(status, action, rescheduled);
    const dueAt = NOW + (10 + index) * DAY;
    expect(codeOf(() => store.act(id, request(action, { dueAt }), actor()))).toBe(wanted.code);
    if (wanted.code === 'ok') done += 1;
    if (wanted.code === 'ok' && action === 'reschedule') rescheduled = true;
    status = wanted.status;
    expect(store.dossiers.get(id)?.status).toBe(status);
  }
  expect(store.dossiers.events(id)).toHaveLength(1 + done);
};

const actions = fc.array(fc.constantFrom(...dossierActionSchema.options), { maxLength: 15 });

describe('whatever officers try, in whatever order', () => {
  it('the store follows the action table, and keeps exactly what was allowed', () => {
    const store = freshStore();
    fc.assert(
      fc.property(actions, (tried) => {
        const { received } = store.receiveDossier(commit(), actor());
        follow(store, received.id, tried);
      }),
      { numRuns: 100 },
    );
    expect(store.audit.verify().ok).toBe(true);
    expect(store.outbox.counts().waiting).toBe(store.outbox.batch(10_000, 1e9).length);
  });

  it('two stations that heard the same accepted operations agree, in whatever pieces they came', () => {
    const step = fc.record({ action: fc.constantFrom(...dossierActionSchema.options), cut: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const here = freshStore();
        const there = freshStore('may-quay-9');
        const { received } = here.receiveDossier(commit(), actor());
        const [first] = here.outbox.batch(1, 1e6);
        if (first === undefined) throw new Error('nothing waits');
        const later = steps.map(({ action }, index) =>
          remote(
            {
              type: 'dossier.acted',
              payload: { ...request(action, { dueAt: NOW + (index + 1) * DAY }), dossierId: received.id },
            },
            { correctedAt: NOW + index },
          ),
        );
        const feed = [first, ...later].map((operation, index) => change(operation, index + 1));
        here.inbox.apply(feed, 'all', NOW);
        for (const one of feed) there.inbox.apply([one], one.cursor, NOW);
        const [a, b] = [here.dossiers.get(received.id), there.dossiers.get(received.id)];
        expect(b).toEqual(a);
      }),
      { numRuns: 15 },
    );
  });
});
