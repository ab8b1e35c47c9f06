/** The change feed: complete, in order, and resumable anywhere. */
import type { Change } from '../../../domain/sync.ts';
import { changeSchema, FEED_MAX_LINE_BYTES } from '../../../domain/sync.ts';
import { accept, acted, endOfFeed, pull, pullAll, push, received } from '../bench.ts';
import { expectRefusal, expectThat, parsedAs } from '../client.ts';
import type { Bench, Point } from '../point.ts';

const SECTION = '3. Tell what happened';
/** Pushers and pushes of the point that looks for revisions which appear out of order. */
const WRITERS = 4;
const ROUNDS = 6;
/** A change is to be seen at another desk within two seconds; the rest is for the way there. */
const NEWS_MS = 1_500;

const idsOf = (changes: readonly Change[]): readonly string[] => changes.map(({ operation }) => operation.id);

/** Three dossiers, pushed one after the other. */
async function pushThree(bench: Bench): Promise<readonly string[]> {
  const operations = [await received(bench), await received(bench), await received(bench)];
  for (const operation of operations) await accept(bench, operation);
  return operations.map(({ id }) => id);
}

const same = (a: readonly string[], b: readonly string[]): boolean => a.join() === b.join();

/** A look that may be held for ten seconds, and when it was answered. */
async function holdOpen(bench: Bench, cursor: string) {
  const path = `/v1/changes?${new URLSearchParams({ cursor, wait: '10' })}`;
  const { status, text } = await bench.send(path, { token: bench.me.token });
  expectThat(status === 200, `a look with wait=10 answered ${status}`);
  const lines = text.split('\n').filter((line) => line !== '');
  return { answeredAt: performance.now(), ids: idsOf(lines.map((line) => parsedAs(line, changeSchema))) };
}

export const FEED: readonly Point[] = [
  {
    id: 'FEED-1',
    promise: 'Every accepted operation stands in the feed, the caller’s own too, by growing revision.',
    section: SECTION,
    look: async (bench) => {
      const start = await endOfFeed(bench);
      const pushed = await pushThree(bench);
      const changes = await pullAll(bench, start);
      expectThat(same(idsOf(changes), pushed), `pushed ${pushed.length}, the feed brought ${changes.length}`);
    },
  },
  {
    id: 'FEED-2',
    promise: 'From the cursor of any line the feed goes on with the next one.',
    section: SECTION,
    look: async (bench) => {
      const start = await endOfFeed(bench);
      await pushThree(bench);
      const whole = await pullAll(bench, start);
      for (const [index, { cursor }] of whole.entries()) {
        const rest = await pullAll(bench, cursor);
        expectThat(same(idsOf(rest), idsOf(whole.slice(index + 1))), `after line ${index + 1} came something else`);
      }
    },
  },
  {
    id: 'FEED-3',
    promise: '`limit` is kept, and an empty body says that there is nothing new.',
    section: SECTION,
    look: async (bench) => {
      const start = await endOfFeed(bench);
      await pushThree(bench);
      const { changes } = await pull(bench, { cursor: start, limit: 2 });
      expectThat(changes.length === 2, `limit=2 brought ${changes.length} lines`);
      const { changes: none } = await pull(bench, { cursor: await endOfFeed(bench, start) });
      expectThat(none.length === 0, `caught up, it brought ${none.length} lines`);
    },
  },
  {
    id: 'FEED-4',
    promise: 'A cursor that is not of this feed is refused with 400 MC-POR-06.',
    section: SECTION,
    look: async ({ send, me }) => {
      for (const cursor of ['bogus', 'MDAwMDAwMDA6OTk5OTk5OTk'])
        expectRefusal(await send(`/v1/changes?cursor=${cursor}`, { token: me.token }), 400, 'MC-POR-06');
    },
  },
  {
    id: 'FEED-5',
    promise: 'A limit that is none is refused with 400 MC-API-03.',
    section: SECTION,
    look: async ({ send, me }) => {
      for (const limit of ['0', '5001', 'all'])
        expectRefusal(await send(`/v1/changes?limit=${limit}`, { token: me.token }), 400, 'MC-API-03');
    },
  },
  {
    id: 'FEED-6',
    promise: 'What was refused is not in the feed.',
    section: SECTION,
    look: async (bench) => {
      const start = await endOfFeed(bench);
      const dossier = await received(bench);
      const refused = acted(bench, dossier.payload.id, 'return-result');
      await push(bench, [dossier, refused]);
      const ids = idsOf(await pullAll(bench, start));
      expectThat(same(ids, [dossier.id]), `the feed brought ${ids.length} lines for one accepted operation`);
    },
  },
  {
    id: 'FEED-7',
    promise: 'While several stations push, a revision that was seen is never followed, later, by a smaller one.',
    section: SECTION,
    needs: 'colleague',
    look: async (bench) => {
      const start = await endOfFeed(bench);
      const speakers = [bench.me, bench.colleague ?? bench.me];
      let writing = true;
      const write = async (index: number) => {
        const speaker = speakers[index % speakers.length] ?? bench.me;
        for (let round = 0; round < ROUNDS; round += 1)
          await push(bench, [await received(bench, { speaker }), await received(bench, { speaker })], speaker);
      };
      const read = async () => {
        const seen: Change[] = [];
        while (writing) seen.push(...(await pullAll(bench, seen.at(-1)?.cursor ?? start)));
        return [...seen, ...(await pullAll(bench, seen.at(-1)?.cursor ?? start))];
      };
      const reading = read();
      await Promise.all(Array.from({ length: WRITERS }, (_, index) => write(index))).finally(() => {
        writing = false;
      });
      const seen = await reading;
      for (const [index, { revision }] of seen.entries())
        expectThat(revision > (seen[index - 1]?.revision ?? 0), `revision ${revision} was seen after a greater one`);
      expectThat(same(idsOf(seen), idsOf(await pullAll(bench, start))), 'a reader that followed missed something');
      expectThat(seen.length === WRITERS * ROUNDS * 2, `${seen.length} of ${WRITERS * ROUNDS * 2} came`);
    },
  },
  {
    id: 'FEED-8',
    promise: 'The feed is one agency’s: nothing of it reaches another.',
    section: SECTION,
    needs: 'stranger',
    look: async (bench) => {
      const { stranger } = bench;
      if (!stranger) return;
      const pushed = await pushThree(bench);
      const theirs = new Set(idsOf(await pullAll(bench, undefined, stranger)));
      expectThat(!pushed.some((id) => theirs.has(id)), 'another agency’s feed has it');
    },
  },
  {
    id: 'FEED-9',
    promise: `Lines are NDJSON of at most ${FEED_MAX_LINE_BYTES} bytes, whole even for the longest dossier.`,
    section: SECTION,
    look: async (bench) => {
      const start = await endOfFeed(bench);
      const dossier = await received(bench);
      const papers = Array.from({ length: 50 }, (_, index) => ({
        name: `Giấy tờ số ${index + 1} ${'có tên rất dài '.repeat(15)}`.trim().slice(0, 290),
        kind: 'original' as const,
        pages: 1,
        copies: 0,
      }));
      await accept(bench, { ...dossier, payload: { ...dossier.payload, papers } });
      const answer = await bench.send(
        `/v1/changes${start === undefined ? '' : `?cursor=${encodeURIComponent(start)}`}`,
        {
          token: bench.me.token,
        },
      );
      const type = answer.headers.get('content-type') ?? '';
      expectThat(type.startsWith('application/x-ndjson'), `its content-type is "${type}"`);
      const { changes, bytesOfLongestLine } = await pull(bench, { cursor: start });
      expectThat(bytesOfLongestLine <= FEED_MAX_LINE_BYTES, `a line of ${bytesOfLongestLine} bytes`);
      const [last] = changes.slice(-1);
      const came = last?.operation.type === 'dossier.received' ? last.operation.payload.papers : [];
      expectThat(JSON.stringify(came) === JSON.stringify(papers), 'what came back is not what was sent');
    },
  },
  {
    id: 'FEED-10',
    promise: 'With `wait`, an answer that is held brings what is accepted meanwhile, when it is accepted.',
    section: SECTION,
    look: async (bench) => {
      const cursor = (await endOfFeed(bench)) ?? '';
      const held = holdOpen(bench, cursor);
      const operation = await received(bench);
      await accept(bench, operation);
      const acceptedAt = performance.now();
      const { answeredAt, ids } = await held;
      // A portal that cannot hold answers ends before: allowed, and a station then asks now and then.
      if (answeredAt < acceptedAt && ids.length === 0) return;
      expectThat(ids.includes(operation.id), 'it was held, and then did not bring what was accepted meanwhile');
      expectThat(answeredAt - acceptedAt < NEWS_MS, `it came ${Math.round(answeredAt - acceptedAt)} ms later`);
    },
  },
];
