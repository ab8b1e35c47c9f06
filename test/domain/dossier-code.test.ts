import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  agencyKey,
  dossierCodeKey,
  dossierCodeSchema,
  formatDossierCode,
  looksLikeDossierCode,
  olderAgencyOrder,
  parseDossierCode,
  sameDossierCode,
  splitDossierCode,
} from '../../domain/dossier-code.ts';
import { dateOfDay } from '../../domain/local-time.ts';
import { parseProcedureCode, sameProcedureCode } from '../../domain/procedure-code.ts';
import {
  formatReceiptQr,
  formatSecret,
  parseReceiptQr,
  parseSecret,
  receiptSecretSchema,
  secretFromBytes,
} from '../../domain/receipt-qr.ts';
import { anyText } from './samples.ts';

const pair = fc.integer({ min: 0, max: 99 }).map((value) => String(value).padStart(2, '0'));
const agencies = fc.tuple(pair, pair).map(([a, b]) => `H57.${a}.${b}`);
const days = fc.integer({ min: 10_957, max: 47_000 }).map(dateOfDay);
const codes = fc.record({ agency: agencies, date: days, sequence: fc.integer({ min: 1, max: 9_999 }) });
const secrets = fc.uint8Array({ minLength: 64, maxLength: 64 }).map((bytes) => secretFromBytes(bytes) ?? '23456789');

describe('dossier codes', () => {
  it('takes a code apart', () => {
    expect(parseDossierCode('H57.23.15-261124-0042')).toEqual({
      ok: true,
      value: {
        kind: 'own',
        code: 'H57.23.15-261124-0042',
        key: 'H57.23.15-261124-0042',
        agency: 'H57.23.15',
        date: '2026-11-24',
        sequence: 42,
      },
    });
  });

  it('keeps the older order as written and compares it with the newer one', () => {
    const older = parseDossierCode('000.23.15.H57-261124-0042');
    expect(older.ok && older.value.code).toBe('000.23.15.H57-261124-0042');
    expect(sameDossierCode('000.23.15.H57-261124-0042', 'H57.23.15-261124-0042')).toBe(true);
    expect(sameDossierCode('000.23.16.H57-261124-0042', 'H57.23.15-261124-0042')).toBe(false);
    expect(sameDossierCode('001.23.15.H57-261124-0042', 'H57.23.15-261124-0042')).toBe(false);
  });

  it.each([
    'h57.23.15-261124-0042',
    ' H57.23.15 – 261124 — 0042 ',
    'H57.23.15-261124-0042\r\n',
    '\uFEFFH57.23.15‑261124−0042\t',
    'Ｈ５７．２３．１５－２６１１２４－００４２',
  ])('tolerates %j', (text) => {
    expect(sameDossierCode(text, 'H57.23.15-261124-0042')).toBe(true);
  });

  it.each([
    '000.00.00.G15-KQ004389',
    'H46.12.03-261124-0042',
    '000.12.03.H46-261124-0042',
    'H57.23.15-KQ0042',
    'H57.23.15-261341-0042',
  ])('recognises %s as foreign and never refuses it', (code) => {
    const result = parseDossierCode(code);
    expect(result.ok && result.value.kind).toBe('foreign');
    expect(result.ok && result.value.code).toBe(code);
  });

  it.each([
    '',
    'xin chào',
    '046190000123',
    'HOAS-DDAF-TOWN9',
    'MC1:H57.23.15-261124-0042:7KQ4X2M9',
    'https://vi.du/a-b',
  ])('refuses %j', (text) => {
    expect(parseDossierCode(text)).toEqual({ ok: false, code: 'MC-SCN-01' });
    expect(looksLikeDossierCode(text)).toBe(false);
  });

  it('refuses more than 64 characters', () => {
    expect(parseDossierCode(`H57.23.15-${'1'.repeat(60)}`)).toEqual({ ok: false, code: 'MC-SCN-03' });
  });

  it('stores only normalised codes', () => {
    expect(dossierCodeSchema.safeParse('H57.23.15-261124-0042').success).toBe(true);
    expect(dossierCodeSchema.safeParse('h57.23.15-261124-0042').success).toBe(false);
    expect(dossierCodeSchema.safeParse('no code').success).toBe(false);
  });

  it('comes back whole: format, parse', () => {
    fc.assert(
      fc.property(codes, (parts) => {
        const code = formatDossierCode(parts);
        const result = parseDossierCode(code);
        expect(result.ok && result.value).toMatchObject({ kind: 'own', code, ...parts });
        const { head, tail } = splitDossierCode(code);
        expect(head + tail).toBe(code);
      }),
    );
  });

  it('has one key for both orders of every agency', () => {
    fc.assert(
      fc.property(codes, (parts) => {
        const older = olderAgencyOrder(parts.agency) ?? '';
        expect(agencyKey(older)).toBe(parts.agency);
        expect(sameDossierCode(formatDossierCode(parts), formatDossierCode({ ...parts, agency: older }))).toBe(true);
      }),
    );
  });

  it('has a key of which the key is itself, however it is typed', () => {
    const typed = fc.tuple(codes.map(formatDossierCode), fc.constantFrom('-', ' – ', '—\n', '\u00AD-'), fc.boolean());
    fc.assert(
      fc.property(typed, ([code, dash, lower]) => {
        const text = (lower ? code.toLowerCase() : code).replaceAll('-', dash);
        expect(dossierCodeKey(text)).toBe(code);
        expect(dossierCodeKey(dossierCodeKey(text))).toBe(code);
      }),
    );
  });

  it('compares what is no code by its characters', () => {
    expect(sameDossierCode('phiếu 12', 'PHIẾU12')).toBe(true);
    expect(sameDossierCode('phiếu 12', 'phiếu 13')).toBe(false);
  });

  it('refuses to number outside 1 to 9999', () => {
    const parts = { agency: 'H57.23.15', date: '2026-11-24' };
    for (const sequence of [0, 10_000, 1.5, -1])
      expect(() => formatDossierCode({ ...parts, sequence })).toThrow(RangeError);
  });
});

describe('the receipt’s QR', () => {
  it('carries code and secret', () => {
    expect(formatReceiptQr('H57.23.15-261124-0042', '7KQ4X2M9')).toBe('MC1:H57.23.15-261124-0042:7KQ4X2M9');
  });

  it('comes back whole, also in lower case and with a line end', () => {
    fc.assert(
      fc.property(codes, secrets, (parts, secret) => {
        const code = formatDossierCode(parts);
        const qr = formatReceiptQr(code, secret);
        expect(parseReceiptQr(qr)).toEqual({ ok: true, value: { code, secret } });
        expect(parseReceiptQr(`${qr.toLowerCase()}\r\n`)).toEqual({ ok: true, value: { code, secret } });
      }),
    );
  });

  it.each([
    'MC1:H57.23.15-261124-0042:7KQ4',
    'MC1:H57.23.15-261124-0042',
    'MC1:',
    'MC1::7KQ4X2M9',
    'MC1:H57.23.15-261124-0042:7KQ4X2M0',
  ])('refuses the torn %s', (text) => {
    expect(parseReceiptQr(text)).toEqual({ ok: false, code: 'MC-SCN-07' });
  });

  it('shows the secret in two halves and reads it however it is typed', () => {
    expect(formatSecret('7KQ4X2M9')).toBe('7KQ4-X2M9');
    for (const typed of ['7KQ4-X2M9', '7kq4x2m9', ' 7kq4 – x2m9 ']) expect(parseSecret(typed)).toBe('7KQ4X2M9');
    for (const wrong of ['', '7KQ4X2M', '7KQ4X2M99', 'O0I1L234', '7KQ4'.repeat(1_000)])
      expect(parseSecret(wrong)).toBeUndefined();
  });

  it('makes secrets of readable characters only, and none from too few bytes', () => {
    fc.assert(
      fc.property(
        secrets,
        (secret) => receiptSecretSchema.safeParse(secret).success && parseSecret(formatSecret(secret)) === secret,
      ),
    );
    expect(secretFromBytes(new Uint8Array(7))).toBeUndefined();
    expect(secretFromBytes(new Uint8Array(32).fill(255))).toBeUndefined();
  });
});

describe('procedure codes', () => {
  it.each(['1.001193', '1.001193.000.00.00.H57', '1.001193.H57', ' 1.001193.h57\n'])('normalises %j', (text) => {
    expect(parseProcedureCode(text)).toEqual({ ok: true, value: '1.001193' });
    expect(sameProcedureCode(text, '1.001193')).toBe(true);
  });

  it.each(['', '1.00119', '1.0011930', '1.001193.', '1.001193.x', 'H57.23.15-261124-0042'])('refuses %j', (text) => {
    expect(parseProcedureCode(text).ok).toBe(false);
    expect(sameProcedureCode(text, text)).toBe(false);
  });
});

it('no code parser ever throws, up to 1 MB', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const parse of [parseDossierCode, parseReceiptQr, parseProcedureCode])
        expect(typeof parse(text).ok).toBe('boolean');
      parseSecret(text);
    }),
  );
});

it('compares a code in our own spelling by itself, whatever its numbers', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^H57\.\d{2,3}\.\d{2,3}-\d{6}-\d{4}$/), (code) => {
      const read = parseDossierCode(code);
      expect(dossierCodeKey(code)).toBe(read.ok ? read.value.key : undefined);
    }),
  );
});
