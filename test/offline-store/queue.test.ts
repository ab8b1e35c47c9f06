import { expect, it } from 'vitest';
import { freshStore, NOW, nextId, TODAY } from './helpers.ts';

const ticket = (over: object = {}) => ({ id: nextId(), day: TODAY, letter: 'A', priority: false, at: NOW, ...over });

it('numbers each letter and each day from 1, and a repeat is the same ticket', () => {
  const { queue } = freshStore();
  const first = ticket();
  expect(queue.take(first)).toMatchObject({ number: 1, state: 'waiting', calls: 0 });
  expect(queue.take(ticket()).number).toBe(2);
  expect(queue.take(ticket({ letter: 'B', priority: true }))).toMatchObject({ number: 1, priority: true });
  expect(queue.take(ticket({ day: '2026-11-25' })).number).toBe(1);
  expect(queue.take(first).number).toBe(1);
  expect(queue.ofDay(TODAY)).toHaveLength(3);
});

it('keeps a call, and refuses one for a ticket that is not there', () => {
  const { queue } = freshStore();
  const taken = queue.take(ticket());
  queue.update({ ...taken, state: 'called', desk: 3, calledAt: NOW, calls: 1 }, NOW);
  expect(queue.get(taken.id)).toEqual({ ...taken, state: 'called', desk: 3, calledAt: NOW, calls: 1 });
  expect(() => queue.update({ ...taken, id: nextId() }, NOW)).toThrow('MC-API-05');
});

it('says so after number 999 instead of printing a number nobody can call', () => {
  const { queue } = freshStore();
  for (let n = 1; n <= 999; n += 1) queue.take(ticket());
  expect(() => queue.take(ticket())).toThrow('MC-QUE-01');
  expect(queue.take(ticket({ letter: 'B' })).number).toBe(1);
});
