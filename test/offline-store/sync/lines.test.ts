import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFeedLine } from '../../../offline-store/sync/feed-line.ts';
import { type Line, linesOf } from '../../../offline-store/sync/lines.ts';
import { change, nextId, remote, remoteDossier } from '../helpers.ts';

async function* pieces(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (let at = 1; at < edges.length; at += 1) yield bytes.subarray(edges[at - 1], edges[at]);
}

const read = async (text: string, cuts: readonly number[] = [], max = 100): Promise<readonly Line[]> => {
  const lines: Line[] = [];
  for await (const some of linesOf(pieces(Buffer.from(text), cuts), max)) lines.push(...some);
  return lines;
};

describe('lines', () => {
  it('come out the same however the bytes are cut, also inside a letter', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }), { maxLength: 8 }),
        fc.array(fc.nat(), { maxLength: 10 }),
        async (texts, cuts) => {
          const wanted = texts.map((text) => `đ${text.replaceAll('\n', '')}`);
          const lines = await read(wanted.join('\n'), cuts, 10_000);
          expect(lines.map(({ text }) => text)).toEqual(wanted);
        },
      ),
    );
  });

  it('leave out empty ones and take the last without its newline', async () => {
    expect((await read('a\n\n \nb')).map(({ text }) => text)).toEqual(['a', 'b']);
    expect(await read('')).toEqual([]);
  });

  it('longer than the cap are cut, and the next one is whole again', async () => {
    const lines = await read(`${'x'.repeat(5_000)}\nsau\n`, [17, 900, 3_000], 1_000);
    expect(lines.map(({ whole }) => whole)).toEqual([false, true]);
    expect(lines[0]?.text.length).toBeLessThanOrEqual(2_000);
    expect(lines[1]?.text).toBe('sau');
  });

  it('that are too long keep both ends, however they came', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { maxLength: 6 }), async (cuts) => {
        const [line] = await read(`đầu${'x'.repeat(4_000)}cuối`, cuts, 3_000);
        expect(line).toMatchObject({ whole: false, ended: false, text: expect.stringMatching(/^đầux+cuối$/) });
      }),
    );
  });

  it('say whether they are text, and whether they ended', async () => {
    const lines: Line[] = [];
    const bytes = Buffer.concat([Buffer.from('một\n'), Buffer.from([0x61, 0xff, 0x0a]), Buffer.from('ba')]);
    for await (const some of linesOf(pieces(bytes, [2, 5]), 100)) lines.push(...some);
    expect(lines.map(({ utf8, ended }) => [utf8, ended])).toEqual([
      [true, true],
      [false, true],
      [true, false],
    ]);
  });

  it('exactly as long as the cap are whole', async () => {
    expect(await read(`${'x'.repeat(100)}\n`)).toMatchObject([{ whole: true }]);
    expect(await read(`${'x'.repeat(101)}\n`)).toMatchObject([{ whole: false }]);
  });
});

describe('a line of the feed', () => {
  const line = (value: unknown): Line => ({
    text: typeof value === 'string' ? value : JSON.stringify(value),
    whole: true,
    utf8: true,
    ended: true,
  });
  const good = change(remoteDossier('0900'));
  const remoteTitled = (title: string) =>
    change(
      remote({
        type: 'document.attached',
        payload: { dossierId: nextId(), documentId: nextId(), title, sha256: 'a'.repeat(64), pages: 1, bytes: 1 },
      }),
    );

  it('is a change', () => {
    expect(readFeedLine(line(good))).toEqual({ kind: 'change', change: good });
  });

  it('is set aside when only its operation is wrong: the feed goes on behind its cursor', () => {
    expect(readFeedLine(line({ ...good, operation: { type: 'dossier.burnt' } }))).toMatchObject({
      kind: 'unfit',
      cursor: good.cursor,
    });
  });

  it.each([
    ['longer than a line may be', { ...line(`{"cursor":"k\\"7","operation":"${'x'.repeat(50)}`), whole: false }],
    [
      'longer than a line may be',
      { ...line('{"operation":{"cursor":"no"…},"cursor": "k\\"7", "revision":7}'), whole: false },
    ],
    ['not JSON', line('{"cursor":"k\\"7","revision":7,"operation":{"note":"\u0000\u0001"}}')],
    ['not UTF-8', { ...line({ ...good, cursor: 'k"7' }), utf8: false }],
    ['text that cannot be stored (U+0000 or half a character)', line({ ...remoteTitled('a\u0000b'), cursor: 'k"7' })],
    ['text that cannot be stored (U+0000 or half a character)', line({ ...remoteTitled('a\ud800'), cursor: 'k"7' })],
    ['a name with a path or unseen characters in it', line({ ...remoteTitled('../../office.db'), cursor: 'k"7' })],
    ['a name with a path or unseen characters in it', line({ ...remoteTitled('C:\\Windows'), cursor: 'k"7' })],
    ['a name with a path or unseen characters in it', line({ ...remoteTitled('to khai\u202efdp.exe'), cursor: 'k"7' })],
    ['a name with a path or unseen characters in it', line({ ...remoteTitled('tờ\nkhai'), cursor: 'k"7' })],
  ])('%s: is set aside by itself, and its cursor is found all the same', (reason, bad) => {
    expect(readFeedLine(bad)).toEqual({ kind: 'unfit', reason, cursor: 'k"7' });
  });

  it('with an ordinary name is nothing special, whatever it is called', () => {
    for (const title of ['Giấy khai sinh/kết hôn', 'Bản sao (2) – "đã ký"…', 'Ảnh 3x4.jpg'])
      expect(readFeedLine(line(remoteTitled(title)))).toMatchObject({ kind: 'change' });
  });

  it.each(['<html>', '{"curs', '[]', 'null', '7', '{"cursor":""}', '{"operation":{"title":"\\"cursor\\":\\"k1\\"}"}'])(
    'is garbage when it is %s',
    (text) => {
      expect(readFeedLine(line(text))).toMatchObject({ kind: 'garbage' });
    },
  );
});
