/** What every point works with: three speakers, unused codes, and operations of made-up people. */
import { v7 as uuidv7 } from 'uuid';
import type { DossierAction } from '../../domain/dossier-actions.ts';
import { formatDossierCode } from '../../domain/dossier-code.ts';
import { localDate } from '../../domain/local-time.ts';
import type { Movement } from '../../domain/movement.ts';
import type { Operation } from '../../domain/operation.ts';
import {
  type Change,
  changeSchema,
  type Lease,
  leaseResponseSchema,
  type OperationAnswer,
  pushResponseSchema,
} from '../../domain/sync.ts';
import { Broken, expectBody, expectThat, parsedAs, postJson, type Send } from './client.ts';
import { createPairing, type PairingCodes } from './pairing.ts';
import type { Bench, Speaker } from './point.ts';

/** Numbers leased at a time for the kit's own dossiers. */
const CODES = 200;

export interface Speakers {
  readonly me: Speaker;
  readonly colleague?: Speaker | undefined;
  readonly stranger?: Speaker | undefined;
  readonly codes?: PairingCodes | undefined;
}

export function createBench(send: Send, { me, colleague, stranger, codes }: Speakers): Bench {
  const pairing = codes && createPairing(send, codes);
  let sequence = Date.now();
  let held: readonly Lease[] = [];
  let used = 0;
  const lease: Bench['lease'] = async (days, count, id = uuidv7()) => {
    const request = { id, station: me.station, agency: me.agency, days, count };
    return expectBody(await postJson(send, '/v1/leases', me.token, request), leaseResponseSchema).leases;
  };
  return {
    send,
    me,
    colleague,
    stranger,
    pairing,
    replacing: codes?.replacing ? pairing : undefined,
    lease,
    nextSequence: () => {
      sequence += 1;
      return sequence;
    },
    nextCode: async () => {
      const [block] = held;
      if (!block || block.from + used > block.to) {
        held = await lease([localDate(Date.now())], CODES);
        used = 0;
      }
      const [now] = held;
      if (!now) throw new Broken('no numbers are left for today: the kit needs some hundred of a test agency');
      used += 1;
      return formatDossierCode({ agency: me.agency, date: now.day, sequence: now.from + used - 1 });
    },
  };
}

type Of<T extends Operation['type']> = Extract<Operation, { readonly type: T }>;

const envelope = (bench: Bench, speaker: Speaker) => ({
  id: uuidv7(),
  station: speaker.station,
  sequence: bench.nextSequence(),
  officer: 'Cán Bộ Mẫu',
  madeAt: Date.now(),
  correctedAt: Date.now(),
});

/** A dossier taken in by `speaker`, under a fresh code unless one is given. */
export async function received(
  bench: Bench,
  over: { readonly code?: string; readonly speaker?: Speaker } = {},
): Promise<Of<'dossier.received'>> {
  const speaker = over.speaker ?? bench.me;
  const now = Date.now();
  return {
    ...envelope(bench, speaker),
    type: 'dossier.received',
    payload: {
      id: uuidv7(),
      code: over.code ?? (await bench.nextCode()),
      secret: 'ABCD2345',
      agency: speaker.agency,
      desk: 1,
      officer: 'Cán Bộ Mẫu',
      procedureCode: '1.001193',
      applicant: {
        name: 'Nguyễn Thị Mẫu (dữ liệu mẫu)',
        citizenId: '046190000123',
        address: 'Thôn 1, Xã Mẫu',
        phone: '',
        email: '',
        organisation: false,
      },
      onBehalfOf: '',
      papers: [{ name: 'Giấy chứng sinh', kind: 'original', pages: 1, copies: 0 }],
      sets: 1,
      channel: 'counter',
      returnMethod: 'counter',
      payment: { amount: 0, method: 'none' },
      note: '',
      ticket: '',
      receivedAt: now,
      dueAt: now + 3_600_000,
    },
  };
}

export const acted = (
  bench: Bench,
  dossierId: string,
  action: DossierAction,
  over: { readonly dueAt?: number; readonly speaker?: Speaker } = {},
): Of<'dossier.acted'> => ({
  ...envelope(bench, over.speaker ?? bench.me),
  type: 'dossier.acted',
  payload: {
    dossierId,
    action,
    reason: 'thử hợp chuẩn',
    to: '',
    ...(action === 'reschedule' ? { dueAt: over.dueAt ?? Date.now() + 7_200_000 } : {}),
  },
});

export const moved = (
  bench: Bench,
  dossierId: string,
  movement: Movement,
  speaker: Speaker = bench.me,
): Of<'dossier.moved'> => ({
  ...envelope(bench, speaker),
  type: 'dossier.moved',
  payload: { ...movement, dossierId },
});

export const attached = (bench: Bench, dossierId: string, sha256: string, bytes: number): Of<'document.attached'> => ({
  ...envelope(bench, bench.me),
  type: 'document.attached',
  payload: { dossierId, documentId: uuidv7(), title: 'Giấy tờ mẫu', sha256, pages: 1, bytes },
});

/** Pushes as `speaker`; one answer an operation, in the order of the request, or it is broken. */
export async function push(
  bench: Bench,
  operations: readonly unknown[],
  speaker: Speaker = bench.me,
): Promise<readonly OperationAnswer[]> {
  const request = { station: speaker.station, operations };
  const answer = await postJson(bench.send, '/v1/operations', speaker.token, request);
  const { answers } = expectBody(answer, pushResponseSchema);
  expectThat(answers.length === operations.length, `${operations.length} operations got ${answers.length} answers`);
  for (const [index, { id }] of answers.entries())
    expectThat(id === idOf(operations[index]), `answer ${index + 1} is not of operation ${index + 1}`);
  return answers;
}

const idOf = (operation: unknown): unknown =>
  typeof operation === 'object' && operation !== null && 'id' in operation ? operation.id : '';

/** What became of one operation: its revision, or its refusal's code. */
export const outcomeOf = (answer: OperationAnswer | undefined): number | string => {
  if (!answer) throw new Broken('an operation without an answer');
  return answer.outcome === 'accepted' ? answer.revision : answer.code;
};

export async function pushOne(bench: Bench, operation: Operation, speaker?: Speaker): Promise<number | string> {
  return outcomeOf((await push(bench, [operation], speaker))[0]);
}

/** Accepted, with its revision; anything else is broken. */
export async function accept(bench: Bench, operation: Operation, speaker?: Speaker): Promise<number> {
  const outcome = await pushOne(bench, operation, speaker);
  if (typeof outcome === 'string') throw new Broken(`${operation.type} was refused with ${outcome}`);
  return outcome;
}

export async function expectRejected(bench: Bench, operation: Operation, code: string, why: string): Promise<void> {
  const outcome = await pushOne(bench, operation);
  expectThat(outcome === code, `${why}: expected ${code}, got ${outcome}`);
}

export interface Pulled {
  readonly changes: readonly Change[];
  readonly bytesOfLongestLine: number;
}

/** One pull, every line read by the contract's schema. */
export async function pull(
  bench: Bench,
  query: { readonly cursor?: string | undefined; readonly limit?: number } = {},
  speaker: Speaker = bench.me,
): Promise<Pulled> {
  const parameters = new URLSearchParams();
  if (query.cursor !== undefined) parameters.set('cursor', query.cursor);
  if (query.limit !== undefined) parameters.set('limit', String(query.limit));
  const answer = await bench.send(`/v1/changes?${parameters}`, { token: speaker.token });
  if (answer.status !== 200) throw new Broken(`the feed answered ${answer.status}`);
  const lines = answer.text.split('\n').filter((line) => line !== '');
  return {
    changes: lines.map((line) => parsedAs(line, changeSchema)),
    bytesOfLongestLine: Math.max(0, ...lines.map((line) => Buffer.byteLength(line))),
  };
}

function expectGrowing(changes: readonly Change[]): void {
  for (const [index, { revision }] of changes.entries()) {
    const before = changes[index - 1]?.revision ?? 0;
    expectThat(revision > before, `revision ${revision} comes after ${before}`);
  }
}

/** Everything after a cursor, pull by pull. A feed that goes backwards or round in circles is not followed. */
export async function pullAll(bench: Bench, from?: string, speaker?: Speaker): Promise<readonly Change[]> {
  const all: Change[] = [];
  let cursor = from;
  for (;;) {
    const { changes } = await pull(bench, { cursor, limit: 500 }, speaker);
    if (changes.length === 0) return all;
    expectGrowing([...all.slice(-1), ...changes]);
    all.push(...changes);
    cursor = changes.at(-1)?.cursor;
  }
}

/** Where the feed stands now. */
export const endOfFeed = async (bench: Bench, from?: string): Promise<string | undefined> =>
  (await pullAll(bench, from)).at(-1)?.cursor ?? from;
