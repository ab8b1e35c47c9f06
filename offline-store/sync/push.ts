/** Our operations to the portal, in order, in batches; an answer counts for each operation by itself. */
import { setImmediate as nextTurn } from 'node:timers/promises';
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
import type { SyncParts } from './parts.ts';

const compress = promisify(gzip);
/** Half the work of zlib's usual 6 for 6 % more bytes of such operations. */
const COMPRESSION = { level: 3 };
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

const ofTheLine = (error: unknown): ErrorCode | undefined =>
  error instanceof MotcuaError && error.code.startsWith('MC-NET-') ? error.code : undefined;

/** What `first` came to, once both have ended: nothing goes on behind a push that has failed. */
const bothEnded = async <T>(first: Promise<T>, second: Promise<void>): Promise<T> => {
  await Promise.allSettled([first, second]);
  await second;
  return first;
};

const createExchange = ({ client, store, station, now, heardClock, log }: SyncParts) => {
  /** `meanwhile` is done while the request is on its way: the portal and this disk then work at the same time. */
  const send = async (batch: readonly Operation[], meanwhile: () => void = () => undefined): Promise<PushResponse> => {
    const body = await compress(JSON.stringify({ station, operations: batch }), COMPRESSION);
    const sentAt = now();
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const answer = client.json({ method: 'POST', path: 'v1/operations', headers, body }, pushResponseSchema);
    const response = await bothEnded(answer, nextTurn().then(meanwhile));
    heardClock(response.now, sentAt);
    return response;
  };
  return {
    /** Sent and answered, in whole or in part; an answer that covers none of it is MC-NET-02. */
    exchange: async (batch: readonly Operation[]): Promise<void> => {
      const ids = batch.map(({ id }) => id);
      const answers = answersTo(batch, await send(batch, () => store.outbox.sending(ids, now())));
      if (answers.length === 0) throw new MotcuaError('MC-NET-02', { reason: 'no answer to any operation' });
      store.outbox.settle(answers, now());
      const rejected = answers.filter(({ outcome }) => outcome === 'rejected').length;
      log.info({ answered: answers.length, rejected }, 'operations answered');
    },
    /** Whether the portal takes pushes at all: then what failed lies in what was sent, not in the line. */
    takesPushes: async (): Promise<boolean> => {
      try {
        await send([]);
        return true;
      } catch (error) {
        if (ofTheLine(error) === undefined) throw error;
        return false;
      }
    },
  };
};

/** How many go at a time: fewer after each failure, twice as many after each answer. */
const createShare = () => {
  let most = PUSH_MAX_OPERATIONS;
  return {
    limits: (): readonly [operations: number, bytes: number] => [
      most,
      ((PUSH_MAX_BYTES - ENVELOPE_BYTES) * most) / PUSH_MAX_OPERATIONS,
    ],
    grow: (): void => {
      most = Math.min(PUSH_MAX_OPERATIONS, most * 2);
    },
    halve: (size: number): void => {
      most = Math.max(1, Math.floor(size / 2));
    },
  };
};

/**
 * Returns a push: it resolves once nothing waits that can be sent. An answer that covers only part of a batch leaves the
 * rest waiting. A batch over which the portal fails, though it takes pushes, goes in halves until the one is found that it
 * fails over; that one is held and tried again later, while all but its own dossier's go on.
 */
export const createPush = (parts: SyncParts): (() => Promise<void>) => {
  const { store, now, log } = parts;
  const { exchange, takesPushes } = createExchange(parts);
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
  const pushBatch = async (batch: readonly Operation[]): Promise<void> => {
    try {
      await exchange(batch);
      gotThrough();
    } catch (error) {
      await afterFailure(batch, error);
    }
  };
  const pushWaiting = async (): Promise<void> => {
    const next = () => store.outbox.batch(...share.limits());
    for (let batch = next(); batch.length > 0; batch = next()) await pushBatch(batch);
  };
  /** Returns whether it got through: what waited behind it can go then. */
  const tryHeld = async (operation: Operation, since: Instant): Promise<boolean> => {
    try {
      await exchange([operation]);
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
