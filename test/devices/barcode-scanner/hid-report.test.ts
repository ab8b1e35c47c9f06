import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Frame, MAX_READ_BYTES } from '../../../devices/barcode-scanner/decode.ts';
import { HID_PROFILES, type HidReportProfile, profileFor } from '../../../devices/barcode-scanner/hid-profiles.ts';
import { createReportJoiner, parseReport } from '../../../devices/barcode-scanner/hid-report.ts';
import { reportsOf } from '../../rig/hid-reports.ts';

const named = (name: string): HidReportProfile => profileFor(name, undefined);
const COMMON = named('usb-if');
const CODE = 'H57.23.15-210312-0003';
const CARD = '046190000123|191234567|Nguyễn Thị Mẫu|05081990|Nữ|Thôn 1, Xã Mẫu, Huyện Mẫu, Thừa Thiên Huế|15042021';

const readAll = (profile: HidReportProfile, reports: readonly Uint8Array[]): readonly Frame[] => {
  const joiner = createReportJoiner(profile);
  return [...reports.flatMap((report) => joiner.push(report)), ...joiner.quiet()];
};

describe('one input report', () => {
  test('as printed in a maker’s manual: 56 bytes, an id, and more to come', () => {
    // The worked example of Access-IS's LSR118 manual (appendix B.1.1).
    const text = 'M1GATHERGOOD/MICHAEL YABCDEF LHRDURAK 3542 052Y003D23  M1'.slice(0, 56);
    const report = Uint8Array.from([2, 0x38, 0x5d, 0x51, 0x30, ...new TextEncoder().encode(text), 0x73, 0, 1]);
    const part = parseReport(COMMON, report);
    expect(part).toMatchObject({ kind: 'part', aim: ']Q0', more: true });
    expect(part.kind === 'part' && new TextDecoder().decode(part.data)).toBe(text);
  });

  test('of another id is not a code', () => {
    expect(parseReport(COMMON, new Uint8Array(64).fill(3)).kind).toBe('other');
  });

  test('that is short, or claims more than it can hold, is damaged', () => {
    const [report = new Uint8Array()] = reportsOf(COMMON, CODE);
    expect(parseReport(COMMON, report.slice(0, 63)).kind).toBe('damaged');
    expect(parseReport(COMMON, Uint8Array.of()).kind).toBe('damaged');
    expect(
      parseReport(
        COMMON,
        Uint8Array.from(report, (byte, at) => (at === 1 ? 57 : byte)),
      ).kind,
    ).toBe('damaged');
  });
});

describe.each(HID_PROFILES.map((profile) => [profile.name, profile] as const))(
  'a reader of the profile %s',
  (_, profile) => {
    test('brings a code of one report', () => {
      expect(readAll(profile, reportsOf(profile, CODE, ']C0'))).toEqual([{ text: CODE, aim: ']C0' }]);
    });

    test('brings a citizen card of several reports, letters cut between two of them included', () => {
      expect(reportsOf(profile, CARD).length).toBeGreaterThan(1);
      expect(readAll(profile, reportsOf(profile, CARD, ']Q1'))).toEqual([{ text: CARD, aim: ']Q1' }]);
    });

    test('brings any text whole, and a second one after it', () => {
      fc.assert(
        fc.property(fc.stringMatching(/^[A-Za-z0-9.:| ưễ-]{1,300}$/), (text) => {
          const sent = new TextEncoder().encode(text).length;
          // A full report says nothing about its being the last; the silence decides (below).
          fc.pre(profile.more !== 'when-full' || (sent + 3) % profile.dataMax !== 0);
          const frames = readAll(profile, [...reportsOf(profile, text, ']C0'), ...reportsOf(profile, CODE, ']C0')]);
          expect(frames).toEqual([
            { text, aim: ']C0' },
            { text: CODE, aim: ']C0' },
          ]);
        }),
        { numRuns: 50 },
      );
    });

    test('bounded memory and no throw, whatever the reports hold', () => {
      const report = fc.oneof(
        fc
          .uint8Array({ minLength: 64, maxLength: 64 })
          .map((bytes) => Uint8Array.from(bytes, (byte, at) => (at === 0 ? profile.reportId : byte))),
        fc.uint8Array({ maxLength: 80 }),
      );
      fc.assert(
        fc.property(fc.array(report, { maxLength: 120 }), (reports) => {
          for (const frame of readAll(profile, reports))
            if ('text' in frame)
              expect(new TextEncoder().encode(frame.text).length).toBeLessThanOrEqual(MAX_READ_BYTES);
        }),
        { numRuns: 50 },
      );
    });

    test('a megabyte without an end is refused once, and the next code is read', () => {
      const joiner = createReportJoiner(profile);
      const [endless = new Uint8Array()] = reportsOf(profile, 'A'.repeat(profile.dataMax * 2));
      const frames = Array.from({ length: 20_000 }, () => joiner.push(endless)).flat();
      expect(frames).toEqual([{ refused: 'MC-SCN-03' }]);
      expect(joiner.quiet()).toEqual([]);
      expect(reportsOf(profile, CODE).flatMap((report) => joiner.push(report))).toMatchObject([{ text: CODE }]);
    });
  },
);

describe('a code of several reports', () => {
  const [first = new Uint8Array(), ...rest] = reportsOf(COMMON, CARD, ']Q1');

  test('that falls silent half-way is dropped and said, and the next is whole', () => {
    const joiner = createReportJoiner(COMMON);
    expect(joiner.push(first)).toEqual([]);
    expect(joiner.waiting).toBe(true);
    expect(joiner.quiet()).toEqual([{ refused: 'MC-SCN-01' }]);
    expect(reportsOf(COMMON, CODE).flatMap((report) => joiner.push(report))).toMatchObject([{ text: CODE }]);
  });

  test('is forgotten without a word when the cable is lost', () => {
    const joiner = createReportJoiner(COMMON);
    joiner.push(first);
    joiner.reset();
    expect(joiner.quiet()).toEqual([]);
    expect(reportsOf(COMMON, CODE).flatMap((report) => joiner.push(report))).toMatchObject([{ text: CODE }]);
  });

  test('is never glued to a code of another kind', () => {
    expect(readAll(COMMON, [first, ...reportsOf(COMMON, CODE, ']C0')])).toEqual([
      { refused: 'MC-SCN-01' },
      { text: CODE, aim: ']C0' },
    ]);
  });

  test('is dropped when a damaged report comes between', () => {
    const joiner = createReportJoiner(COMMON);
    joiner.push(first);
    expect(joiner.push(first.slice(0, 20))).toEqual([{ refused: 'MC-SCN-01' }]);
    expect(rest.flatMap((report) => joiner.push(report))).not.toContainEqual(expect.objectContaining({ text: CARD }));
  });

  test('where only fullness says that it goes on, silence after a full report ends it', () => {
    const profile = named('microscan');
    const joiner = createReportJoiner(profile);
    expect(joiner.push(reportsOf(profile, 'A'.repeat(profile.dataMax))[0] ?? new Uint8Array())).toEqual([]);
    expect(joiner.quiet()).toEqual([{ text: 'A'.repeat(profile.dataMax) }]);
  });
});

test('bytes that are not UTF-8 are refused, never guessed', () => {
  const [report = new Uint8Array()] = reportsOf(COMMON, 'AAAA');
  expect(readAll(COMMON, [Uint8Array.from(report, (byte, at) => (at === 6 ? 0xd2 : byte))])).toEqual([
    { refused: 'MC-SCN-01' },
  ]);
});

describe('which profile a reader has', () => {
  const usb = (vendorId: string) => ({ usb: { vendorId, productId: '0d10' } });
  test('the one a technician names, else by its maker, else the common one', () => {
    expect(profileFor('microscan', usb('1eab')).name).toBe('microscan');
    expect(profileFor('auto', usb('1eab')).name).toBe('newland');
    expect(profileFor('auto', usb('0c2e')).name).toBe('usb-if');
    expect(profileFor('auto', undefined).name).toBe('usb-if');
    expect(profileFor('no-such-profile', undefined).name).toBe('usb-if');
  });
});
