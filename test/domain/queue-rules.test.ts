import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateOfDay } from '../../domain/local-time.ts';
import {
  estimateWait,
  expectedCall,
  formatTicket,
  formatTicketBarcode,
  nextTicket,
  nextTicketNumber,
  ordinarySincePriority,
  type PriorityPolicy,
  parseTicketBarcode,
  priorityPolicySchema,
  typicalServiceMinutes,
  voiceClips,
  type WaitingTicket,
} from '../../domain/queue-rules.ts';
import { anyText } from './samples.ts';

const ticket = (letter: string, number: number, priority = false): WaitingTicket => ({
  id: `${letter}${number}`,
  letter,
  number,
  priority,
  takenAt: 1_000 * number,
});

const strict: PriorityPolicy = { mode: 'strict' };
const oneInThree: PriorityPolicy = { mode: 'interleaved', every: 3 };

/** Calls until nobody waits, as a desk would. */
function callAll(waiting: readonly WaitingTicket[], policy: PriorityPolicy): readonly WaitingTicket[] {
  const called: WaitingTicket[] = [];
  while (called.length < waiting.length) {
    const left = waiting.filter((one) => !called.includes(one));
    const next = nextTicket({
      waiting: left,
      letters: [],
      policy,
      ordinarySincePriority: ordinarySincePriority(called),
    });
    if (!next) break;
    called.push(next);
  }
  return called;
}

describe('who is next', () => {
  const waiting = [
    ticket('A', 1),
    ticket('A', 2),
    ticket('A', 3),
    ticket('A', 4),
    ticket('A', 5, true),
    ticket('A', 6, true),
  ];
  const numbers = (policy: PriorityPolicy) => callAll(waiting, policy).map((one) => one.number);

  it('strict: people in need first', () => {
    expect(numbers(strict)).toEqual([5, 6, 1, 2, 3, 4]);
  });

  it('interleaved: one in three while both wait', () => {
    expect(numbers(oneInThree)).toEqual([5, 1, 2, 6, 3, 4]);
  });

  it('only of the letters the desk serves', () => {
    const both = [ticket('A', 1), ticket('B', 2)];
    const question = { waiting: both, policy: strict, ordinarySincePriority: 0 };
    expect(nextTicket({ ...question, letters: ['B'] })?.id).toBe('B2');
    expect(nextTicket({ ...question, letters: ['C'] })).toBeUndefined();
    expect(nextTicket({ ...question, letters: [] })?.id).toBe('A1');
  });

  it('calls everybody once, each kind in its order, and a person in need within N calls', () => {
    const people = fc
      .array(fc.boolean(), { maxLength: 25 })
      .map((list) => list.map((priority, index) => ticket('A', index + 1, priority)));
    const policies = fc.oneof(
      fc.constant(strict),
      fc.integer({ min: 2, max: 6 }).map((every): PriorityPolicy => ({ mode: 'interleaved', every })),
    );
    fc.assert(
      fc.property(people, policies, (line, policy) => {
        const called = callAll(line, policy);
        expect(new Set(called).size).toBe(line.length);
        for (const kind of [true, false]) {
          const order = called.filter((one) => one.priority === kind).map((one) => one.number);
          expect(order).toEqual([...order].sort((a, b) => a - b));
        }
        const every = policy.mode === 'strict' ? 1 : policy.every;
        const priorities = called.flatMap((one, index) => (one.priority ? [index] : []));
        priorities.forEach((index, rank) => {
          expect(index).toBeLessThanOrEqual(rank * every);
        });
      }),
    );
  });

  it('breaks ties of the clock the same way in whatever order they are listed', () => {
    const tied = [1, 2, 3].map((number) => ({ ...ticket('A', number), takenAt: 5 }));
    const question = { letters: [], policy: strict, ordinarySincePriority: 0 };
    expect(nextTicket({ ...question, waiting: tied })?.number).toBe(1);
    expect(nextTicket({ ...question, waiting: tied.toReversed() })?.number).toBe(1);
  });

  it('refuses an interleaving that is none', () => {
    expect(priorityPolicySchema.safeParse({ mode: 'interleaved', every: 1 }).success).toBe(false);
    expect(priorityPolicySchema.safeParse(oneInThree).success).toBe(true);
  });
});

describe('tickets', () => {
  it('are numbered by letter and local day', () => {
    const given = [
      { letter: 'A', number: 11, day: '2026-11-24' },
      { letter: 'A', number: 12, day: '2026-11-24' },
      { letter: 'B', number: 40, day: '2026-11-24' },
      { letter: 'A', number: 80, day: '2026-11-23' },
    ];
    expect(nextTicketNumber(given, 'A', '2026-11-24')).toBe(13);
    expect(nextTicketNumber(given, 'A', '2026-11-25')).toBe(1);
    expect(nextTicketNumber([], 'C', '2026-11-24')).toBe(1);
  });

  it('are written A 012 and spoken digit by digit', () => {
    expect(formatTicket({ letter: 'A', number: 12 })).toBe('A 012');
    expect(voiceClips({ letter: 'A', number: 12 }, 3)).toEqual([
      'moi-cong-dan-so',
      'a',
      '0',
      '1',
      '2',
      'den-quay-so',
      '3',
    ]);
    expect(voiceClips({ letter: 'B', number: 140 }, 12).slice(-3)).toEqual(['den-quay-so', '1', '2']);
  });

  it('come back from their barcode', () => {
    const any = fc.record({
      letter: fc.constantFrom(...'ABCDEGHKLMN'),
      number: fc.integer({ min: 1, max: 999 }),
      day: fc.integer({ min: 18_000, max: 30_000 }).map(dateOfDay),
    });
    fc.assert(
      fc.property(any, (one) => {
        expect(parseTicketBarcode(`${formatTicketBarcode(one)}\r\n`)).toEqual(one);
        expect(parseTicketBarcode(formatTicketBarcode(one).toLowerCase())).toEqual(one);
      }),
    );
  });

  it('are refused when torn, and nothing is thrown', () => {
    for (const text of ['', 'MCT:A012', 'MCT:A000:261124', 'MCT:A012:261341', 'MCT:12:261124'])
      expect(parseTicketBarcode(text)).toBeUndefined();
    fc.assert(
      fc.property(anyText, (text) => {
        parseTicketBarcode(text);
      }),
    );
  });
});

describe('the estimated wait', () => {
  it('is a range in steps of five', () => {
    expect(estimateWait(4, 1, 3)).toEqual({ from: 5, to: 15 });
    expect(estimateWait(0, 2, 6)).toEqual({ from: 0, to: 5 });
    expect(estimateWait(10, 2, 6)).toEqual({ from: 20, to: 40 });
    expect(expectedCall(0, { from: 5, to: 10 })).toEqual({ from: 300_000, to: 600_000 });
  });

  it('grows with people ahead, shrinks with desks, and is a true range', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 200 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 60 }),
        (ahead, desks, minutes) => {
          const wait = estimateWait(ahead, desks, minutes);
          expect(wait.from % 5 === 0 && wait.to % 5 === 0 && wait.from < wait.to).toBe(true);
          expect(estimateWait(ahead + 1, desks, minutes).to).toBeGreaterThanOrEqual(wait.to);
          expect(estimateWait(ahead, desks + 1, minutes).to).toBeLessThanOrEqual(wait.to);
        },
      ),
    );
  });

  it('takes the middle of recent services, once there are five', () => {
    expect(typicalServiceMinutes([4, 5, 60, 6, 5], 7)).toBe(5);
    expect(typicalServiceMinutes([60, 60], 7)).toBe(7);
  });
});
