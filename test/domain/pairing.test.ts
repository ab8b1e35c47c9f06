import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  fingerprintOf,
  formatPairingCode,
  groupedWhileTyped,
  isSafePortal,
  PAIRING_CODE_LENGTH,
  pairingCodeFromBytes,
  pairingCodeSchema,
  readPairingCode,
  readPortalAddress,
} from '../../domain/pairing.ts';

const codes = fc
  .uint8Array({ minLength: 64, maxLength: 64 })
  .map((bytes) => pairingCodeFromBytes(bytes))
  .filter((code) => code !== undefined);
const read = (typed: string) => {
  const result = readPairingCode(typed);
  return result.ok ? result.value : result.code;
};

describe('a pairing code', () => {
  test('is read however it is typed: case, blanks, dashes, look-alikes', () => {
    fc.assert(
      fc.property(codes, fc.nat({ max: 3 }), (code, style) => {
        const alike = code.replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('8', 'B').replaceAll('V', 'u');
        const typed = [formatPairingCode(code), alike.toLowerCase(), [...code].join(' '), ` ${alike}\t`][style] ?? '';
        expect(read(typed)).toBe(code);
        expect(pairingCodeSchema.safeParse(code).success).toBe(true);
      }),
    );
  });

  test('with one wrong character, or two exchanged, is never another good one', () => {
    const other = fc.constantFrom(...'0123456789ACDEFGHJKMNPQRSTVWXYZ');
    fc.assert(
      fc.property(
        codes,
        fc.nat(PAIRING_CODE_LENGTH - 1),
        fc.nat(PAIRING_CODE_LENGTH - 1),
        other,
        (code, at, to, wrong) => {
          const chars = [...code];
          const mistyped = chars.with(at, wrong).join('');
          if (mistyped !== code) expect(read(mistyped)).toBe('MC-PAR-01');
          const exchanged = chars
            .with(at, chars[to] ?? '')
            .with(to, chars[at] ?? '')
            .join('');
          if (exchanged !== code) expect(read(exchanged)).toBe('MC-PAR-01');
        },
      ),
    );
  });

  test.each(['', '7KQ4', 'x'.repeat(100_000), '????-????-????', '123456789012345'])('%j is none', (typed) => {
    expect(read(typed.slice(0, 200))).toBe('MC-PAR-01');
  });

  test('too few random bytes make none', () => {
    expect(pairingCodeFromBytes(new Uint8Array(5))).toBeUndefined();
    expect(pairingCodeFromBytes(new Uint8Array(64).fill(255))).toBeUndefined();
  });

  test('stands in groups while it is typed', () => {
    expect(groupedWhileTyped('7kq4x')).toBe('7KQ4-X');
    expect(groupedWhileTyped('7kq4-x2m9-acde-fghj')).toBe('7KQ4-X2M9-ACDE');
    expect(groupedWhileTyped(' ? ')).toBe('');
  });
});

test('a key’s fingerprint is what two people can compare', () => {
  expect(fingerprintOf('AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8')).toBe('0001 0203 0405 0607');
});

test.each([
  ['https://cong.tinh.example', true],
  ['http://127.0.0.1:8090', true],
  ['http://localhost:8090', true],
  ['http://[::1]:8090/', true],
  ['http://10.0.0.5', false],
  ['http://127.0.0.1.example.com', false],
  ['ftp://cong.tinh.example', false],
  ['cong', false],
])('%s may be the portal: %s', (url, safe) => {
  expect(isSafePortal(url)).toBe(safe);
});

test('http to another PC is for a lab that says so', () => {
  expect(isSafePortal('http://10.0.0.5', true)).toBe(true);
  expect(isSafePortal('ftp://10.0.0.5', true)).toBe(false);
});

test.each([
  ['cong.tinh.example', 'https://cong.tinh.example'],
  [' https://cong.tinh.example/api/ ', 'https://cong.tinh.example/api'],
  ['http://127.0.0.1:8090', 'http://127.0.0.1:8090'],
  ['', undefined],
  ['hai từ', undefined],
  ['ftp://cong.example', undefined],
  ['https://ai:gi@cong.example', undefined],
  ['https://cong.example/?x=1', undefined],
])('the address %j is read as %j', (typed, url) => {
  expect(readPortalAddress(typed)).toBe(url);
});
