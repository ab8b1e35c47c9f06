import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Frame, MAX_READ_BYTES } from '../../../devices/barcode-scanner/decode.ts';
import { createFramer } from '../../../devices/barcode-scanner/framing.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const texts = (frames: readonly Frame[]): readonly string[] =>
  frames.map((frame) => ('text' in frame ? frame.text : frame.refused));
const read = (text: string): readonly string[] => texts(createFramer().push(bytes(text)));

test.each([
  ['CR', 'A1\rB2\r'],
  ['LF', 'A1\nB2\n'],
  ['CRLF', 'A1\r\nB2\r\n'],
  ['TAB', 'A1\tB2\t'],
])('%s ends a read', (_, sent) => {
  expect(read(sent)).toEqual(['A1', 'B2']);
});

test.each([']C0', ']Q1', ']d2'])('the AIM id %s is not part of the code', (aim) => {
  expect(read(`${aim}H57.23.15-210312-0003\r`)).toEqual(['H57.23.15-210312-0003']);
});

test('a bracket that is no AIM id stays', () => {
  expect(read('a]C0b\r')).toEqual(['a]C0b']);
});

test('a citizen card comes through with every Vietnamese letter', () => {
  const card = '046190000123|191234567|Nguyễn Thị Mẫu|05081990|Nữ|Thôn 1, Xã Mẫu, Huyện Mẫu, Thừa Thiên Huế|15042021';
  expect(read(`${card}\r`)).toEqual([card]);
});

test('however the cable cuts the bytes, the reads are the same', () => {
  const sent = bytes(']Q1Nguyễn Thị Mẫu\r\nH57.23.15-210312-0003\r');
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: sent.length }), { maxLength: 10 }), (cuts) => {
      const framer = createFramer();
      const edges = [0, ...cuts.sort((a, b) => a - b), sent.length];
      const frames = edges.slice(1).flatMap((end, index) => framer.push(sent.subarray(edges[index], end)));
      expect(texts(frames)).toEqual(['Nguyễn Thị Mẫu', 'H57.23.15-210312-0003']);
    }),
  );
});

test('bytes that are not UTF-8 are refused, and the next read is whole', () => {
  const framer = createFramer();
  expect(texts(framer.push(Uint8Array.of(0x47, 0xd2, 0xfd, 0x0d)))).toEqual(['MC-SCN-01']);
  expect(texts(framer.push(bytes('A1\r')))).toEqual(['A1']);
});

test('control characters are noise or an attack, never a code', () => {
  expect(read('A\u001b[1m\r')).toEqual(['MC-SCN-01']);
  expect(read('A\u0000B\r')).toEqual(['MC-SCN-01']);
});

test('the cap counts bytes: 4096 pass, 4097 do not, and a letter of two bytes counts two', () => {
  expect(read(`${'A'.repeat(MAX_READ_BYTES)}\r`)).toEqual(['A'.repeat(MAX_READ_BYTES)]);
  expect(read(`${'A'.repeat(MAX_READ_BYTES + 1)}\r`)).toEqual(['MC-SCN-03']);
  expect(read(`${'ư'.repeat(MAX_READ_BYTES / 2)}\r`)).toEqual(['ư'.repeat(MAX_READ_BYTES / 2)]);
  expect(read(`${'ư'.repeat(MAX_READ_BYTES / 2 + 1)}\r`)).toEqual(['MC-SCN-03']);
});

test('a megabyte without an end is one refusal; the next code after its end is read', () => {
  const framer = createFramer();
  const seen = Array.from({ length: 256 }, () => framer.push(new Uint8Array(4096).fill(0x41))).flat();
  expect(texts(seen)).toEqual(['MC-SCN-03']);
  expect(texts(framer.push(bytes('AAAA\rH57\r')))).toEqual(['H57']);
});

test('after a silence, too, reading starts afresh', () => {
  const framer = createFramer();
  expect(texts(framer.push(new Uint8Array(10_000).fill(0x41)))).toEqual(['MC-SCN-03']);
  expect(texts(framer.quiet())).toEqual([]);
  expect(texts(framer.push(bytes('H57\r')))).toEqual(['H57']);
});

test('a reader that sends no end: the silence ends the read', () => {
  const framer = createFramer();
  expect(texts(framer.push(bytes('H57')))).toEqual([]);
  expect(framer.waiting).toBe(true);
  expect(texts(framer.quiet())).toEqual(['H57']);
  expect(framer.waiting).toBe(false);
});

test('a reader that does send an end: a read without one is torn and refused', () => {
  const framer = createFramer();
  framer.push(bytes('first\r'));
  framer.push(bytes('H57.23'));
  expect(texts(framer.quiet())).toEqual(['MC-SCN-01']);
  expect(texts(framer.push(bytes('second\r')))).toEqual(['second']);
});

test('half a read is forgotten when the cable is lost', () => {
  const framer = createFramer();
  framer.push(bytes('H57.23.15-2'));
  framer.reset();
  expect(texts(framer.push(bytes('H57.23.15-210312-0003\r')))).toEqual(['H57.23.15-210312-0003']);
});

test('any bytes: nothing longer than the cap comes out, nothing throws', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 20 }), (chunks) => {
      const framer = createFramer(32);
      const frames = chunks.flatMap((chunk) => [...framer.push(chunk), ...framer.quiet()]);
      for (const frame of frames)
        if ('text' in frame) expect(new TextEncoder().encode(frame.text).length).toBeLessThanOrEqual(32);
    }),
  );
});
