import { describe, expect, test } from 'vitest';
import { boardFraming } from '../../../../../devices/queue-board/framings.ts';
import { suggestAll } from '../../../../../devices/suggest.ts';
import type { DeviceCandidate } from '../../../../../domain/device-candidate.ts';
import type { DeviceConfig } from '../../../../../domain/device-config.ts';
import {
  BY_HAND,
  byUse,
  configOf,
  draftOf,
  FRAMINGS,
  withRole,
} from '../../../../../renderer/setup/device-page/add/draft.ts';

const cable = suggestAll([{ source: 'port', port: { type: 'serial', path: '/dev/ttyUSB0' } }], [])[0];
const choices = cable?.suggestions.map(({ config }) => config) ?? [];
const choice = (driver: string): DeviceConfig => {
  const found = choices.find((one) => one.driver === driver);
  if (!found) throw new Error(driver);
  return found;
};

describe('a thing that may be anything', () => {
  test('another role keeps what was typed and changes what was only proposed', () => {
    const draft = draftOf(choice('serial'), 2);
    expect(withRole(draft, choice('escpos-serial'))).toMatchObject({ name: 'Máy in phiếu' });
    expect(withRole({ ...draft, name: 'Của chị Hoa' }, choice('escpos-serial'))).toMatchObject({ name: 'Của chị Hoa' });
  });

  test('a reader gets its window, a board the desk it hangs over', () => {
    expect(configOf({ ...draftOf(choice('serial'), 2), target: 'kiosk' }, 2)).toMatchObject({
      driver: 'serial',
      target: 'kiosk',
      path: '/dev/ttyUSB0',
    });
    expect(configOf({ ...draftOf(choice('led-serial'), 2), board: 5 }, 2)).toMatchObject({ boards: { 2: 5 } });
  });
});

describe('by hand', () => {
  const printer = draftOf(BY_HAND.printer, 1);
  const scanner = draftOf(BY_HAND.scanner, 1);

  test('an address and a port make a network printer', () => {
    expect(configOf({ ...printer, host: ' 192.168.1.50 ' }, 1)).toMatchObject({ host: '192.168.1.50', port: 9100 });
    expect(configOf({ ...scanner, url: 'http://192.168.1.60/eSCL' }, 1)).toMatchObject({ driver: 'escl' });
    expect(configOf(draftOf(BY_HAND.keyboard, 1), 1)).toMatchObject({ driver: 'keyboard-wedge', suffix: '\r' });
  });

  test.each([
    ['no address', { ...printer, host: '' }],
    ['a line break in an address', { ...printer, host: 'a b' }],
    ['a port that is none', { ...printer, host: 'a', port: 'x' }],
    ['a port beyond the last', { ...printer, host: 'a', port: '70000' }],
    ['no name', { ...printer, host: 'a', name: '  ' }],
    ['an address of another kind', { ...scanner, url: 'file:///etc/passwd' }],
  ])('%s is not taken', (_, draft) => {
    expect(configOf(draft, 1)).toBeUndefined();
  });
});

test('the framings that are offered are framings that the boards know', () => {
  for (const id of Object.values(FRAMINGS)) expect(boardFraming(id)?.id).toBe(id);
  expect(boardFraming(choice('led-serial').driver === 'led-serial' ? FRAMINGS.framing1 : '')?.id).toBe('id-digits-sum');
});

test('what can be added comes first, what is in use or of no use last', () => {
  const candidate = (id: string, over: Partial<DeviceCandidate>): DeviceCandidate => ({
    id,
    source: 'serial',
    place: id,
    label: '',
    suggestions: [],
    ...over,
  });
  const [unsure] = cable?.suggestions ?? [];
  if (!unsure) throw new Error('no suggestion');
  const list = [
    candidate('useless', {}),
    candidate('used', { suggestions: [{ ...unsure, sure: true }], usedBy: 'a' }),
    candidate('unsure', { suggestions: [unsure] }),
    candidate('sure', { suggestions: [{ ...unsure, sure: true }] }),
  ];
  expect(byUse(list).map(({ id }) => id)).toEqual(['sure', 'unsure', 'used', 'useless']);
});
