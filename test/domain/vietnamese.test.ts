import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareNames, fold, formOfAddress, maskName, matches, numberInWords, upper } from '../../domain/vietnamese.ts';
import { anyText } from './samples.ts';

describe('folding', () => {
  it.each([
    ['Đặng Hữu Thọ', 'dang huu tho'],
    ['HOÀ', 'hoa'],
    ['hòa', 'hoa'],
    ['thuỵ', 'thuy'],
    ['thụy', 'thuy'],
    ['  Công\u00A0Tằng \n Tôn  Nữ ', 'cong tang ton nu'],
    ['Nguyễn'.normalize('NFD'), 'nguyen'],
    ['ĐĐđ', 'ddd'],
  ])('%j is searched as %j', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it('twice is as once', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });

  it('does not depend on case, composition or blanks around', () => {
    const word = fc.string({
      unit: fc.constantFrom(...'aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậềểễếệờởỡớợừửữứự '),
      maxLength: 40,
    });
    fc.assert(
      fc.property(word, (text) => {
        expect(fold(` ${text.toLocaleUpperCase('vi').normalize('NFD')}\n`)).toBe(fold(text));
      }),
    );
  });
});

describe('searching', () => {
  it.each([
    ['', true],
    ['ng kim', true],
    ['NGAN nguyen', true],
    ['thị', true],
    ['an', false],
    ['nguyen van', false],
    ['kim-ng', true],
  ])('%j in Nguyễn Thị Kim Ngân: %s', (query, found) => {
    expect(matches(query, 'Nguyễn Thị Kim Ngân')).toBe(found);
  });

  it('finds procedures typed without marks or with the other tone placement', () => {
    expect(matches('hoa giai', 'Công nhận hòa giải viên')).toBe(true);
    expect(matches('hoà giải', 'Công nhận hòa giải viên')).toBe(true);
    expect(matches('dang ky', 'Đăng ký khai sinh')).toBe(true);
  });

  it('any text is found by itself', () => {
    fc.assert(fc.property(anyText, (text) => matches(text.slice(0, 2_000), text.slice(0, 2_000))));
  });
});

describe('names', () => {
  it('are sorted by last word, then family, then middle', () => {
    const names = ['Trần Thị Ân', 'Nguyễn Văn Bình', 'Lê An', 'Nguyễn Thị An', 'Đặng An', 'Nguyễn Anh An', 'Phạm Đức'];
    expect([...names].sort(compareNames)).toEqual([
      'Đặng An',
      'Lê An',
      'Nguyễn Anh An',
      'Nguyễn Thị An',
      'Trần Thị Ân',
      'Nguyễn Văn Bình',
      'Phạm Đức',
    ]);
  });

  it('have an order that does not depend on the side', () => {
    const name = fc
      .array(fc.constantFrom('Nguyễn', 'Lê', 'Đỗ', 'Thị', 'An', 'Ân', 'Ánh', 'Bảo'), { minLength: 1, maxLength: 5 })
      .map((words) => words.join(' '));
    fc.assert(
      fc.property(
        name,
        name,
        (a, b) => Math.sign(compareNames(a, b)) === -Math.sign(compareNames(b, a)) || compareNames(a, b) === 0,
      ),
    );
  });

  it('are masked to family name and last initial', () => {
    expect(maskName('Nguyễn Thị Kim Ngân')).toBe('Nguyễn … N…');
    expect(maskName('Nguyễn Phước Hoàng Thuỵ Ưu Đàm Khuê', 'Bà')).toBe('Bà Nguyễn … K…');
    expect(maskName('Trần Ơn'.normalize('NFD'))).toBe('Trần … Ơ…');
    expect(maskName('Ngân')).toBe('N…');
    expect(maskName('')).toBe('…');
  });

  it('never show a middle or last name when masked', () => {
    const family = fc.stringMatching(/^[A-M][a-m]{1,8}$/);
    const given = fc.stringMatching(/^[N-Z][n-z]{2,8}$/);
    fc.assert(
      fc.property(family, given, given, (first, middle, last) => {
        const masked = maskName(`${first} ${middle} ${last}`);
        expect(masked.startsWith(`${first} `)).toBe(true);
        expect(masked).not.toMatch(/[n-z]/);
      }),
    );
  });

  it('are spoken to politely', () => {
    expect([formOfAddress('male'), formOfAddress('female'), formOfAddress(undefined)]).toEqual(['Ông', 'Bà', 'Ông/Bà']);
  });

  it('are written in capitals with their marks', () => {
    expect(upper('Nguyễn Thị Ưu Đàm'.normalize('NFD'))).toBe('NGUYỄN THỊ ƯU ĐÀM');
  });
});

describe('numbers in words', () => {
  it.each([
    [0, 'không'],
    [10, 'mười'],
    [15, 'mười lăm'],
    [21, 'hai mươi mốt'],
    [25, 'hai mươi lăm'],
    [105, 'một trăm linh năm'],
    [111, 'một trăm mười một'],
    [1_005, 'một nghìn không trăm linh năm'],
    [20_000, 'hai mươi nghìn'],
    [50_500, 'năm mươi nghìn năm trăm'],
    [1_000_001, 'một triệu không trăm linh một'],
    [2_000_000_000, 'hai tỷ'],
  ])('%i: %s', (value, words) => {
    expect(numberInWords(value)).toBe(words);
  });

  it('are different for different numbers', () => {
    const number = fc.integer({ min: 0, max: 999_999_999 });
    fc.assert(fc.property(number, number, (a, b) => a === b || numberInWords(a) !== numberInWords(b)));
  });

  it('refuses what it cannot say', () => {
    for (const value of [-1, 1.5, 1e12, Number.NaN]) expect(() => numberInWords(value)).toThrow(RangeError);
  });
});
