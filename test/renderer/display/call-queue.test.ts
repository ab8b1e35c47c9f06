import { describe, expect, it } from 'vitest';
import type { CallView } from '../../../domain/views/public.ts';
import {
  type CallQueue,
  emptyQueue,
  enqueue,
  finish,
  recentCalls,
  reconcile,
  STALE_MS,
  shownCall,
} from '../../../renderer/display/call-queue.ts';

let made = 0;
const call = (ticket: string, desk: number, at = 1_000, times = 1): CallView => ({
  id: `id-${++made}`,
  ticket,
  desk,
  at,
  clips: [],
  times,
});
const queueOf = (...calls: readonly CallView[]): CallQueue => calls.reduce(enqueue, emptyQueue);
const tickets = (calls: readonly CallView[]) => calls.map(({ ticket }) => ticket);

describe('calls on the board', () => {
  it('announces two calls of the same moment one after the other', () => {
    const both = queueOf(call('A 012', 2), call('B 008', 1));
    expect(both.calling?.ticket).toBe('A 012');
    expect(tickets(both.waiting)).toEqual(['B 008']);
    const next = finish(both);
    expect(next.calling?.ticket).toBe('B 008');
    expect(finish(next)).toMatchObject({ calling: undefined, waiting: [] });
  });

  it('never lets a new call replace the one being announced', () => {
    const busy = queueOf(call('A 012', 2), call('B 008', 1), call('C 005', 3), call('A 013', 4));
    expect(busy.calling?.ticket).toBe('A 012');
    expect(tickets(busy.waiting)).toEqual(['B 008', 'C 005', 'A 013']);
  });

  it('announces a call once, however often it arrives', () => {
    const first = call('A 012', 2);
    expect(queueOf(first, { ...first, id: 'another id' }).waiting).toEqual([]);
    expect(enqueue(finish(queueOf(first)), first).calling).toBeUndefined();
  });

  it('announces a number again when the desk calls it again', () => {
    const again = enqueue(finish(queueOf(call('A 012', 2))), call('A 012', 2, 9_000, 2));
    expect(again.calling?.times).toBe(2);
  });

  it('does not queue a waiting number twice: the later call takes its place', () => {
    const queue = queueOf(call('A 012', 2), call('B 008', 1, 1_000, 1), call('C 005', 3), call('B 008', 1, 2_000, 2));
    expect(queue.waiting.map(({ ticket, times }) => [ticket, times])).toEqual([
      ['B 008', 2],
      ['C 005', 1],
    ]);
  });

  it('keeps the last number large and the four before it small, each once', () => {
    let queue = emptyQueue;
    for (const number of [1, 2, 3, 4, 5, 6]) queue = finish(enqueue(queue, call(`A 00${number}`, 1, number)));
    queue = finish(enqueue(queue, call('A 006', 1, 99, 2)));
    expect(shownCall(queue)?.ticket).toBe('A 006');
    expect(tickets(recentCalls(queue))).toEqual(['A 005', 'A 004', 'A 003', 'A 002']);
  });

  it('shows old calls silently when it opens, and announces what it missed a moment ago', () => {
    const now = 1_000_000;
    const newestFirst = [
      call('A 014', 2, now - 5_000),
      call('A 013', 2, now - STALE_MS - 1),
      call('A 012', 2, now - 600_000),
    ];
    const queue = reconcile(emptyQueue, newestFirst, now);
    expect(queue.calling?.ticket).toBe('A 014');
    expect(tickets(recentCalls(queue))).toEqual(['A 013', 'A 012']);
  });

  it('repeats nothing after a reconnect', () => {
    const now = 1_000_000;
    const announced = call('A 014', 2, now - 5_000);
    const done = finish(queueOf(announced));
    const reconnected = reconcile(done, [{ ...announced, id: 'from the state' }], now);
    expect(reconnected.calling).toBeUndefined();
    expect(shownCall(reconnected)?.ticket).toBe('A 014');
  });
});
