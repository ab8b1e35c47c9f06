import { describe, expect, it } from 'vitest';
import type { EffectiveSetting, SettingView } from '../../../../domain/effective-setting.ts';
import { inOrder, settingsInForce, sourcesOf, weekText } from '../../../../renderer/setup/lists/settings-view.ts';
import { NOON } from '../samples.ts';

const made = { decision: '', reason: '', madeAt: 1, madeBy: 'Sở Nội vụ (mẫu)' };
const morning = [{ from: '07:30', to: '11:30' }];
const week = {
  monday: morning,
  tuesday: morning,
  wednesday: morning,
  thursday: [],
  friday: [],
  saturday: [],
  sunday: [],
};
const hours = (id: string, from: string): EffectiveSetting => ({
  ...made,
  id,
  key: 'opening-hours',
  from,
  value: week,
});
const off = (id: string, from: string, madeAt = 1): EffectiveSetting => ({
  ...made,
  madeAt,
  id,
  key: 'day',
  from,
  value: { kind: 'off' },
});
const withdrawn = (of: string): EffectiveSetting => ({ ...made, id: `rut.${of}`, key: 'withdrawal', of });
const views = (...settings: readonly EffectiveSetting[]): readonly SettingView[] =>
  settings.map((setting) => ({ setting, cameAt: NOON, source: 'portal', withdrawn: false }));

describe('what counts of the office’s decisions', () => {
  it('is nothing where nothing was decided', () => {
    expect(settingsInForce([], NOON)).toEqual({ hours: undefined, queue: undefined, days: [], later: [] });
  });

  it('is the last one whose day has come; what comes later is announced', () => {
    const found = settingsInForce(
      views(hours('cu', '2026-01-01'), hours('nay', '2026-11-24'), hours('sau', '2026-11-25')),
      NOON,
    );
    expect(found.hours).toMatchObject({ setting: { id: 'nay' }, source: 'portal', cameAt: NOON });
    expect(found.later.map(({ setting }) => setting.id)).toEqual(['sau']);
  });

  it('leaves out what was withdrawn, days that are over, and what was decided anew for the same day', () => {
    const { days, hours: now } = settingsInForce(
      views(
        hours('bo', '2026-11-01'),
        withdrawn('bo'),
        off('qua', '2026-11-23'),
        off('truoc', '2026-12-31'),
        off('sau', '2026-12-31', 2),
        off('nay', '2026-11-24'),
      ),
      NOON,
    );
    expect(now).toBeUndefined();
    expect(days.map(({ setting }) => setting.id)).toEqual(['nay', 'sau']);
  });
});

it('says every source once', () => {
  const [fromPortal] = views(hours('h', '2026-01-01'));
  const [day, next] = views(off('a', '2026-12-01'), off('b', '2026-12-02'));
  if (!fromPortal || !day || !next) throw new Error('no sample');
  const mixed = [fromPortal, { ...day, source: 'file' as const }, next];
  expect(sourcesOf(settingsInForce(mixed, NOON))).toEqual(['portal', 'file']);
  expect(sourcesOf(settingsInForce([], NOON))).toEqual([]);
});

it('days in a row with the same hours are one line', () => {
  expect(weekText(week)).toEqual([
    { first: 'monday', last: 'wednesday', hours: '07:30–11:30' },
    { first: 'thursday', last: 'sunday', hours: '' },
  ]);
});

it('hours stand before days, days by date, what is taken back last', () => {
  const given = [withdrawn('x'), off('b', '2026-12-02'), off('a', '2026-12-01'), hours('h', '2027-01-01')];
  expect(inOrder(given).map(({ id }) => id)).toEqual(['h', 'a', 'b', 'rut.x']);
});
