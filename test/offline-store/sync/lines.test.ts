import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFeedLine } from '../../../offline-store/sync/feed-line.ts';
import { type Line, linesOf } from '../../../offline-store/sync/lines.ts';
import { change, remoteDossier } from '../helpers.ts';

async function* pieces(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (let at = 1; at < edges.length; at += 1) yield bytes.subarray(edges[at - 1], edges[at]);
}

const read = async (text: string, cuts: readonly number[] = [], max = 100): Promise<readonly Line[]> => {
  const lines: Line[] = [];
  for await (const line of linesOf(pieces(Buffer.from(text), cuts), max)) lines.push(line);
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
    expect(lines[0]?.text.length).toBeLessThanOrEqual(1_000);
    expect(lines[1]?.text).toBe('sau');
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
  });
  const good = change(remoteDossier('0900'));

  it('is a change', () => {
    expect(readFeedLine(line(good))).toEqual({ kind: 'change', change: good });
  });

  it('is set aside when only its operation is wrong: the feed goes on behind its cursor', () => {
    expect(readFeedLine(line({ ...good, operation: { type: 'dossier.burnt' } }))).toMatchObject({
      kind: 'unfit',
      cursor: good.cursor,
    });
    expect(readFeedLine({ text: '{"cursor"', whole: false })).toMatchObject({ kind: 'unfit' });
  });

  it.each(['<html>', '{"cursor":"k1","revi', '[]', 'null', '7', '{"cursor":""}'])(
    'is garbage when it is %s',
    (text) => {
      expect(readFeedLine(line(text))).toEqual({ kind: 'garbage' });
    },
  );
});
