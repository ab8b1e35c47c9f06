/** One key on two PCs: seen by the openings that come with pushes, told to both, taken for nothing worse. */
import { v7 as uuid7 } from 'uuid';
import { type Opening, pushResponseSchema, type SharedKey } from '../../../domain/sync.ts';
import { Broken, expectBody, expectThat, postJson } from '../client.ts';
import type { KitKey } from '../pairing.ts';
import type { Bench, Point } from '../point.ts';

const SECTION = '0. Pair a station';
/** As long as a token may live: so its `iat` may lie almost as far back. */
const LIFETIME_S = 300;

interface Desk {
  readonly key: KitKey;
  readonly station: string;
}

const deskOf = async ({ pairing }: Bench): Promise<Desk> => {
  if (!pairing) throw new Broken('no pairing code was given');
  const { key, identity } = await pairing.pc();
  return { key, station: identity.station };
};

/** A push of nothing from this opening, its token signed so many seconds ago. */
async function pushFrom(bench: Bench, { key, station }: Desk, opening: Opening, ago: number) {
  const iat = Math.floor(Date.now() / 1_000) - ago;
  const token = await key.token({ iat, exp: iat + LIFETIME_S });
  const answer = await postJson(bench.send, '/v1/operations', token, { station, operations: [], opening });
  return expectBody(answer, pushResponseSchema).sharedKey;
}

const opening = (after?: string): Opening => ({ id: uuid7(), ...(after === undefined ? {} : { after }) });
const expectNothing = (shared: SharedKey | undefined, after: string): void =>
  expectThat(shared === undefined, `after ${after} two PCs were told, and there is one`);

export const SHARED_KEY: readonly Point[] = [
  {
    id: 'SHARED-1',
    promise:
      'A station that is started again, whose answer was lost, or which was put back from a backup, is not taken for two.',
    section: SECTION,
    needs: 'pairing',
    look: async (bench) => {
      const desk = await deskOf(bench);
      const first = opening();
      expectNothing(await pushFrom(bench, desk, first, 340), 'the first push');
      const lost = opening(first.id);
      expectNothing(await pushFrom(bench, desk, lost, 336), 'a restart');
      const next = opening(first.id);
      expectNothing(await pushFrom(bench, desk, next, 330), 'an answer that was lost');
      expectNothing(await pushFrom(bench, desk, lost, 333), 'a request that was long on its way');
      const restored: Opening = { ...opening(first.id), restored: true };
      expectNothing(await pushFrom(bench, desk, restored, 0), 'a backup that was put back');
    },
  },
  {
    id: 'SHARED-2',
    promise: 'Two PCs that work with one key by turns are both told so, and what both send is taken.',
    section: SECTION,
    needs: 'pairing',
    look: async (bench) => {
      const desk = await deskOf(bench);
      const [one, two] = [opening(), opening()];
      await pushFrom(bench, desk, one, 340);
      await pushFrom(bench, desk, two, 338);
      await pushFrom(bench, desk, one, 30);
      await pushFrom(bench, desk, two, 20);
      const told = [await pushFrom(bench, desk, one, 10), await pushFrom(bench, desk, two, 5)];
      expectThat(told[0] !== undefined, 'one PC pushed, then another, then the first again: it was told nothing');
      expectThat(told[1] !== undefined, 'only one of the two PCs was told');
    },
  },
];
