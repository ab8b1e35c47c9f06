import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSeparator, parsePageCode } from '../../domain/page-code.ts';

describe('what a code on a page says', () => {
  it('takes a dossier code in either order of the agency, and both have one key', () => {
    const newer = parsePageCode('H57.23.15-261124-0042', 'code-128');
    const older = parsePageCode('000.23.15.H57-261124-0042', 'code-128');
    expect(newer).toMatchObject({ kind: 'dossier', code: 'H57.23.15-261124-0042', foreign: false });
    expect(older).toMatchObject({ kind: 'dossier', code: '000.23.15.H57-261124-0042', foreign: false });
    expect(newer?.key).toBe(older?.key);
  });

  it('takes a receipt only from a QR, with its secret whole', () => {
    const text = 'MC1:H57.23.15-261124-0042:7KQ4X2M9';
    expect(parsePageCode(text, 'qr')).toMatchObject({ kind: 'receipt', secret: '7KQ4X2M9' });
    expect(parsePageCode(text, 'code-128')).toBeUndefined();
    expect(parsePageCode('MC1:H57.23.15-261124-0042:7KQ4X2M', 'qr')).toBeUndefined();
  });

  it('knows its separator sheets, with and without a dossier', () => {
    expect(parsePageCode(formatSeparator(), 'code-128')).toEqual({ kind: 'separator' });
    expect(parsePageCode(formatSeparator('H57.23.15-261124-0042'), 'qr')).toMatchObject({
      kind: 'separator',
      code: 'H57.23.15-261124-0042',
    });
    expect(parsePageCode('MCS1:hello', 'qr')).toBeUndefined();
  });

  it('takes another office’s code, but no short guess in bars', () => {
    expect(parsePageCode('000.00.00.G15-KQ004389', 'code-128')).toMatchObject({ kind: 'dossier', foreign: true });
    expect(parsePageCode('A.1-B', 'code-128')).toBeUndefined();
  });

  it('takes no misread code of ours for another office’s', () => {
    for (const misread of ['H57.23.15-261350-0042', '000.23.15.H57-261350-0042', 'H57.23.15-26112A-0042'])
      expect(parsePageCode(misread, 'code-128'), misread).toBeUndefined();
    expect(parsePageCode('H58.23.15-261124-0042', 'code-128')).toMatchObject({ foreign: true });
  });

  it('takes no date that does not exist, wherever one of our codes stands', () => {
    for (const misread of ['H57.23.15-261350-0042', '000.23.15.H57-260230-0042']) {
      expect(parsePageCode(misread, 'qr'), misread).toBeUndefined();
      expect(parsePageCode(`MC1:${misread}:7KQ4X2M9`, 'qr'), misread).toBeUndefined();
      for (const symbology of ['code-128', 'qr'] as const)
        expect(parsePageCode(`MCS1:${misread}`, symbology), misread).toBeUndefined();
    }
    expect(parsePageCode('MCS1:H57.23.15-26112A-0042', 'code-128')).toBeUndefined();
    expect(parsePageCode('H57.23.15-KQ004389', 'qr')).toMatchObject({ foreign: true });
  });

  it('leaves a citizen card, a lower-case code and a code with blanks unread', () => {
    expect(parsePageCode('046196000456|201234567|Mẫu|01011996|Nữ|Thôn 2|01012021', 'qr')).toBeUndefined();
    expect(parsePageCode('h57.23.15-261124-0042', 'qr')).toBeUndefined();
    expect(parsePageCode('H57.23.15-261124- 0042', 'code-128')).toBeUndefined();
  });

  it('never throws, whatever stands there', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200, unit: 'binary' }), (text) => {
        parsePageCode(text, 'qr');
        parsePageCode(text, 'code-128');
      }),
    );
  });
});
