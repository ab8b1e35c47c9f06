/**
 * What an officer does in a story, as values: written down before the call with every id, so that after a fault the window
 * asks the same again, as it does in life, and nothing may come of it twice.
 */
import type { CompleteIntake } from '../../domain/dossier.ts';
import { MotcuaError } from '../../domain/errors.ts';
import { localDate } from '../../domain/local-time.ts';
import type { Holder, Movement } from '../../domain/movement.ts';
import type { BlobStore } from '../../offline-store/blobs.ts';
import type { Actor, OfficeStore } from '../../offline-store/contract.ts';
import { type Random, randomOf } from './random.ts';

interface Common {
  readonly operationId: string;
  readonly at: number;
}

export type Command =
  /** `printId` is empty where a dossier has no slip. */
  | (Common & {
      readonly what: 'receive';
      readonly dossierId: string;
      readonly printId: string;
    })
  | (Common & { readonly what: 'forward'; readonly dossierId: string })
  | (Common & { readonly what: 'move'; readonly dossierId: string; readonly movement: Movement })
  | (Common & {
      readonly what: 'attach';
      readonly dossierId: string;
      readonly documentId: string;
      readonly bytes: number;
      readonly seed: number;
    })
  | (Common & { readonly what: 'rate'; readonly dossierId: string })
  | (Common & { readonly what: 'ticket'; readonly ticketId: string; readonly letter: string })
  | (Common & { readonly what: 'draft'; readonly draftId: string });

/** What the call answered, as far as it must never change afterwards. */
export interface Answered {
  readonly code?: string;
  readonly number?: number;
  readonly sha256?: string;
}

export interface Counter {
  readonly store: OfficeStore;
  readonly blobs: BlobStore;
}

const actorOf = ({ operationId, at }: Common): Actor => ({
  ...{ operationId, officer: 'Trần Văn Mẫu', desk: 3, madeAt: at, correctedAt: at },
});

export const intakeDraft = (name: string): CompleteIntake => ({
  procedureCode: '1.004873',
  applicant: {
    ...{ name, citizenId: '046190000123', address: 'Thôn 1, xã Mẫu' },
    ...{ phone: '0905000123', email: '', organisation: false },
  },
  onBehalfOf: '',
  papers: [{ name: 'Tờ khai', kind: 'original', pages: 1, copies: 0 }],
  ...{ sets: 1, note: 'dữ liệu mẫu', ticket: '' },
  channel: 'counter',
  returnMethod: 'counter',
  payment: { amount: 8_000, method: 'cash' },
});

/** A made-up scan: the same seed gives the same bytes again after a kill. */
export function scanOf(seed: number, bytes: number): Buffer {
  const { whole } = randomOf(seed);
  const block = Buffer.from(Array.from({ length: 64 }, () => whole(256)));
  return Buffer.alloc(bytes, block);
}

const DAY_MS = 86_400_000;

/** Throws what the store throws. What it returns was acknowledged. */
export async function perform({ store, blobs }: Counter, command: Command): Promise<Answered> {
  const by = actorOf(command);
  switch (command.what) {
    case 'receive':
      return receive(store, command, by);
    case 'forward':
      store.act(command.dossierId, { action: 'forward', reason: '', to: 'Phòng mẫu' }, by);
      return {};
    case 'move':
      store.move(command.dossierId, command.movement, by);
      return {};
    case 'attach': {
      const { documentId: id, dossierId } = command;
      const { sha256, bytes } = await blobs.put(scanOf(command.seed, command.bytes));
      store.attachDocument({ id, dossierId, title: 'Bản quét mẫu', sha256, pages: 1, bytes }, by);
      return { sha256 };
    }
    case 'rate':
      store.rate({ dossierId: command.dossierId, desk: 3, score: 5 }, by);
      return {};
    case 'ticket':
      return { number: takeTicket(store, command).number };
    case 'draft':
      store.saveDraft(command.draftId, intakeDraft('Người Đang Gõ Mẫu'), command.at);
      return {};
  }
}

function receive(store: OfficeStore, command: Extract<Command, { what: 'receive' }>, by: Actor): Answered {
  const { dossierId, printId, at } = command;
  const slip = { id: printId, document: 'slip', printerId: 'phieu', copies: 1 } as const;
  const { received } = store.receiveDossier(
    {
      dossierId,
      intake: intakeDraft('Nguyễn Thị Mẫu'),
      dueAt: at + DAY_MS,
      secret: 'K7P2M9QX',
      prints: printId === '' ? [] : [slip],
    },
    by,
  );
  return { code: received.code };
}

const takeTicket = (store: OfficeStore, { ticketId: id, letter, at }: Extract<Command, { what: 'ticket' }>) =>
  store.queue.take({ id, day: localDate(at), letter, priority: false, at });

export interface Story {
  /** What the officer does next; mostly taking dossiers in. */
  next(at: number): Command;
}

const HOLDERS: readonly Holder[] = [
  { unit: 'Tư pháp – Hộ tịch', name: 'Lê Văn Mẫu' },
  { unit: 'Địa chính', name: '' },
  { unit: 'Lãnh đạo', name: 'Phạm Thị Mẫu' },
  // Back, with the result.
  { unit: 'Bộ phận Một cửa', name: '' },
];

/** Papers go on; what waits for its receiver is mostly taken, sometimes taken back, now and then handed to another instead. */
export function movementOf(random: Random, waiting: string | undefined): Movement {
  const handOver = waiting;
  if (handOver === undefined || random.whole(6) === 0)
    return { move: 'handed-over', to: random.pick(HOLDERS), note: 'dữ liệu mẫu' };
  if (random.whole(4) === 0) return { move: 'taken-back', handOver };
  return { move: 'taken-over', handOver, receiver: 'Lê Văn Mẫu', note: '' };
}

const SCAN_BYTES = [400, 9_000, 70_000, 300_000] as const;

/** `known`: dossiers that may be acted on; those that the story takes in join them. */
export function createStory(
  random: Random,
  known: readonly string[] = [],
  largest: number = SCAN_BYTES.length,
  onlyKnown = false,
): Story {
  const dossiers = [...known];
  /** The hand-over that waits, by dossier: of this life alone; an earlier one's is handed over anew. */
  const waiting = new Map<string, string>();
  const common = (at: number) => ({ operationId: random.uuid7(at), at });
  const receiveNext = (at: number): Command => {
    const dossierId = random.uuid7(at);
    dossiers.push(dossierId);
    return { ...common(at), what: 'receive', dossierId, printId: random.uuid7(at) };
  };
  const moveNext = (at: number, dossierId: string): Command => {
    const movement = movementOf(random, waiting.get(dossierId));
    const command: Command = { ...common(at), what: 'move', dossierId, movement };
    if (movement.move === 'handed-over') waiting.set(dossierId, command.operationId);
    else waiting.delete(dossierId);
    return command;
  };
  const onOne = (at: number): Command => {
    const dossierId = random.pick(dossiers);
    const chosen = random.whole(6);
    if (chosen === 0) return { ...common(at), what: 'rate', dossierId };
    if (chosen === 1) {
      const scan = { bytes: random.pick(SCAN_BYTES.slice(0, largest)), seed: random.whole(2 ** 31) };
      return { ...common(at), what: 'attach', dossierId, documentId: random.uuid7(at), ...scan };
    }
    if (chosen !== 2) return moveNext(at, dossierId);
    // Sent on by name: what waited before waits no more.
    waiting.delete(dossierId);
    return { ...common(at), what: 'forward', dossierId };
  };
  return {
    next: (at) => {
      const chosen = random.whole(10);
      if (chosen === 0)
        return { ...common(at), what: 'ticket', ticketId: random.uuid7(at), letter: random.pick(['A', 'B']) };
      if (chosen === 1) return { ...common(at), what: 'draft', draftId: random.uuid7(at) };
      return dossiers.length === 0 || (chosen < 6 && !onlyKnown) ? receiveNext(at) : onOne(at);
    },
  };
}

/** The store's own code for why not; anything that is not one is a defect of the program and goes on. */
export function refusalOf(error: unknown): string {
  if (error instanceof MotcuaError) return error.code;
  throw error;
}
