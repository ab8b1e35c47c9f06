/** Ways in which a vendor's portal could get its limits wrong. */
import { type Answered, type Asked, bodyOf, type Mutation } from './mutant.ts';
import type { Case } from './mutations.ts';

const MOST = 40;

const busy = (headers: Readonly<Record<string, string>>): Answered => ({
  status: 429,
  headers: { 'content-type': 'application/json', ...headers },
  body: bodyOf({ code: 'MC-NET-13', message: { vi: 'Xin chờ.', en: 'Please wait.' } }),
});

/** So many requests of each whom it counts for one; then no more. */
const limits =
  (whose: (asked: Asked) => string, answer: Answered): (() => Mutation) =>
  () => {
    const asked = new Map<string, number>();
    return async (one, forward) => {
      const count = (asked.get(whose(one)) ?? 0) + 1;
      asked.set(whose(one), count);
      return count > MOST ? answer : forward(one);
    };
  };

const token = ({ headers, path }: Asked): string =>
  // Whoever greets has shown nothing yet, and is counted for himself here.
  path === '/v1/info' ? crypto.randomUUID() : (headers['authorization'] ?? '');

export const RATE_MUTATIONS: readonly Case[] = [
  {
    name: 'counts an office for one station',
    mutation: limits(() => 'the address', busy({ 'retry-after': '1' })),
    caughtBy: ['RATE-1', 'RATE-2'],
  },
  { name: 'asks to wait and does not say how long', mutation: limits(token, busy({})), caughtBy: ['RATE-2'] },
  {
    name: 'asks to wait for a day',
    mutation: limits(token, busy({ 'retry-after': '86400' })),
    caughtBy: ['RATE-2'],
  },
  {
    name: 'calls a station that asks too often unknown',
    mutation: limits(token, { ...busy({ 'retry-after': '1' }), status: 401 }),
    caughtBy: ['RATE-2'],
  },
];
