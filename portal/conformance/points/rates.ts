/** How often may be asked: an office is many stations behind one address. The kit asks a little more often than one does. */
import { type Answer, Broken, expectRefusal, expectThat } from '../client.ts';
import type { Bench, Point, Speaker } from '../point.ts';

const SECTION = 'Rules of every request';
/** A province's stations: they start at seven o'clock, behind one address where the network is the province's own. */
const STATIONS = 152;
/** So many at once no station asks, and no portal breaks under. */
const FLOOD = 60;
/** Longer ones are not kept to. */
const LONGEST_S = 300;

const look = ({ send }: Bench, { token }: Speaker): Promise<Answer> => send('/v1/changes?limit=1', { token });

/** Answered, or asked to wait in the way that a station understands. */
function expectServedOrTold(answer: Answer): void {
  if (answer.status === 200) return;
  expectRefusal(answer, 429, 'MC-NET-13');
  const told = answer.headers.get('retry-after') ?? '';
  const seconds = /^\d+$/.test(told) ? Number(told) : 0;
  expectThat(
    seconds >= 1 && seconds <= LONGEST_S,
    `429 with Retry-After "${told}": 1 to ${LONGEST_S} seconds are kept to`,
  );
}

export const RATES: readonly Point[] = [
  {
    id: 'RATE-1',
    promise: `${STATIONS} stations that greet at once from one address are all answered.`,
    section: SECTION,
    look: async ({ send }) => {
      const answers = await Promise.all(Array.from({ length: STATIONS }, () => send('/v1/info')));
      const refused = answers.filter(({ status }) => status !== 200);
      expectThat(refused.length === 0, `${refused.length} of ${STATIONS} were refused, one with ${refused[0]?.status}`);
    },
  },
  {
    id: 'RATE-2',
    promise:
      'A station that floods is answered, or told with 429 MC-NET-13 and Retry-After; another one at its address goes on.',
    section: SECTION,
    needs: 'colleague',
    look: async (bench) => {
      const { colleague } = bench;
      if (!colleague) throw new Broken('no colleague was given');
      const flood = await Promise.all(Array.from({ length: FLOOD }, () => look(bench, bench.me)));
      const { status } = await look(bench, colleague);
      expectThat(status === 200, `another station was answered ${status} for what this one did`);
      flood.forEach(expectServedOrTold);
    },
  },
];
