import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import { dayOfId, idsOfDay } from '../../domain/day-of-id.ts';
import { localDate } from '../../domain/local-time.ts';

const instants = fc.integer({ min: 0, max: Date.UTC(2200, 0, 1) });

it('is the local day of the id’s milliseconds, and the id lies among that day’s', () => {
  fc.assert(
    fc.property(instants, (msecs) => {
      const id = uuidv7({ msecs });
      expect(dayOfId(id)).toBe(localDate(msecs));
      const { from, before } = idsOfDay(dayOfId(id));
      expect([from <= id, id < before]).toEqual([true, true]);
    }),
  );
});

it('begins at midnight in Việt Nam, 17:00 UTC', () => {
  const midnight = Date.UTC(2026, 10, 23, 17);
  expect(dayOfId(uuidv7({ msecs: midnight }))).toBe('2026-11-24');
  expect(dayOfId(uuidv7({ msecs: midnight - 1 }))).toBe('2026-11-23');
  expect(idsOfDay('2026-11-23').before).toBe(idsOfDay('2026-11-24').from);
});

it('has a range also for a day before there were any, or after the last that an id can name', () => {
  expect(idsOfDay('1969-01-01')).toEqual({
    from: '00000000-0000-0000-0000-000000000000',
    before: '00000000-0000-0000-0000-000000000000',
  });
  expect(idsOfDay('9999-12-31').from <= idsOfDay('9999-12-31').before).toBe(true);
});
