/** Comparing the books: what each day comes to, and a day again. */
import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { dayOfId } from '../../../domain/day-of-id.ts';
import type { LocalDay } from '../../../domain/ids.ts';
import { dayNumberOf, startOfDay } from '../../../domain/local-time.ts';
import { type Change, changeSchema, type DayDigest, type Digests, digestsSchema } from '../../../domain/sync.ts';
import { accept, endOfFeed, pullAll, received } from '../bench.ts';
import { Broken, expectBody, expectRefusal, expectThat, parsedAs } from '../client.ts';
import type { Bench, Point } from '../point.ts';

const SECTION = '6. Let the books be compared';
const DAY_MS = 86_400_000;

async function digestsOf(bench: Bench, query: Readonly<Record<string, string>>): Promise<Digests> {
  const answer = await bench.send(`/v1/digests?${new URLSearchParams(query)}`, { token: bench.me.token });
  return expectBody(answer, digestsSchema);
}

/** The digests as a station computes them from what it has pulled. */
function computed(changes: readonly Change[]): readonly DayDigest[] {
  const days = Map.groupBy(changes, ({ operation }) => dayOfId(operation.id));
  return [...days]
    .map(([day, ofDay]) => ({
      day,
      operations: ofDay.length,
      sha256: createHash('sha256')
        .update(ofDay.map(({ revision, operation }) => `${revision} ${operation.id}\n`).join(''))
        .digest('hex'),
    }))
    .sort((a, b) => (a.day < b.day ? -1 : 1));
}

function expectSame(seen: readonly DayDigest[], wanted: readonly DayDigest[]): void {
  for (const { day, operations, sha256 } of wanted) {
    const there = seen.find((one) => one.day === day);
    if (!there) throw new Broken(`${day} is left out`);
    expectThat(there.operations === operations, `${day}: ${there.operations} operations, the feed has ${operations}`);
    expectThat(there.sha256 === sha256, `${day}: another digest than the feed's ${operations} operations come to`);
  }
  expectThat(seen.length === wanted.length, `${seen.length} days, the feed has ${wanted.length}`);
}

/** Dossiers made on both sides of a midnight in Việt Nam, which is 17:00 UTC. */
async function receiveAround(bench: Bench): Promise<LocalDay> {
  const midnight = startOfDay(dayNumberOf(Date.now() - DAY_MS));
  for (const msecs of [midnight - 1, midnight])
    await accept(bench, { ...(await received(bench)), id: uuidv7({ msecs }) });
  return dayOfId(uuidv7({ msecs: midnight }));
}

async function reached(bench: Bench): Promise<string> {
  const cursor = await endOfFeed(bench);
  if (cursor === undefined) throw new Broken('the feed is empty');
  return cursor;
}

async function dayAgain(bench: Bench, day: LocalDay, cursor: string): Promise<readonly Change[]> {
  const answer = await bench.send(`/v1/changes/${day}?${new URLSearchParams({ cursor })}`, { token: bench.me.token });
  expectThat(answer.status === 200, `the day answered ${answer.status}`);
  return answer.text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => parsedAs(line, changeSchema));
}

const revisionsOf = (changes: readonly Change[]): string => changes.map(({ revision }) => revision).join();

export const DIGESTS: readonly Point[] = [
  {
    id: 'DIGEST-1',
    promise:
      'The digest of each local day is that of the feed’s lines of that day; a day begins at midnight in Việt Nam.',
    section: SECTION,
    look: async (bench) => {
      await receiveAround(bench);
      const changes = await pullAll(bench);
      expectSame((await digestsOf(bench, { cursor: await reached(bench) })).days, computed(changes));
    },
  },
  {
    id: 'DIGEST-2',
    promise: 'Digests end at the cursor that was asked with, and say its revision; days before `from` are left out.',
    section: SECTION,
    look: async (bench) => {
      const from = await receiveAround(bench);
      const changes = await pullAll(bench);
      await accept(bench, await received(bench));
      const last = changes.at(-1);
      const { revision, days } = await digestsOf(bench, { cursor: last?.cursor ?? '', from });
      expectThat(revision === last?.revision, `it says revision ${revision}, the cursor stands at ${last?.revision}`);
      expectSame(
        days,
        computed(changes).filter(({ day }) => day >= from),
      );
    },
  },
  {
    id: 'DIGEST-3',
    promise: 'A day can be pulled again: the same lines as in the feed, up to the cursor.',
    section: SECTION,
    look: async (bench) => {
      const day = await receiveAround(bench);
      const changes = await pullAll(bench);
      await accept(bench, {
        ...(await received(bench)),
        id: uuidv7({ msecs: startOfDay(dayNumberOf(Date.now() - DAY_MS)) }),
      });
      const again = await dayAgain(bench, day, changes.at(-1)?.cursor ?? '');
      const wanted = changes.filter(({ operation }) => dayOfId(operation.id) === day);
      expectThat(revisionsOf(again) === revisionsOf(wanted), `it brought ${again.length} lines for ${wanted.length}`);
    },
  },
  {
    id: 'DIGEST-4',
    promise: 'A cursor that is not of this feed is refused with 400 MC-POR-06, a day that is none with 400 MC-API-03.',
    section: SECTION,
    look: async (bench) => {
      const { send, me } = bench;
      for (const path of ['/v1/digests?cursor=bogus', '/v1/changes/2026-11-24?cursor=bogus'])
        expectRefusal(await send(path, { token: me.token }), 400, 'MC-POR-06');
      const cursor = encodeURIComponent(await reached(bench));
      for (const path of [`/v1/digests?cursor=${cursor}&from=2026-13-01`, `/v1/changes/today?cursor=${cursor}`])
        expectRefusal(await send(path, { token: me.token }), 400, 'MC-API-03');
    },
  },
];
