import { describe, expect, it } from 'vitest';
import {
  byUrgency,
  countStates,
  isTroubled,
  reasonCode,
  toneOf,
} from '../../../../renderer/setup/device-page/triage.ts';
import { device } from '../samples.ts';

const names = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);

describe('the order of the device list', () => {
  it('puts what needs attention first, then what is not seen, then warnings, the rest as declared', () => {
    const list = [
      device({ id: 'well' }),
      device({ id: 'warned', warning: 'MC-PRN-04' }),
      device({ id: 'gone', state: 'absent', code: 'MC-PRN-01' }),
      device({ id: 'jammed', state: 'attention', code: 'MC-DSC-01' }),
      device({ id: 'busy', state: 'busy' }),
    ];
    expect(names(byUrgency(list))).toEqual(['jammed', 'gone', 'warned', 'well', 'busy']);
  });

  it('keeps the declared order among the well', () => {
    expect(names(byUrgency([device({ id: 'b' }), device({ id: 'a' })]))).toEqual(['b', 'a']);
  });
});

describe('how a device looks', () => {
  it('shows a ready device with a warning as wanting a look, with the warning as its reason', () => {
    const warned = device({ warning: 'MC-PRN-04' });
    expect([toneOf(warned), isTroubled(warned), reasonCode(warned)]).toEqual(['due', true, 'MC-PRN-04']);
  });

  it('does not call a printer that cannot tell its state troubled', () => {
    const mute = device({ state: 'unknown' });
    expect([toneOf(mute), isTroubled(mute), reasonCode(mute)]).toEqual(['gone', false, undefined]);
  });

  it('counts the states that occur and no others', () => {
    expect(countStates([device(), device({ state: 'absent' }), device()])).toEqual([
      { state: 'ready', count: 2 },
      { state: 'absent', count: 1 },
    ]);
  });
});
