/** Drawn stories of two stations of one agency: what they make, and the ways in which it reaches the portal. */
import fc from 'fast-check';
import { v7 as uuid7 } from 'uuid';
import { dossierActionSchema } from '../../domain/dossier-actions.ts';
import type { Operation } from '../../domain/operation.ts';
import type { Caller } from '../../portal/server/caller.ts';
import { acted, NOW, rated, received } from './samples.ts';

/** Few dossiers and few codes, so that the two stations get in each other's way. */
const DOSSIERS = 4;

const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('receive' as const),
      dossier: fc.nat(DOSSIERS - 1),
      code: fc.nat(DOSSIERS - 1),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('act' as const),
      dossier: fc.nat(DOSSIERS - 1),
      action: fc.constantFrom(...dossierActionSchema.options),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rate' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A push of a slice of a station's outbox: slices overlap, repeat, and come in any order. */
const delivery = fc.record({
  station: fc.nat(1),
  from: fc.nat(12),
  length: fc.integer({ min: 1, max: 6 }),
  reversed: fc.boolean(),
});
export type Delivery = typeof delivery extends fc.Arbitrary<infer T> ? T : never;

const steps = fc.array(step, { minLength: 1, maxLength: 10 });

/** `together`: the deliveries run at once instead of one after the other. */
export const scenario = fc.record({
  steps: fc.tuple(steps, steps),
  deliveries: fc.array(delivery, { minLength: 1, maxLength: 12 }),
  together: fc.boolean(),
});
export type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

/** One station and the operations it has made, in order. */
export type Desk = { readonly caller: Caller; readonly outbox: readonly Operation[] };

/** `run` makes an agency of its own for every story, so that one database serves all of them. */
export function desksOf({ steps: drawn }: Scenario, run: number): readonly Desk[] {
  const agency = `H57.${100 + (run % 900)}.${100 + Math.floor(run / 900)}`;
  const ids = Array.from({ length: DOSSIERS }, () => uuid7());
  return drawn.map((own, at) => {
    const caller = { station: `quay-${run}-${at}`, agency };
    return { caller, outbox: own.map((made) => operationOf(caller, ids, made)) };
  });
}

function operationOf(caller: Caller, ids: readonly string[], made: Step): Operation {
  if (made.kind === 'rate') return rated(caller);
  const id = ids[made.dossier] ?? uuid7();
  return made.kind === 'act'
    ? acted(caller, id, made.action, NOW)
    : received(caller, `${caller.agency}-261121-000${made.code}`, { id });
}

/** The operations of one push, and who sends it. */
export function pushOf(desks: readonly Desk[], { station, from, length, reversed }: Delivery): Desk {
  const desk = desks[station];
  if (!desk) throw new Error('no such desk');
  const outbox = desk.outbox.slice(from, from + length);
  return { caller: desk.caller, outbox: reversed ? outbox.toReversed() : outbox };
}
