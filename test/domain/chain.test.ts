import { describe, expect, it } from 'vitest';
import { chainOf, resultOfRow } from '../../domain/chain.ts';
import type { ActionRequest } from '../../domain/dossier-actions.ts';
import type { Movement } from '../../domain/movement.ts';
import type { Operation } from '../../domain/operation.ts';
import { hue } from './samples.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Tuesday 24 November 2026, 09:10 in Huế. */
const T0 = Date.UTC(2026, 10, 24, 2, 10);
const DOSSIER = '01930000-0000-7000-8000-0000000000d0';
const DESK = { unit: 'Bộ phận Một cửa', name: 'Trần Thị Mẫu' };
const START = { holder: DESK, receivedAt: T0, dueAt: T0 + 3 * DAY };
const JUSTICE = { unit: 'Tư pháp – Hộ tịch', name: 'Nguyễn Văn Mẫu' };
const LEADER = { unit: 'Lãnh đạo UBND', name: '' };

let made = 0;
const envelope = (minutes: number) => {
  made += 1;
  return {
    id: `01930000-0000-7000-8000-${made.toString(16).padStart(12, '0')}`,
    station: 'quay-1',
    sequence: made,
    officer: 'Trần Thị Mẫu',
    madeAt: T0 + minutes * MINUTE,
    correctedAt: T0 + minutes * MINUTE,
  };
};
const moved = (minutes: number, movement: Movement): Operation => ({
  ...envelope(minutes),
  type: 'dossier.moved',
  payload: { ...movement, dossierId: DOSSIER },
});
const handed = (minutes: number, to = JUSTICE, note = ''): Operation =>
  moved(minutes, { move: 'handed-over', to, note });
const taken = (minutes: number, { id: handOver }: Operation, receiver = ''): Operation =>
  moved(minutes, { move: 'taken-over', handOver, receiver, note: '' });
const back = (minutes: number, { id: handOver }: Operation): Operation =>
  moved(minutes, { move: 'taken-back', handOver });
const acted = (minutes: number, action: ActionRequest['action'], over: Partial<ActionRequest> = {}): Operation => ({
  ...envelope(minutes),
  type: 'dossier.acted',
  payload: { action, reason: '', to: '', ...over, dossierId: DOSSIER },
});

describe('where the papers are', () => {
  it('at the desk that took them in, until they are taken elsewhere', () => {
    const over = handed(10);
    expect(chainOf(START, [])).toEqual({ rows: [], holder: DESK, since: T0, waiting: undefined });
    expect(chainOf(START, [over])).toMatchObject({ holder: DESK, since: T0, waiting: { id: over.id, to: JUSTICE } });
    const { holder, since, waiting, rows } = chainOf(START, [over, taken(12, over, 'Nguyễn Văn Mẫu')]);
    expect({ holder, since, waiting }).toEqual({ holder: JUSTICE, since: T0 + 12 * MINUTE, waiting: undefined });
    expect(rows).toMatchObject([
      {
        from: DESK,
        to: JUSTICE,
        state: 'taken',
        handedBy: 'Trần Thị Mẫu',
        handedAt: T0 + 10 * MINUTE,
        takenBy: 'Nguyễn Văn Mẫu',
        takenAt: T0 + 12 * MINUTE,
      },
    ]);
  });

  it('goes from one to the next; who signed is the person there where none was named', () => {
    const [one, two] = [handed(10), handed(100, LEADER)];
    const chain = chainOf(START, [one, taken(12, one), two, taken(110, two, 'Phạm Thị Mẫu')]);
    expect(chain.rows.map(({ from, to }) => [from.unit, to.unit])).toEqual([
      ['Bộ phận Một cửa', 'Tư pháp – Hộ tịch'],
      ['Tư pháp – Hộ tịch', 'Lãnh đạo UBND'],
    ]);
    expect(chain.holder).toEqual({ unit: 'Lãnh đạo UBND', name: 'Phạm Thị Mẫu' });
    // Whoever writes down that a unit has it is not thereby the one who has it.
    expect(chainOf(START, [two, taken(110, two, LEADER.unit)]).holder).toEqual(LEADER);
    expect(chain.rows[0]?.endedAt).toBe(T0 + 100 * MINUTE);
  });

  it('a hand-over that was taken back or corrected is no row', () => {
    const [wrong, right] = [handed(10, LEADER), handed(11)];
    expect(chainOf(START, [wrong, back(11, wrong)])).toMatchObject({ rows: [], holder: DESK });
    expect(chainOf(START, [wrong, right]).rows).toMatchObject([{ from: DESK, to: JUSTICE, state: 'waiting' }]);
    // Another PC took the wrong one meanwhile: the province said no, or its word comes later. Nothing is torn.
    expect(chainOf(START, [wrong, right, taken(12, wrong)])).toMatchObject({ holder: DESK, waiting: { to: JUSTICE } });
  });

  it('a step that names its receiver is a row without a signature', () => {
    const over = handed(10, LEADER);
    const chain = chainOf(START, [over, acted(20, 'forward', { to: 'Địa chính – Xây dựng' })]);
    expect(chain.rows).toMatchObject([{ from: DESK, to: { unit: 'Địa chính – Xây dựng' }, state: 'unsigned' }]);
    expect(chain).toMatchObject({ holder: { unit: 'Địa chính – Xây dựng' }, waiting: undefined });
    expect(chainOf(START, [acted(20, 'forward')]).rows).toEqual([]);
  });
});

describe('how a row stood to the due time', () => {
  const calendar = hue;
  const resultAfter = (...operations: readonly Operation[]) => {
    const [row] = chainOf(START, operations).rows;
    if (row === undefined) throw new Error('no row');
    return (now: number) => resultOfRow(row, now, calendar);
  };
  const over = handed(10);
  const base = [over, taken(12, over)];
  const DAYS = 24 * 60;

  it('is open while it is there in time, and late once it is late', () => {
    const result = resultAfter(...base);
    expect(result(T0 + DAY)).toBeUndefined();
    expect(result(T0 + 3 * DAY + MINUTE)).toBe('late');
  });

  it.each([
    [2 * DAYS, 'early'],
    [3 * DAYS - 30, 'on-time'],
    [3 * DAYS + 30, 'late'],
  ])('done after %i minutes it is %s, whenever one looks', (minutes, expected) => {
    expect(resultAfter(...base, acted(minutes, 'record-result'))(T0 + 30 * DAY)).toBe(expected);
    expect(resultAfter(...base, handed(minutes, LEADER))(T0 + 30 * DAY)).toBe(expected);
  });

  it('counts by the due time of that moment', () => {
    const moved = acted(2 * DAYS, 'reschedule', { dueAt: T0 + 6 * DAY });
    expect(resultAfter(...base, moved, acted(5 * DAYS, 'record-result'))(T0 + 30 * DAY)).toBe('early');
    const later = acted(5 * DAYS, 'reschedule', { dueAt: T0 + 9 * DAY });
    expect(resultAfter(...base, handed(4 * DAYS, LEADER), later)(T0 + 30 * DAY)).toBe('late');
  });

  it('who gets a result that is there already has nothing more to do in time', () => {
    const done = acted(2 * DAYS, 'record-result');
    const home = handed(2 * DAYS + 5, DESK);
    const rows = chainOf(START, [
      ...base,
      done,
      home,
      taken(2 * DAYS + 6, home),
      acted(9 * DAYS, 'return-result'),
    ]).rows;
    expect(rows.map((row) => resultOfRow(row, T0 + 30 * DAY, calendar))).toEqual(['early', 'early']);
  });
});
