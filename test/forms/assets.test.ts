import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { voiceClips } from '../../domain/queue-rules.ts';
import { openFonts } from '../../forms/fonts.ts';
import { vietnameseLetters } from '../../forms/test-slip.ts';
import { assetsDir } from './tools.ts';

test('every text face has every Vietnamese letter, both cases', async () => {
  const fonts = await openFonts(assetsDir);
  const letters = [
    ...vietnameseLetters.join(''),
    ...vietnameseLetters.join('').toLocaleUpperCase('vi'),
    ...'fjwzFJWZ…–·',
  ];
  for (const [name, font] of Object.entries(fonts)) {
    const wanted = name.startsWith('figures') ? [...'0123456789'] : letters;
    expect(wanted.filter((letter) => !font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0))).toEqual([]);
  }
});

test('a folder without fonts is refused, by name', async () => {
  await expect(openFonts(join(assetsDir, 'nowhere'))).rejects.toThrow('nowhere');
});

test('there is a clip for every word of every call, in both languages, and the chime', () => {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const ids = new Set(letters.flatMap((letter, i) => voiceClips({ letter, number: 987 - i * 38 }, 1 + i)));
  expect(ids.size).toBeGreaterThan(36);
  for (const id of ids) {
    for (const folder of ['voice', 'voice/en']) expect(existsSync(join(assetsDir, folder, `${id}.ogg`)), id).toBe(true);
  }
  expect(existsSync(join(assetsDir, 'sounds', 'chime.ogg'))).toBe(true);
});

test('sample pages for the scanner are there and small', async () => {
  const folder = join(assetsDir, 'images', 'sample-pages');
  const names = (await readdir(folder)).filter((name) => /\.(png|jpg)$/.test(name));
  expect(names.length).toBeGreaterThanOrEqual(3);
  for (const name of names) expect((await stat(join(folder, name))).size).toBeLessThan(120_000);
});
