/** Operations: each judged by itself, once, for good. */
import { v7 as uuidv7 } from 'uuid';
import { type DossierStatus, dossierStatusSchema } from '../../../domain/dossier.ts';
import { type DossierAction, dossierActionSchema, nextStatus } from '../../../domain/dossier-actions.ts';
import { olderAgencyOrder } from '../../../domain/dossier-code.ts';
import type { Movement } from '../../../domain/movement.ts';
import {
  accept,
  acted,
  endOfFeed,
  expectRejected,
  moved,
  outcomeOf,
  pullAll,
  push,
  pushOne,
  received,
} from '../bench.ts';
import { expectThat } from '../client.ts';
import type { Bench, Point } from '../point.ts';

const SECTION = '2. Take operations';

/** How a new dossier is brought to each step. */
const WAY: Readonly<Record<DossierStatus, readonly DossierAction[]>> = {
  received: [],
  processing: ['forward'],
  signing: ['forward', 'submit-for-signature'],
  'awaiting-supplement': ['request-supplement'],
  'result-ready': ['record-result'],
  returned: ['record-result', 'return-result'],
  refused: ['refuse'],
  cancelled: ['cancel'],
};

/** All actions at one step, each on a dossier of its own; one push. */
async function tryStep(bench: Bench, status: DossierStatus): Promise<void> {
  const tries = await Promise.all(dossierActionSchema.options.map((action) => tryAction(bench, status, action)));
  const answers = await push(
    bench,
    tries.flatMap(({ operations }) => operations),
  );
  const byId = new Map(answers.map((answer) => [answer.id, answer]));
  for (const { action, last } of tries) {
    const outcome = outcomeOf(byId.get(last));
    const allowed = nextStatus(status, action) !== undefined;
    if (allowed) expectThat(typeof outcome === 'number', `${action} at ${status} was refused with ${outcome}`);
    else expectThat(outcome === 'MC-POR-03', `${action} at ${status}: expected MC-POR-03, got ${outcome}`);
  }
}

const HAND_OVER: Movement = { move: 'handed-over', to: { unit: 'Bộ phận mẫu', name: 'Cán Bộ Mẫu' }, note: '' };
const takeOver = (handOver: string): Movement => ({ move: 'taken-over', handOver, receiver: 'Cán Bộ Mẫu', note: '' });

/** Handed over twice before anybody took it: only the second waits, and it can be taken once. */
async function tryHandOvers(bench: Bench): Promise<void> {
  const dossier = await received(bench);
  const { id } = dossier.payload;
  const [first, second] = [moved(bench, id, HAND_OVER), moved(bench, id, HAND_OVER)];
  await push(bench, [dossier, first]);
  await accept(bench, second);
  await expectRejected(
    bench,
    moved(bench, id, takeOver(first.id)),
    'MC-POR-03',
    'taking what another took the place of',
  );
  await accept(bench, moved(bench, id, takeOver(second.id)));
  await expectRejected(bench, moved(bench, id, takeOver(second.id)), 'MC-POR-03', 'taking it a second time');
  const third = moved(bench, id, HAND_OVER);
  await accept(bench, third);
  await accept(bench, moved(bench, id, { move: 'taken-back', handOver: third.id }));
  await expectRejected(bench, moved(bench, id, takeOver(third.id)), 'MC-POR-03', 'taking what was taken back');
  await expectRejected(bench, moved(bench, uuidv7(), HAND_OVER), 'MC-POR-04', 'a hand-over of no dossier');
  await accept(bench, acted(bench, id, 'cancel'));
  await expectRejected(bench, moved(bench, id, HAND_OVER), 'MC-POR-03', 'a hand-over of a dossier that is over');
}

async function tryAction(bench: Bench, status: DossierStatus, action: DossierAction) {
  const dossier = await received(bench);
  const way = WAY[status].map((step) => acted(bench, dossier.payload.id, step));
  const tried = acted(bench, dossier.payload.id, action);
  return { action, last: tried.id, operations: [dossier, ...way, tried] };
}

export const PUSH: readonly Point[] = [
  {
    id: 'PUSH-11',
    promise: 'A push without operations is answered with none: so a station tells a bad operation from a bad portal.',
    section: SECTION,
    look: async (bench) => {
      await push(bench, []);
    },
  },
  {
    id: 'PUSH-1',
    promise: 'Accepted operations get revisions that grow, and one answer each in the order of the request.',
    section: SECTION,
    look: async (bench) => {
      const dossier = await received(bench);
      const answers = await push(bench, [dossier, acted(bench, dossier.payload.id, 'forward')]);
      const [first, second] = answers.map(outcomeOf);
      expectThat(typeof first === 'number' && typeof second === 'number', `got ${first} and ${second}`);
      expectThat(Number(second) > Number(first), `revision ${second} does not follow ${first}`);
    },
  },
  {
    id: 'PUSH-2',
    promise: 'The same operation sent again gets the same answer and has its effect once.',
    section: SECTION,
    look: async (bench) => {
      const start = await endOfFeed(bench);
      const dossier = await received(bench);
      const first = await accept(bench, dossier);
      for (let time = 2; time <= 4; time += 1) {
        const again = await pushOne(bench, dossier);
        expectThat(again === first, `sent for the ${time}. time it got ${again} instead of revision ${first}`);
      }
      const times = (await pullAll(bench, start)).filter(({ operation }) => operation.id === dossier.id).length;
      expectThat(times === 1, `it stands ${times} times in the feed`);
    },
  },
  {
    id: 'PUSH-3',
    promise: 'One bad operation spoils no other, and never turns the whole answer into a refusal.',
    section: SECTION,
    look: async (bench) => {
      const [one, other] = [await received(bench), await received(bench)];
      const shapeless = { id: uuidv7(), type: 'dossier.received', payload: {} };
      const answers = await push(bench, [one, shapeless, acted(bench, uuidv7(), 'forward'), other]);
      const [a, b, c, d] = answers.map(outcomeOf);
      expectThat(typeof a === 'number' && typeof d === 'number', `the good ones got ${a} and ${d}`);
      expectThat(b === 'MC-POR-02', `what is no operation got ${b} instead of MC-POR-02`);
      expectThat(c === 'MC-POR-04', `an unknown dossier got ${c} instead of MC-POR-04`);
    },
  },
  {
    id: 'PUSH-4',
    promise: 'A refusal is remembered too: the same id gets it again, whatever has happened since.',
    section: SECTION,
    look: async (bench) => {
      const dossier = await received(bench);
      const early = acted(bench, dossier.payload.id, 'forward');
      await expectRejected(bench, early, 'MC-POR-04', 'an action before its dossier');
      await accept(bench, dossier);
      await expectRejected(bench, early, 'MC-POR-04', 'the same action sent again afterwards');
    },
  },
  {
    id: 'PUSH-5',
    promise: 'A code belongs to one dossier, in whichever order its agency is written.',
    section: SECTION,
    look: async (bench) => {
      const dossier = await received(bench);
      await accept(bench, dossier);
      const { code } = dossier.payload;
      await expectRejected(bench, await received(bench, { code }), 'MC-POR-01', 'the same code for another dossier');
      const older = olderAgencyOrder(bench.me.agency);
      if (older === undefined) return;
      const turned = code.replace(bench.me.agency, older);
      await expectRejected(bench, await received(bench, { code: turned }), 'MC-POR-01', `the same code as ${turned}`);
    },
  },
  ...dossierStatusSchema.options.map(
    (status): Point => ({
      id: `TABLE-${status}`,
      promise: `At the step "${status}" just the actions of the table are taken.`,
      section: SECTION,
      look: (bench) => tryStep(bench, status),
    }),
  ),
  {
    id: 'PUSH-6',
    promise: 'A due date may be moved once in a dossier’s life.',
    section: SECTION,
    look: async (bench) => {
      const dossier = await received(bench);
      const { id } = dossier.payload;
      await push(bench, [dossier, acted(bench, id, 'reschedule'), acted(bench, id, 'forward')]);
      await expectRejected(bench, acted(bench, id, 'reschedule'), 'MC-POR-03', 'a second move of the due date');
    },
  },
  {
    id: 'MOVE-1',
    promise: 'Papers are handed over while the dossier is not over; only the hand-over that waits can be taken, once.',
    section: SECTION,
    look: tryHandOvers,
  },
  {
    id: 'MOVE-2',
    promise: 'Sending a dossier on by name moves its papers too: a hand-over that waited waits no more.',
    section: SECTION,
    look: async (bench) => {
      const dossier = await received(bench);
      const { id } = dossier.payload;
      const over = moved(bench, id, HAND_OVER);
      const onward = acted(bench, id, 'forward');
      await push(bench, [dossier, over]);
      await accept(bench, { ...onward, payload: { ...onward.payload, to: 'Cán Bộ Mẫu' } });
      await expectRejected(
        bench,
        moved(bench, id, takeOver(over.id)),
        'MC-POR-03',
        'taking what was sent on meanwhile',
      );
    },
  },
  {
    id: 'PUSH-7',
    promise: 'Text that cannot be stored (U+0000) is refused by itself with MC-POR-02; the rest of the push is taken.',
    section: SECTION,
    look: async (bench) => {
      const [bad, good] = [await received(bench), await received(bench)];
      const answers = await push(bench, [{ ...bad, officer: 'Cán\u0000Bộ' }, good]);
      const [first, second] = answers.map(outcomeOf);
      expectThat(first === 'MC-POR-02', `U+0000 got ${first}`);
      expectThat(typeof second === 'number', `its neighbour got ${second}`);
    },
  },
  {
    id: 'PUSH-8',
    promise: 'The same operation sent over five lines at once has its effect once, and every line hears the same.',
    section: SECTION,
    look: async (bench) => {
      const start = await endOfFeed(bench);
      const dossier = await received(bench);
      const heard = await Promise.all(Array.from({ length: 5 }, () => pushOne(bench, dossier)));
      expectThat(new Set(heard).size === 1 && typeof heard[0] === 'number', `they heard ${heard.join(', ')}`);
      const times = (await pullAll(bench, start)).filter(({ operation }) => operation.id === dossier.id).length;
      expectThat(times === 1, `it stands ${times} times in the feed`);
    },
  },
  {
    id: 'PUSH-9',
    promise: 'Fields that the portal does not know are ignored, not refused.',
    section: 'Rules of every request',
    look: async (bench) => {
      const [answer] = await push(bench, [{ ...(await received(bench)), fieldOfTomorrow: { deep: [1, 2] } }]);
      expectThat(typeof outcomeOf(answer) === 'number', `an unknown field got ${outcomeOf(answer)}`);
    },
  },
  {
    id: 'PUSH-10',
    promise: 'A dossier of another agency does not exist for this one: MC-POR-04.',
    section: SECTION,
    needs: 'stranger',
    look: async (bench) => {
      const { stranger } = bench;
      if (!stranger) return;
      const dossier = await received(bench);
      await accept(bench, dossier);
      const outcome = await pushOne(bench, acted(bench, dossier.payload.id, 'cancel', { speaker: stranger }), stranger);
      expectThat(outcome === 'MC-POR-04', `another agency's action on it got ${outcome}`);
    },
  },
];
