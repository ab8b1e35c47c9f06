/** Our operations to the portal, in order, in batches; an answer counts for each operation by itself. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { MotcuaError } from '../../domain/errors.ts';
import type { Operation } from '../../domain/operation.ts';
import {
  type OperationAnswer,
  PUSH_MAX_BYTES,
  PUSH_MAX_OPERATIONS,
  type PushResponse,
  pushResponseSchema,
} from '../../domain/sync.ts';
import { refusalOf } from './client.ts';
import type { SyncParts } from './parts.ts';

const compress = promisify(gzip);
/** Room in the body for what is not the operations. */
const ENVELOPE_BYTES = 1_000;
const SMALLEST_SHARE = 1 / PUSH_MAX_OPERATIONS;
const TOO_LARGE = 413;

/** A batch that did not get through in time, or was too large for something in between, goes in smaller parts. */
const asksForLess = (error: unknown): boolean =>
  (error instanceof MotcuaError && error.code === 'MC-NET-06') || refusalOf(error)?.status === TOO_LARGE;

const answersTo = (batch: readonly Operation[], { answers }: PushResponse): readonly OperationAnswer[] => {
  const sent = new Set<string>(batch.map(({ id }) => id));
  return answers.filter(({ id }) => sent.has(id));
};

/** Returns once nothing waits. An answer that covers only part of a batch leaves the rest waiting; one that covers none is MC-NET-02. */
export const createPush = ({ client, store, station, now, heardClock, log }: SyncParts): (() => Promise<void>) => {
  let share = 1;
  const nextBatch = (): readonly Operation[] =>
    store.outbox.batch(Math.max(1, Math.floor(PUSH_MAX_OPERATIONS * share)), (PUSH_MAX_BYTES - ENVELOPE_BYTES) * share);
  const send = async (batch: readonly Operation[]): Promise<PushResponse> => {
    const body = await compress(JSON.stringify({ station, operations: batch }));
    const sentAt = now();
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const response = await client.json({ method: 'POST', path: 'v1/operations', headers, body }, pushResponseSchema);
    heardClock(response.now, sentAt);
    return response;
  };
  const settle = (answers: readonly OperationAnswer[]): void => {
    if (answers.length === 0) throw new MotcuaError('MC-NET-02', { reason: 'no answer to any operation' });
    store.outbox.settle(answers, now());
    const rejected = answers.filter(({ outcome }) => outcome === 'rejected').length;
    log.info({ answered: answers.length, rejected }, 'operations answered');
  };
  const exchange = async (batch: readonly Operation[]): Promise<void> => {
    store.outbox.sending(batch.map(({ id }) => id));
    try {
      settle(answersTo(batch, await send(batch)));
      share = Math.min(1, share * 2);
    } catch (error) {
      if (asksForLess(error)) share = Math.max(SMALLEST_SHARE, share / 2);
      throw error;
    }
  };
  return async () => {
    for (let batch = nextBatch(); batch.length > 0; batch = nextBatch()) await exchange(batch);
  };
};
