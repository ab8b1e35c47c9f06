import { beforeAll, describe, expect, it } from 'vitest';
import { LAYOUT_TEST_CODE } from '../../../domain/reader-test.ts';
import { traySheets } from '../../../renderer/setup/bench/feeder.ts';
import { maskedNumber, thingsOf } from '../../../renderer/setup/bench/things.ts';
import { diskSize } from '../../../renderer/setup/device-page/disk-size.ts';
import { phraseObserved } from '../../../renderer/setup/device-page/observed.ts';
import { withDevice } from '../../../renderer/setup/device-page/with-device.ts';
import { barsImage, qrImage } from '../../../renderer/setup/parts/code-picture.ts';
import type { Say } from '../../../renderer/setup/text.ts';
import { en } from '../../../renderer/setup/texts/en.ts';
import { vi } from '../../../renderer/setup/texts/vi.ts';
import { device, setupState, vietnamese } from './samples.ts';

let t: Say;
beforeAll(() => {
  t = vietnamese();
});

describe('what a test showed', () => {
  it('is phrased from its token, a scanner’s from its number of pages', () => {
    expect(phraseObserved(t, 'print:yes')).toBe('giấy ra, đọc được');
    expect(phraseObserved(t, '2')).toBe('2 tờ, nhận 2 trang');
    expect(phraseObserved(t, '0')).toBe('không nhận được trang nào');
  });

  it('is shown as it stands when it is nobody’s token', () => {
    expect(phraseObserved(t, 'constructor')).toBe('constructor');
  });
});

describe('the bench', () => {
  const samples = {
    receipt: 'MC1:X:Y',
    receiptCode: 'X',
    card: '046194006152|1|Tôn Nữ',
    ticket: '',
    foreign: 'G15',
    layout: LAYOUT_TEST_CODE,
  };

  it('offers five things, and hides the middle of the card’s number', () => {
    expect(thingsOf(samples).map(({ key }) => key)).toEqual(['receipt', 'card', 'ticket', 'foreign', 'layout']);
    expect(maskedNumber(samples.card)).toBe('046•••••6152');
    expect(maskedNumber('')).toBe('');
  });

  it('draws at most five sheets, and none for an empty tray', () => {
    expect(traySheets(50)).toEqual([1, 2, 3, 4, 5]);
    expect(traySheets(0)).toEqual([]);
    expect(traySheets(-1)).toEqual([]);
  });

  it('draws codes as pictures, Vietnamese in the QR included', () => {
    expect(barsImage(LAYOUT_TEST_CODE)).toMatch(/^data:image\/svg\+xml,/);
    expect(qrImage(samples.card)).toMatch(/^data:image\/svg\+xml,/);
  });
});

describe('small facts', () => {
  it('writes disk space with the comma of the language', () => {
    expect(diskSize(82_400_000_000, 'vi')).toBe('82 GB');
    expect(diskSize(1_540_000_000, 'vi')).toBe('1,5 GB');
    expect(diskSize(1_540_000_000, 'en')).toBe('1.5 GB');
    expect(diskSize(5_000_000, 'vi')).toBe('5,0 MB');
    expect(diskSize(5_000_000, 'en')).toBe('5.0 MB');
  });

  it('replaces only the device that has news', () => {
    const state = setupState({ devices: [device(), device({ id: 'b' })] });
    expect(withDevice(state, device({ id: 'b', state: 'busy' })).devices.map((one) => one.state)).toEqual([
      'ready',
      'busy',
    ]);
    expect(withDevice(state, device({ id: 'unknown' })).devices).toHaveLength(2);
  });

  it('is written in composed Vietnamese', () => {
    for (const texts of [vi, en]) expect(JSON.stringify(texts)).toBe(JSON.stringify(texts).normalize('NFC'));
  });
});
