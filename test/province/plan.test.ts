import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadCalendar, readCatalogue } from '../../station/catalogue.ts';
import { clockErrorAt, lineModeAt, planFaults } from './faults.ts';
import { officesOf } from './offices.ts';
import { digestOfPlan, type ProvinceSize, planActs } from './plan.ts';
import { contentOf } from './random.ts';
import { timelineOf } from './timeline.ts';

const ASSETS = join(import.meta.dirname, '..', '..', 'assets');
const SIZE: ProvinceSize = { seed: 'mẫu', stations: 20, days: 2 };
const timeline = timelineOf(loadCalendar(ASSETS), SIZE.days);
const parts = { catalogue: readCatalogue(ASSETS), timeline };

const everything = (size: ProvinceSize): string =>
  digestOfPlan([planActs(size, parts, () => true), planFaults(size, timeline, 3), officesOf(size.seed, size.stations)]);

describe('the plan', () => {
  test('is the seed’s: the same one gives the same acts and faults, another one others', () => {
    expect(everything(SIZE)).toBe(everything({ ...SIZE }));
    expect(everything(SIZE)).not.toBe(everything({ ...SIZE, seed: 'khác' }));
  });

  test('does not depend on which process makes it', () => {
    const all = planActs(SIZE, parts, () => true);
    for (const worker of [0, 1, 2]) {
      const mine = planActs(SIZE, parts, ({ index }) => index % 3 === worker);
      const key = ({ tick, operationId }: (typeof all)[number]) => `${tick} ${operationId}`;
      expect(mine.map(key).toSorted()).toEqual(
        all
          .filter(({ office }) => office % 3 === worker)
          .map(key)
          .toSorted(),
      );
    }
  });

  test('has the province’s volume: about 13 dossiers a station and day, each with a life', () => {
    const size = { ...SIZE, stations: 152 };
    const acts = planActs(size, parts, () => true);
    const dossiers = acts.filter(({ deed }) => deed.kind === 'receive').length / size.stations / size.days;
    expect(dossiers).toBeGreaterThan(11);
    expect(dossiers).toBeLessThan(15);
    const kinds = new Set(
      acts.map(({ deed }) => (deed.kind === 'act' ? deed.action : deed.kind === 'move' ? deed.move : deed.kind)),
    );
    expect([...kinds].toSorted()).toEqual([
      'cancel',
      'forward',
      'handed-over',
      'rate',
      'receive',
      'receive-supplement',
      'record-result',
      'refuse',
      'request-supplement',
      'reschedule',
      'return-result',
      'scan',
      'submit-for-signature',
      'taken-back',
      'taken-over',
    ]);
  });

  test('gives no id twice', () => {
    const ids = planActs(SIZE, parts, () => true).map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test('some communes have two stations, and each station a name and a token of its own', () => {
  const offices = officesOf('mẫu', 152);
  expect(offices).toHaveLength(152);
  expect(new Set(offices.map(({ commune }) => commune)).size).toBeLessThan(152);
  expect(new Set(offices.map(({ station }) => station)).size).toBe(152);
  expect(new Set(offices.map(({ token }) => token)).size).toBe(152);
});

test('every kind of fault comes up in a province’s week', () => {
  const week = timelineOf(loadCalendar(ASSETS), 5);
  const { offices, kills, portalKills } = planFaults({ ...SIZE, stations: 152, days: 5 }, week, 3);
  const long = offices.flatMap(({ cut }) => cut).filter(({ from, to }) => to - from >= week.ofDay);
  const jumps = new Set(offices.flatMap(({ clock }) => clock.map(({ by }) => Math.sign(by))));
  expect([...jumps].toSorted()).toEqual([-1, 1]);
  expect([long.length, kills.length, portalKills.length].every((count) => count > 0)).toBe(true);
  expect(offices.some(({ crashes }) => crashes.length > 0)).toBe(true);
  expect(offices.some(({ restores }) => restores.length > 0)).toBe(true);
});

test('a window of trouble holds from its first to its last half hour', () => {
  const faults = {
    cut: [{ from: 2, to: 3 }],
    flaky: [{ from: 3, to: 5 }],
    crashes: [],
    clock: [{ from: 1, to: 1, by: 7 }],
    restores: [],
  };
  expect([1, 2, 3, 4, 5, 6].map((tick) => lineModeAt(faults, tick))).toEqual([
    'up',
    'cut',
    'cut',
    'flaky',
    'flaky',
    'up',
  ]);
  expect([0, 1, 2].map((tick) => clockErrorAt(faults, tick))).toEqual([0, 7, 0]);
});

test('a scan’s bytes are made anew from its name', () => {
  expect(contentOf('a', 1_000)).toEqual(contentOf('a', 1_000));
  expect(contentOf('a', 1_000)).not.toEqual(contentOf('b', 1_000));
});
