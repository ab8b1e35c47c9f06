/** Dossier numbers: each handed out once, ever. */
import { v7 as uuidv7 } from 'uuid';
import { dateOfDay, dayNumberOf } from '../../../domain/local-time.ts';
import type { Lease } from '../../../domain/sync.ts';
import { expectRefusal, expectThat, postJson } from '../client.ts';
import type { Bench, Point } from '../point.ts';

const SECTION = '4. Lease numbers';
/** Days far from anybody's work; another one each time, so that the kit can be run again. */
const FIRST_FAR_DAY = 3_650;
const FAR_DAYS = 10_000;
const AT_ONCE = 8;
const MOST = 500;
const LAST_NUMBER = 9_999;

const farDay = (): string => dateOfDay(dayNumberOf(Date.now()) + FIRST_FAR_DAY + Math.floor(Math.random() * FAR_DAYS));

const only = (leases: readonly Lease[]): Lease | undefined => leases[0];
const text = (leases: readonly Lease[]): string => leases.map(({ day, from, to }) => `${day} ${from}–${to}`).join('; ');

/** Blocks of one day, none of which may hold a number of another. */
function expectApart(blocks: readonly Lease[]): void {
  const sorted = blocks.toSorted((a, b) => a.from - b.from);
  for (const [index, { from }] of sorted.entries()) {
    const before = sorted[index - 1];
    expectThat(!before || from > before.to, `number ${from} was handed out twice (${text(sorted)})`);
  }
}

async function drain(bench: Bench, day: string): Promise<readonly Lease[]> {
  const blocks: Lease[] = [];
  for (let turn = 0; turn <= LAST_NUMBER / MOST + 1; turn += 1) {
    const block = only(await bench.lease([day], MOST));
    if (!block) return blocks;
    blocks.push(block);
  }
  return blocks;
}

export const LEASES: readonly Point[] = [
  {
    id: 'LEASE-1',
    promise: 'A request gets a block for each of its days, by day, of the size asked for.',
    section: SECTION,
    look: async (bench) => {
      const days = [farDay(), farDay()].sort();
      const leases = await bench.lease(days, 7);
      const wanted = [...new Set(days)];
      expectThat(
        leases.map(({ day }) => day).join() === wanted.join(),
        `asked for ${wanted.join()}, got ${text(leases)}`,
      );
      expectThat(
        leases.every(({ from, to }) => to - from === 6),
        `asked for 7 numbers, got ${text(leases)}`,
      );
      expectThat(
        leases.every(({ agency }) => agency === bench.me.agency),
        'a block of another agency',
      );
    },
  },
  {
    id: 'LEASE-2',
    promise: 'The same request id gets the same blocks.',
    section: SECTION,
    look: async (bench) => {
      const [day, id] = [farDay(), uuidv7()];
      const first = text(await bench.lease([day], 5, id));
      const again = text(await bench.lease([day], 5, id));
      expectThat(first === again, `first ${first}, then ${again}`);
    },
  },
  {
    id: 'LEASE-3',
    promise: `No number is handed out twice, not even to ${AT_ONCE} requests at once.`,
    section: SECTION,
    look: async (bench) => {
      const day = farDay();
      const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => bench.lease([day], 20)));
      const blocks = answers.flat();
      expectThat(blocks.length === AT_ONCE, `${AT_ONCE} requests got ${blocks.length} blocks`);
      expectApart(blocks);
    },
  },
  {
    id: 'LEASE-4',
    promise: 'A day ends at 9999: the last block is smaller, then there is none.',
    section: SECTION,
    look: async (bench) => {
      const blocks = await drain(bench, farDay());
      expectApart(blocks);
      const last = Math.max(...blocks.map(({ to }) => to));
      expectThat(last === LAST_NUMBER, `the last number of the day was ${last}`);
    },
  },
  {
    id: 'LEASE-5',
    promise: 'Numbers of another agency, or in another station’s name, are refused with 403 MC-API-01.',
    section: SECTION,
    look: async ({ send, me }) => {
      const request = { id: uuidv7(), station: me.station, agency: me.agency, days: [farDay()], count: 5 };
      const other = { ...request, id: uuidv7(), agency: 'H57.01.01' };
      expectRefusal(await postJson(send, '/v1/leases', me.token, other), 403, 'MC-API-01');
      const name = { ...request, station: `${me.station}-x` };
      expectRefusal(await postJson(send, '/v1/leases', me.token, name), 403, 'MC-API-01');
    },
  },
];
