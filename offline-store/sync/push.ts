/** Our operations to the portal, in order, in batches; an answer counts for each operation by itself. */
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type ErrorCode, MotcuaError } from '../../domain/errors.ts';
import type { Instant } from '../../domain/ids.ts';
import type { Operation } from '../../domain/operation.ts';
import {
  type OperationAnswer,
  PUSH_MAX_BYTES,
  PUSH_MAX_OPERATIONS,
  type PushResponse,
  pushResponseSchema,
} from '../../domain/sync.ts';
import { asksToWait } from './client.ts';
import type { SyncParts } from './parts.ts';

const compress = promisify(gzip);
/** Half the work of zlib's usual 6 for 6 % more bytes of such operations. */
const COMPRESSION = { level: 3 };
/** A request takes some turns of this process before its last byte is out; what is done meanwhile begins after them. */
const HEAD_START_MS = 2;
/** Room in the body for what is not the operations. */
const ENVELOPE_BYTES = 1_000;
/** Twice alone, while the portal takes pushes: once may have been the line. */
const STRIKES = 2;
/** So many held with nothing taken in between, and no more: by then it is the portal that fails over everything. */
const MOST_IN_A_ROW = 3;
/** More than so many at once is a portal that does not work, not so many bad operations. */
const MOST_HELD = 20;
/** A held one is tried again after as long as it has been held, within these, ms. */
const RETRY_FIRST_MS = 600_000;
const RETRY_LONGEST_MS = 6 * 3_600_000;

const answersTo = (batch: readonly Operation[], { answers }: PushResponse): readonly OperationAnswer[] => {
  const sent = new Set<string>(batch.map(({ id }) => id));
  return answers.filter(({ id }) => sent.has(id));
};

/** What may lie in the batch, or in the line. That it was not the time to ask lies in neither. */
const ofTheLine = (error: unknown): ErrorCode | undefined =>
  error instanceof MotcuaError && error.code.startsWith('MC-NET-') && !asksToWait(error) ? error.code : undefined;

/** A batch as it goes over the line. */
interface Parcel {
  readonly batch: readonly Operation[];
  /** Compressing goes on beside us; a failure of it is met when the parcel is sent. */
  readonly body: Promise<Uint8Array<ArrayBuffer>>;
}

const idsOf = ({ batch }: Parcel): readonly string[] => batch.map(({ id }) => id);

/** What `first` came to, once both have ended: nothing goes on behind a push that has failed. */
const bothEnded = async <T>(first: Promise<T>, second: Promise<void>): Promise<T> => {
  await Promise.allSettled([first, second]);
  await second;
  return first;
};

const createExchange = ({ client, station, opening, now, heardClock, log }: SyncParts) => {
  const pack = (batch: readonly Operation[]): Parcel => {
    const body = compress(JSON.stringify({ station, operations: batch, opening: opening.said() }), COMPRESSION);
    body.catch(() => undefined);
    return { batch, body };
  };
  /** `meanwhile` is done while the request is on its way: the portal and this PC then work at the same time. */
  const send = async (parcel: Parcel, meanwhile: () => Promise<void>): Promise<PushResponse> => {
    const body = await parcel.body;
    const sentAt = now();
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const answer = client.json({ method: 'POST', path: 'v1/operations', headers, body }, pushResponseSchema);
    const response = await bothEnded(answer, pause(HEAD_START_MS).then(meanwhile));
    heardClock(response.now, sentAt);
    opening.answered(response.sharedKey);
    return response;
  };
  return {
    pack,
    /** The answers to what was sent, to all of it or to a part; an answer that covers none of it is MC-NET-02. */
    exchange: async (parcel: Parcel, meanwhile: () => Promise<void>): Promise<readonly OperationAnswer[]> => {
      const answers = answersTo(parcel.batch, await send(parcel, meanwhile));
      if (answers.length === 0) throw new MotcuaError('MC-NET-02', { reason: 'no answer to any operation' });
      const rejected = answers.filter(({ outcome }) => outcome === 'rejected').length;
      log.info({ answered: answers.length, rejected }, 'operations answered');
      return answers;
    },
    /** Whether the portal takes pushes at all: then what failed lies in what was sent, not in the line. */
    takesPushes: async (): Promise<boolean> => {
      try {
        await send(pack([]), async () => undefined);
        return true;
      } catch (error) {
        if (ofTheLine(error) === undefined) throw error;
        return false;
      }
    },
  };
};

type Limits = readonly [operations: number, bytes: number];

/** How many go at a time: fewer after each failure, twice as many after each answer. */
const createShare = () => {
  let most = PUSH_MAX_OPERATIONS;
  const larger = (): number => Math.min(PUSH_MAX_OPERATIONS, most * 2);
  const limitsOf = (operations: number): Limits => [
    operations,
    ((PUSH_MAX_BYTES - ENVELOPE_BYTES) * operations) / PUSH_MAX_OPERATIONS,
  ];
  return {
    limits: (): Limits => limitsOf(most),
    /** As they will be once what is under way was answered. */
    limitsAfter: (): Limits => limitsOf(larger()),
    grow: (): void => {
      most = larger();
    },
    halve: (size: number): void => {
      most = Math.max(1, Math.floor(size / 2));
    },
  };
};

/**
 * What is between the outbox and the line: answers that are not in the outbox yet, and the parcel that goes next. Both are
 * seen to while a parcel is on its way, so the portal hardly waits for this PC's disk, nor this PC for the portal.
 */
const createDesk = ({ store, now }: SyncParts, pack: (batch: readonly Operation[]) => Parcel) => {
  let answered: readonly OperationAnswer[] = [];
  const settle = (): void => {
    if (answered.length === 0) return;
    store.outbox.settle(answered, now());
    answered = [];
  };
  return {
    settle,
    take: (limits: Limits, underWay: readonly string[] = []): Parcel => pack(store.outbox.batch(...limits, underWay)),
    answer: (answers: readonly OperationAnswer[]): void => {
      answered = answers;
    },
    /** The answers to the parcel before, and that this one is being tried. Before a crash or after, each may be sent again. */
    note: (parcel: Parcel): void => {
      store.outbox.sending(idsOf(parcel), now(), answered);
      answered = [];
    },
  };
};

/**
 * Returns a push: it resolves once nothing waits that can be sent. One batch is on its way at a time, and the next leaves
 * only when all of it was answered. An answer that covers only part of a batch leaves the rest waiting. A batch over which
 * the portal fails, though it takes pushes, goes in halves until the one is found that it fails over; that one is held and
 * tried again later, while all but its own dossier's go on.
 */
export const createPush = (parts: SyncParts): (() => Promise<void>) => {
  const { store, now, log } = parts;
  const { pack, exchange, takesPushes } = createExchange(parts);
  const desk = createDesk(parts, pack);
  const share = createShare();
  let suspect = { id: '', strikes: 0 };
  const inARow: { readonly id: string; readonly code: ErrorCode }[] = [];

  const hold = ({ id }: Operation, code: ErrorCode, heldFor: number): void => {
    const at = now();
    const pause = Math.min(RETRY_LONGEST_MS, Math.max(RETRY_FIRST_MS, heldFor));
    store.outbox.hold(id, { code, at, retryAt: at + pause });
    log.warn({ operation: id, code }, 'an operation over which the portal fails is held');
  };
  const strike = (operation: Operation, error: unknown, code: ErrorCode): void => {
    suspect = { id: operation.id, strikes: suspect.id === operation.id ? suspect.strikes + 1 : 1 };
    if (suspect.strikes < STRIKES) return;
    if (inARow.length >= MOST_IN_A_ROW || store.outbox.counts().held >= MOST_HELD) throw error;
    hold(operation, code, 0);
    inARow.push({ id: operation.id, code });
  };
  /** Several held one after the other may have been the portal after all: now that it works they are tried once more. */
  const gotThrough = (): void => {
    share.grow();
    const doubtful = inARow.splice(0);
    if (doubtful.length > 1)
      for (const { id, code } of doubtful) store.outbox.hold(id, { code, at: now(), retryAt: now() });
  };
  const afterFailure = async (batch: readonly Operation[], error: unknown): Promise<void> => {
    const code = ofTheLine(error);
    if (code === undefined) throw error;
    share.halve(batch.length);
    if (!(await takesPushes())) throw error;
    const [only] = batch;
    if (batch.length === 1 && only !== undefined) strike(only, error, code);
  };
  const afresh = (): Parcel => {
    desk.settle();
    return desk.take(share.limits());
  };
  /** Sends one parcel and returns the next, made while the portal worked where all of the first was answered. */
  const pushParcel = async (parcel: Parcel): Promise<Parcel> => {
    let next: Parcel | undefined;
    const answers = await exchange(parcel, async () => {
      desk.note(parcel);
      // Whoever waits at a window comes first.
      await nextTurn();
      next = desk.take(share.limitsAfter(), idsOf(parcel));
    });
    desk.answer(answers);
    gotThrough();
    return next !== undefined && next.batch.length > 0 && answers.length === parcel.batch.length ? next : afresh();
  };
  const pushWaiting = async (): Promise<void> => {
    for (let parcel = afresh(); parcel.batch.length > 0; ) {
      const { batch } = parcel;
      parcel = await pushParcel(parcel).catch(async (error: unknown) => {
        await afterFailure(batch, error);
        return afresh();
      });
    }
  };
  /** Returns whether it got through: what waited behind it can go then. */
  const tryHeld = async (operation: Operation, since: Instant): Promise<boolean> => {
    const parcel = pack([operation]);
    try {
      desk.answer(await exchange(parcel, async () => desk.note(parcel)));
      desk.settle();
      return true;
    } catch (error) {
      const code = ofTheLine(error);
      if (code === undefined || !(await takesPushes())) throw error;
      hold(operation, code, now() - since);
      return false;
    }
  };
  return async () => {
    await pushWaiting();
    for (let held = store.outbox.heldDue(now()); held !== undefined; held = store.outbox.heldDue(now()))
      if (await tryHeld(held.operation, held.since)) await pushWaiting();
  };
};
