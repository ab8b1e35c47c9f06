import { describe, expect, it } from 'vitest';
import { ERROR_SENTENCES } from '../../../../domain/errors.ts';
import { remedyOf } from '../../../../renderer/setup/device-page/remedy.ts';
import { vi } from '../../../../renderer/setup/texts/vi.ts';
import { device } from '../samples.ts';

describe('what to do about a trouble', () => {
  it('tells how to change the roll of a receipt printer', () => {
    expect(remedyOf(device({ state: 'attention', code: 'MC-PRN-03' }))).toEqual(['openLid', 'newRoll', 'closeLid']);
  });

  it('speaks of the tray when a page printer is out of paper', () => {
    expect(remedyOf(device({ kind: 'page-printer', state: 'attention', code: 'MC-PRN-03' }))).toEqual([
      'tray',
      'shutTray',
    ]);
  });

  it('has nothing to do at a device that is well', () => {
    expect(remedyOf(device())).toEqual([]);
    expect(remedyOf(device({ state: 'unknown' }))).toEqual([]);
  });

  it('has steps for a device that is not seen, with or without a code', () => {
    expect(remedyOf(device({ state: 'absent' }))).not.toEqual([]);
    expect(remedyOf(device({ state: 'absent', code: 'MC-PRN-01' }))).toEqual(['power', 'cable', 'look']);
  });

  it('has steps and a word for every code that a device can show as its trouble', () => {
    // Uncertain prints, papers that could not be prepared, damaged pages, differing counts, stops and ways of feeding that a scanner lacks belong to a job, not to a device.
    const ofJobs = [
      'MC-PRN-05',
      'MC-PRN-10',
      'MC-PRN-11',
      'MC-PRN-12',
      'MC-PRN-14',
      'MC-DSC-02',
      'MC-DSC-06',
      'MC-DSC-07',
      'MC-DSC-08',
      'MC-DSC-11',
      'MC-DSC-21',
      'MC-DSC-22',
      'MC-DSC-23',
      'MC-DSC-24',
      'MC-DSC-25',
    ];
    const codes = Object.keys(ERROR_SENTENCES).filter(
      (code) => /^MC-(DEV|PRN|DSC|BCR)-/.test(code) && !ofJobs.includes(code),
    );
    for (const code of codes) {
      expect(remedyOf(device({ state: 'attention', code })), code).not.toEqual([]);
      expect(Object.keys(vi.trouble), code).toContain(code);
    }
  });
});
