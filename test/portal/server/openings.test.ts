/** One key on two PCs is noticed; nothing that happens to one PC is taken for it. */
import fc from 'fast-check';
import { v7 as uuid7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type PairingRequest, pairingResponseSchema } from '../../../domain/pairing.ts';
import { type Opening, pushResponseSchema, type SharedKey } from '../../../domain/sync.ts';
import type { Database } from '../../../portal/server/database.ts';
import { CLOCKS_APART_MS, goesOnBeside, inTurns, type Spoken } from '../../../portal/server/openings.ts';
import { stationListSchema } from '../../../portal/server/station-keys.ts';
import { type EngineSession, engines, migrated } from '../engines.ts';
import { codeFor, knock, type TestKey, testKey } from '../paired.ts';
import { type RunningPortal, runPortal } from '../running.ts';
import { AGENCY, NOW } from '../samples.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A portal's memory of one key, without a database. */
const memory = () => {
  const all: Spoken[] = [];
  return (opening: Opening, signedAt: number): boolean => {
    const at = all.findIndex(({ id }) => id === opening.id);
    const mine = all[at];
    if (!mine) {
      all.push({ ...opening, began: signedAt, heard: signedAt });
      return goesOnBeside(opening, all.slice(0, -1), signedAt);
    }
    const seen = inTurns(mine, all, signedAt) !== undefined;
    all[at] = { ...mine, heard: Math.max(mine.heard, signedAt) };
    return seen;
  };
};

/** A store on a disk: what it keeps of its openings is copied, put back and lost with it. */
interface Disk {
  readonly told: string | undefined;
  readonly restored: boolean;
}
const openingOf = ({ told, restored }: Disk): Opening => ({
  id: uuid7(),
  ...(told === undefined ? {} : { after: told }),
  ...(restored ? { restored: true as const } : {}),
});

/** What may befall the one PC of a station. Times in seconds; `clock` is how far its clock is off, within what is taken. */
const event = fc.record({
  what: fc.constantFrom('push', 'lost answer', 'late', 'restart', 'killed', 'restore', 'rebuilt'),
  pause: fc.integer({ min: 0, max: 20_000 }),
  clock: fc.integer({ min: -55, max: 55 }),
});
type Event = typeof event extends fc.Arbitrary<infer T> ? T : never;

/** Plays one PC's life; returns what the portal said to each request. */
function lifeOf(events: readonly Event[]): readonly boolean[] {
  const heard = memory();
  const backups: Disk[] = [];
  let now = 0;
  let clock = 0;
  let disk: Disk = { told: undefined, restored: false };
  let opening = openingOf(disk);
  const late: (() => boolean)[] = [];
  const said: boolean[] = [];
  const push = (): boolean => {
    const [mine, signedAt] = [opening, (now + clock) * 1_000];
    return heard(mine, signedAt);
  };
  const reopen = (kept: Disk): void => {
    disk = kept;
    opening = openingOf(disk);
  };
  const acts: Readonly<Record<Event['what'], () => void>> = {
    push: () => {
      said.push(push());
      disk = { told: opening.id, restored: false };
    },
    'lost answer': () => void said.push(push()),
    // Given up here, and still on its way: it arrives whenever it likes.
    late: () => {
      const [mine, signedAt] = [opening, (now + clock) * 1_000];
      late.push(() => heard(mine, signedAt));
    },
    restart: () => reopen(disk),
    killed: () => reopen(disk),
    restore: () => reopen({ told: (backups[now % Math.max(1, backups.length)] ?? disk).told, restored: true }),
    rebuilt: () => reopen({ told: undefined, restored: true }),
  };
  for (const { what, pause, clock: off } of events) {
    now += pause;
    // A clock is set while nothing runs, or moves; the portal takes what is within a minute of its own.
    clock = off;
    if (pause % 3 === 0) backups.push(disk);
    acts[what]();
    if (pause % 5 === 0) for (const arrive of late.splice(0)) said.push(arrive());
  }
  return said;
}

test('whatever happens to one PC, it is never taken for two', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60, size: 'max' }), (events) => {
      expect(lifeOf(events)).not.toContain(true);
    }),
    { numRuns: 300, seed: 34 },
  );
});

describe('two PCs', () => {
  const at = (minutes: number): number => NOW + minutes * MINUTE;

  test('that work at the same time are seen six minutes after the second was switched on', () => {
    const heard = memory();
    const [a, b] = [openingOf({ told: undefined, restored: false }), openingOf({ told: undefined, restored: false })];
    const said = [heard(a, at(0)), heard(b, at(10)), heard(a, at(11)), heard(b, at(12)), heard(a, at(14))];
    expect(said).not.toContain(true);
    expect([heard(a, at(15)), heard(b, at(16)), heard(a, at(17))]).toEqual([false, false, true]);
  });

  test('that are never on together are seen when each has been on twice', () => {
    const heard = memory();
    const opening = (told: string | undefined) => openingOf({ told, restored: false });
    const monday = opening(undefined);
    heard(monday, at(0));
    const [first, second] = [opening(monday.id), opening(monday.id)];
    const said = [heard(first, NOW + DAY), heard(second, NOW + 2 * DAY)];
    expect(said).toEqual([false, false]);
    expect(heard(opening(first.id), NOW + 3 * DAY)).toBe(true);
  });

  test('that were put back from the same backup are seen as well', () => {
    const heard = memory();
    const before = openingOf({ told: undefined, restored: false });
    heard(before, at(0));
    const [a, b] = [openingOf({ told: before.id, restored: true }), openingOf({ told: before.id, restored: true })];
    expect([heard(a, at(60)), heard(b, at(61)), heard(a, at(70)), heard(b, at(71)), heard(a, at(72))]).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  test('of which one is the old PC that was replaced and comes back are seen when it speaks', () => {
    const heard = memory();
    const old = openingOf({ told: undefined, restored: false });
    heard(old, at(0));
    const fresh = openingOf({ told: old.id, restored: true });
    heard(fresh, NOW + DAY);
    const later = openingOf({ told: old.id, restored: false });
    expect(heard(later, NOW + 2 * DAY)).toBe(false);
    expect(heard(openingOf({ told: fresh.id, restored: false }), NOW + 3 * DAY)).toBe(true);
  });
});

describe.each(engines)('the portal on $name', (engine) => {
  const AUDIENCE = 'https://cong-mau.example';
  let session: EngineSession;
  let portal: RunningPortal;
  let database: Database;
  let now = NOW;
  let next = 0;
  let station = '';
  let key: TestKey;
  beforeAll(async () => {
    session = await engine.open();
    database = await migrated(session);
    portal = await runPortal(database, { now: () => now, audience: AUDIENCE });
  }, 120_000);
  beforeEach(async () => {
    now += DAY;
    next += 1;
    station = `may-${next}`;
    key = await testKey();
    await pair(key, station, await codeFor(portal, { station }));
  });
  afterAll(async () => {
    await portal.stop();
    await session.close();
  }, 120_000);

  const pair = async (one: TestKey, name: string, code: string, over: Partial<PairingRequest> = {}) => {
    const request = { code, publicKey: one.publicKey, station: name, agency: AGENCY, ...over };
    return pairingResponseSchema.parse(await (await knock(portal, request)).json());
  };
  const push = async (
    opening: Opening | undefined,
    { one = key, name = station } = {},
  ): Promise<SharedKey | undefined> => {
    const iat = Math.floor(now / 1_000);
    const token = await one.token({ sub: name, aud: AUDIENCE, iat, exp: iat + 120 });
    const response = await fetch(`${portal.url}/v1/operations`, {
      method: 'POST',
      headers: { connection: 'close', authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ station: name, operations: [], opening }),
    });
    return pushResponseSchema.parse(await response.json()).sharedKey;
  };
  const listed = async () => {
    const list = stationListSchema.parse(await (await portal.admin('/v1/admin/stations')).json());
    return list.find((one) => one.station === station)?.keys.find(({ keyId }) => keyId === key.keyId)?.shared;
  };
  /** Two PCs at work, five minutes between two pushes. */
  const shareTheKey = async () => {
    const [a, b]: readonly [Opening, Opening] = [{ id: uuid7() }, { id: uuid7() }];
    const said: (SharedKey | undefined)[] = [];
    for (const opening of [a, b, a, b, a, b]) {
      said.push(await push(opening));
      now += 5 * MINUTE;
    }
    return { a, b, said };
  };

  test('tells both, and the administrator, and takes what both send', async () => {
    const { a, b, said } = await shareTheKey();
    expect(said.slice(0, 4)).toEqual([undefined, undefined, undefined, undefined]);
    const since = now - 15 * MINUTE;
    expect(said.slice(4)).toEqual([
      { since, lastAt: since },
      { since, lastAt: since + 5 * MINUTE },
    ]);
    expect(await listed()).toEqual({ since, lastAt: since + 5 * MINUTE });
    for (const one of [a, b, undefined]) expect((await push(one))?.since).toBe(since);
  });

  test('says no more of it a week after the second was last seen, and anew when it is back', async () => {
    const { a, b } = await shareTheKey();
    now += 6 * DAY;
    expect(await push(a)).toBeDefined();
    now += 2 * DAY;
    expect(await push(a)).toBeUndefined();
    now += MINUTE;
    await push(b);
    now += MINUTE;
    const again = await push(a);
    expect(again).toEqual({ since: now - 2 * MINUTE, lastAt: now - MINUTE });
  });

  test('is content once one of them is paired again, under a name of its own', async () => {
    const { a, b } = await shareTheKey();
    const fresh = await testKey();
    const own = `${station}-hai`;
    const code = await codeFor(portal, { station: own, handsOverFor: station });
    await pair(fresh, own, code, { station, formerKeyId: key.keyId });
    for (let n = 0; n < 3; n += 1) {
      expect(await push(a)).toBeUndefined();
      expect(await push(b, { one: fresh, name: own })).toBeUndefined();
      now += 5 * MINUTE;
    }
    expect(await listed()).toBeUndefined();
  });

  test('does not let another station’s pairing hide it', async () => {
    const { a } = await shareTheKey();
    const stranger = `${station}-khac`;
    await pair(await testKey(), stranger, await codeFor(portal, { station: stranger }), { formerKeyId: key.keyId });
    expect(await push(a)).toBeDefined();
  });

  test('keeps no more than so many openings of a key', async () => {
    for (let n = 0; n < 70; n += 1)
      await database.query('INSERT INTO station_openings (key_id, opening, began, heard) VALUES ($1, $2, $3, $3)', [
        key.keyId,
        uuid7(),
        now,
      ]);
    const id = uuid7();
    await push({ id });
    const kept = await database.query<{ opening: string }>(
      'SELECT opening FROM station_openings WHERE key_id = $1 ORDER BY number',
      [key.keyId],
    );
    expect([kept.length, kept.at(-1)?.opening]).toEqual([64, id]);
  });

  test('says nothing of a station that speaks by a fixed token', async () => {
    const [a, b] = [{ id: uuid7() }, { id: uuid7() }];
    for (const opening of [a, b, a, b, a, b]) {
      const body = { station: 'quay-1', operations: [], opening };
      const response = await portal.post({ station: 'quay-1', agency: AGENCY }, '/v1/operations', body);
      expect(pushResponseSchema.parse(await response.json()).sharedKey).toBeUndefined();
      now += 5 * MINUTE;
    }
  });
});

test('the clocks of one PC are never as far apart as is asked for', () => {
  // A token lives two minutes at a station; each side may be a minute off.
  expect(CLOCKS_APART_MS).toBeGreaterThan((120 + 60 + 60) * 1_000);
});
