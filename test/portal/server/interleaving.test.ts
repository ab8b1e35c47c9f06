import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Change, changeSchema, type OperationAnswer } from '../../../domain/sync.ts';
import type { Caller } from '../../../portal/server/caller.ts';
import { openFeed } from '../../../portal/server/changes.ts';
import type { Database } from '../../../portal/server/database.ts';
import { createNews } from '../../../portal/server/news.ts';
import { acceptPush } from '../../../portal/server/operations.ts';
import { type EngineSession, engines, migrated } from '../engines.ts';
import { type Desk, desksOf, pushOf, scenario } from '../interleaving-scenario.ts';
import { NOW } from '../samples.ts';

describe.each(engines)('two stations on $name', (engine) => {
  let session: EngineSession;
  let database: Database;

  beforeAll(async () => {
    session = await engine.open();
    database = await migrated(session);
  }, 120_000);
  afterAll(async () => {
    await database.close();
    await session.close();
  }, 120_000);

  const push = async ({ caller, outbox }: Desk): Promise<readonly OperationAnswer[]> =>
    (await acceptPush(database, caller, { station: caller.station, operations: outbox }, NOW)).answers;

  async function read(caller: Caller, cursor?: string): Promise<readonly Change[]> {
    const lines: Change[] = [];
    const request = { cursor, limit: 5_000, wait: 0, gone: new AbortController().signal };
    for await (const block of await openFeed({ database, news: createNews() }, caller, request))
      lines.push(
        ...block
          .split('\n')
          .filter(Boolean)
          .map((line) => changeSchema.parse(JSON.parse(line))),
      );
    return lines;
  }

  /** Another station that pulls while pushes are under way, each time from where it was. */
  function follower(caller: Caller) {
    const seen: Change[] = [];
    const pull = async () => {
      seen.push(...(await read(caller, seen.at(-1)?.cursor)));
    };
    return { seen, pull };
  }

  const count = async (sql: string, ...values: readonly string[]) =>
    (await database.query<{ n: number }>(sql, values))[0]?.n;

  test('however pushes interleave, repeat and overtake each other, each operation counts once and the feed is the accepted set', async () => {
    let run = 0;
    const property = fc.asyncProperty(scenario, async (story) => {
      run += 1;
      const desks = desksOf(story, run);
      const [first, second] = desks;
      if (!first || !second) throw new Error('a story has two desks');
      const { seen, pull } = follower(second.caller);
      const given: OperationAnswer[] = [];
      const deliver = async (desk: Desk) => {
        given.push(...(await push(desk)));
        await pullInTurn();
      };
      // One pull at a time, as a station does it; pushes do not wait for it.
      let pulling = Promise.resolve();
      const pullInTurn = () => {
        pulling = pulling.then(pull);
        return pulling;
      };
      const pushes = story.deliveries.map((delivery) => pushOf(desks, delivery));
      if (story.together) await Promise.all(pushes.map(deliver));
      else for (const desk of pushes) await deliver(desk);
      for (const desk of desks) await deliver(desk);

      const made = desks.flatMap(({ outbox }) => outbox.map(({ id }) => id)).sort();
      const answers = [...new Map(given.map((answer) => [JSON.stringify(answer), answer])).values()];
      expect(answers.map(({ id }) => id).sort()).toEqual(made);
      const accepted = answers
        .flatMap((answer) => (answer.outcome === 'accepted' ? [answer] : []))
        .sort((a, b) => a.revision - b.revision);
      const feed = await read(first.caller);
      expect(feed.map(({ operation, revision }) => [operation.id, revision])).toEqual(
        accepted.map(({ id, revision }) => [id, revision]),
      );
      expect(seen).toEqual(feed);
      expect(await count('SELECT count(*)::int AS n FROM operations WHERE agency = $1', first.caller.agency)).toBe(
        made.length,
      );
      const head = await count('SELECT revision AS n FROM feed_head');
      expect(await count('SELECT count(*)::int AS n FROM operations WHERE revision IS NOT NULL')).toBe(head);
    });
    await fc.assert(property, { numRuns: 60 });
  }, 120_000);
});
