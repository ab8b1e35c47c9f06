import fc from 'fast-check';
import { v7 as uuid7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dossierActionSchema } from '../../../domain/dossier-actions.ts';
import type { Operation } from '../../../domain/operation.ts';
import { type OperationAnswer, changeSchema } from '../../../domain/sync.ts';
import type { Caller } from '../../../portal/server/caller.ts';
import { openFeed } from '../../../portal/server/changes.ts';
import type { Database } from '../../../portal/server/database.ts';
import { acceptPush } from '../../../portal/server/operations.ts';
import { type EngineSession, engines, migrated } from '../engines.ts';
import { acted, NOW, rated, received } from '../samples.ts';

/** What happens to a few dossiers at two stations; which dossier and which action are drawn. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('receive' as const), code: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('act' as const), dossier: fc.nat(3), action: fc.constantFrom(...dossierActionSchema.options) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rate' as const) }) },
);

/** A push of some slice of what a station has made: slices overlap, repeat and come in any order. */
const delivery = fc.record({ second: fc.boolean(), from: fc.nat(12), length: fc.integer({ min: 1, max: 6 }), reversed: fc.boolean() });

const scenario = fc.record({
  steps: fc.tuple(fc.array(step, { minLength: 1, maxLength: 10 }), fc.array(step, { minLength: 1, maxLength: 10 })),
  deliveries: fc.array(delivery, { minLength: 1, maxLength: 12 }),
  together: fc.boolean(),
});

describe.each(engines)('two stations on $name', (engine) => {
  let session: EngineSession;
  let database: Database;
  let agencies = 0;

  beforeAll(async () => {
    session = await engine.open();
    database = await migrated(session);
  }, 60_000);
  afterAll(async () => {
    await database.close();
    await session.close();
  }, 60_000);

  const feedOf = async (caller: Caller, cursor?: string) => {
    const lines: ReturnType<typeof changeSchema.parse>[] = [];
    for await (const line of await openFeed(database, caller, { cursor, limit: 5_000 })) lines.push(changeSchema.parse(JSON.parse(line)));
    return lines;
  };

  const push = async (caller: Caller, operations: readonly Operation[]) =>
    (await acceptPush(database, caller, { station: caller.station, operations }, NOW)).answers;

  test('however pushes interleave, repeat and overtake each other, each operation counts once and the feed is the accepted set', async () => {
    const property = fc.asyncProperty(scenario, async ({ steps, deliveries, together }) => {
      agencies += 1;
      const agency = `H57.${String(100 + (agencies % 900))}.${String(100 + Math.floor(agencies / 900))}`;
      const callers = [{ station: `a-${agencies}`, agency }, { station: `b-${agencies}`, agency }] as const;
      const dossiers: string[] = Array.from({ length: 4 }, () => uuid7());
      const make = (caller: Caller, made: (typeof steps)[0][number]): Operation => {
        if (made.kind === 'rate') return rated(caller);
        if (made.kind === 'act') return acted(caller, dossiers[made.dossier] ?? uuid7(), made.action, NOW);
        const code = `${agency}-261121-${String(made.code).padStart(4, '0')}`;
        return received(caller, code, { id: dossiers[made.code - 1] ?? uuid7() });
      };
      const outboxes = steps.map((own, at) => own.map((made) => make(callers[at === 0 ? 0 : 1], made)));
      const answers = new Map<string, OperationAnswer[]>();
      const deliver = async ({ second, from, length, reversed }: (typeof deliveries)[number]) => {
        const slice = (outboxes[second ? 1 : 0] ?? []).slice(from, from + length);
        for (const answer of await push(callers[second ? 1 : 0], reversed ? slice.toReversed() : slice)) {
          answers.set(answer.id, [...(answers.get(answer.id) ?? []), answer]);
        }
      };
      // A reader follows the feed while pushes are under way: it must end up with what a fresh reader sees.
      const followed: string[] = [];
      let cursor: string | undefined;
      const follow = async () => {
        for (const change of await feedOf(callers[0], cursor)) {
          followed.push(change.operation.id);
          cursor = change.cursor;
        }
      };
      if (together) await Promise.all([...deliveries.map(deliver), follow()]);
      else for (const one of deliveries) await deliver(one).then(follow);
      for (const [at, outbox] of outboxes.entries()) await deliver({ second: at === 1, from: 0, length: outbox.length, reversed: false });
      await follow();

      const all = outboxes.flat();
      expect([...answers.keys()].sort()).toEqual(all.map(({ id }) => id).sort());
      for (const given of answers.values()) expect(new Set(given.map((answer) => JSON.stringify(answer))).size).toBe(1);
      const accepted = [...answers.values()].flatMap(([answer]) => (answer?.outcome === 'accepted' ? [answer] : []));
      const feed = await feedOf(callers[1]);
      const byRevision = accepted.sort((a, b) => a.revision - b.revision);
      expect(feed.map(({ operation, revision }) => [operation.id, revision])).toEqual(byRevision.map(({ id, revision }) => [id, revision]));
      expect(followed).toEqual(feed.map(({ operation }) => operation.id));
      const [stored] = await database.query<{ n: number }>('SELECT count(*)::int AS n FROM operations WHERE agency = $1', [agency]);
      expect(stored?.n).toBe(all.length);
      const [head] = await database.query<{ revision: number; n: number }>(
        'SELECT revision, (SELECT count(*)::int FROM operations WHERE revision IS NOT NULL) AS n FROM feed_head',
      );
      expect(head?.revision).toBe(head?.n);
    });
    await fc.assert(property, { numRuns: 60 });
  }, 120_000);
});
