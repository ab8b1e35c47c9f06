import fc from 'fast-check';
import { v7 as uuid7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { leaseResponseSchema } from '../../../domain/sync.ts';
import type { Database } from '../../../portal/server/database.ts';
import { grantNumbers, grantToStation, ONLINE_CHANNEL } from '../../../portal/server/leases.ts';
import { type EngineSession, engines, migrated } from '../engines.ts';
import { COUNTER, ELSEWHERE, NOW, SECOND } from '../samples.ts';

describe.each(engines)('leases on $name', (engine) => {
  let session: EngineSession;
  let database: Database;
  const request = (days: readonly string[], count: number, id = uuid7()) => ({
    id,
    station: COUNTER.station,
    agency: COUNTER.agency,
    days,
    count,
  });
  const ranges = async (...args: Parameters<typeof grantToStation>) =>
    leaseResponseSchema.parse(await grantToStation(...args)).leases.map(({ day, from, to }) => [day, from, to]);

  beforeAll(async () => {
    session = await engine.open();
    database = await migrated(session);
  }, 120_000);
  afterAll(async () => {
    await database.close();
    await session.close();
  }, 120_000);

  test('each day has its own numbers; a repeat gets the same ones', async () => {
    const asked = request(['2026-01-05', '2026-01-06', '2026-01-05'], 20);
    const first = await grantToStation(database, COUNTER, asked, NOW);
    expect(first.leases.map(({ day, from, to }) => [day, from, to])).toEqual([
      ['2026-01-05', 1, 20],
      ['2026-01-06', 1, 20],
    ]);
    expect((await grantToStation(database, COUNTER, { ...asked, count: 9 }, NOW + 1)).leases).toEqual(first.leases);
    expect(await ranges(database, COUNTER, request(['2026-01-05'], 5), NOW)).toEqual([['2026-01-05', 21, 25]]);
  });

  test('another station, another agency and the online channel share nothing', async () => {
    const day = '2026-01-07';
    expect(await ranges(database, COUNTER, request([day], 10), NOW)).toEqual([[day, 1, 10]]);
    expect(await ranges(database, SECOND, { ...request([day], 10), station: SECOND.station }, NOW)).toEqual([
      [day, 11, 20],
    ]);
    const online = await grantNumbers(
      database,
      { id: uuid7(), holder: ONLINE_CHANNEL, agency: COUNTER.agency, days: [day], count: 1 },
      NOW,
    );
    expect(online).toMatchObject([{ from: 21, to: 21 }]);
    const other = { ...request([day], 10), station: ELSEWHERE.station, agency: ELSEWHERE.agency };
    expect(await ranges(database, ELSEWHERE, other, NOW)).toEqual([[day, 1, 10]]);
  });

  test('a request in another’s name, or with another’s id, is refused', async () => {
    const own = request(['2026-01-08'], 5);
    await grantToStation(database, COUNTER, own, NOW);
    await expect(grantToStation(database, SECOND, own, NOW)).rejects.toMatchObject({ code: 'MC-API-01' });
    await expect(grantToStation(database, SECOND, { ...own, station: SECOND.station }, NOW)).rejects.toMatchObject({
      code: 'MC-API-01',
    });
    await expect(grantToStation(database, COUNTER, { ...own, agency: ELSEWHERE.agency }, NOW)).rejects.toMatchObject({
      code: 'MC-API-01',
    });
  });

  test('a day has 9999 numbers: the last lease is shorter, then there is none', async () => {
    const day = '2026-01-09';
    for (let block = 0; block < 19; block += 1) await grantToStation(database, COUNTER, request([day], 500), NOW);
    await grantToStation(database, COUNTER, request([day], 490), NOW);
    expect(await ranges(database, COUNTER, request([day], 500), NOW)).toEqual([[day, 9_991, 9_999]]);
    expect(await ranges(database, COUNTER, request([day, '2026-01-10'], 5), NOW)).toEqual([['2026-01-10', 1, 5]]);
  });

  test('requests at once, some sent twice, never get one number twice', async () => {
    let year = 2100;
    const asked = fc.record({ second: fc.boolean(), count: fc.integer({ min: 1, max: 30 }), twice: fc.boolean() });
    const property = fc.asyncProperty(fc.array(asked, { minLength: 2, maxLength: 8 }), async (orders) => {
      year += 1;
      const days = [`${year}-03-02`, `${year}-03-01`];
      const grants = await Promise.all(
        orders.flatMap(({ second, count, twice }) => {
          const caller = second ? SECOND : COUNTER;
          const order = { ...request(second ? days.toReversed() : days, count), station: caller.station };
          return Array.from({ length: twice ? 2 : 1 }, () => grantToStation(database, caller, order, NOW));
        }),
      );
      const leases = new Map(grants.flatMap(({ leases: granted }) => granted.map((lease) => [lease.id, lease])));
      for (const day of days) {
        const numbers = [...leases.values()]
          .filter((lease) => lease.day === day)
          .flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, at) => from + at));
        const total = orders.reduce((sum, { count }) => sum + count, 0);
        expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: total }, (_, at) => at + 1));
      }
    });
    await fc.assert(property, { numRuns: 20 });
  }, 120_000);
});
