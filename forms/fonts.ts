import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { create, type GlyphRun, type OpenedFont } from 'fontkit';

/** Font files under `assets/fonts`, by the name that the forms use. All are SIL OFL 1.1 and cover Vietnamese. */
const fontFiles = {
  serif: 'Tinos_400Regular.ttf',
  serifBold: 'Tinos_700Bold.ttf',
  serifItalic: 'Tinos_400Regular_Italic.ttf',
  serifBoldItalic: 'Tinos_700Bold_Italic.ttf',
  sans400: 'BeVietnamPro_400Regular.ttf',
  sans500: 'BeVietnamPro_500Medium.ttf',
  sans600: 'BeVietnamPro_600SemiBold.ttf',
  sans700: 'BeVietnamPro_700Bold.ttf',
  sans800: 'BeVietnamPro_800ExtraBold.ttf',
  // Be Vietnam Pro has no figures of one width; these ten glyphs do, so 261121 keeps its shape.
  figures500: 'figures/be-vietnam-pro-figures-500-normal.ttf',
  figures600: 'figures/be-vietnam-pro-figures-600-normal.ttf',
  figures700: 'figures/be-vietnam-pro-figures-700-normal.ttf',
  figures800: 'figures/be-vietnam-pro-figures-800-normal.ttf',
} as const;

export type FontName = keyof typeof fontFiles;
export type FormFonts = Readonly<Record<FontName, OpenedFont>>;

const fontNames = Object.keys(fontFiles) as readonly FontName[];
const openedByFolder = new Map<string, Promise<FormFonts>>();

/**
 * The fonts of the forms, opened once for each assets folder and kept: opening and laying out for the first time is most
 * of the cost of a document. Rejects when a font file is missing or is not a font; the next call then tries again.
 */
export function openFonts(assetsDir: string): Promise<FormFonts> {
  const known = openedByFolder.get(assetsDir);
  if (known) return known;
  const opening = readFonts(assetsDir);
  openedByFolder.set(assetsDir, opening);
  opening.catch(() => openedByFolder.delete(assetsDir));
  return opening;
}

async function readFonts(assetsDir: string): Promise<FormFonts> {
  const opened = await Promise.all(
    fontNames.map(async (name) => [name, await openFont(join(assetsDir, 'fonts', fontFiles[name]))] as const),
  );
  return Object.fromEntries(opened) as FormFonts;
}

async function openFont(path: string): Promise<OpenedFont> {
  return rememberShapes(keepCharacters(create(await readFile(path))));
}

/**
 * A glyph that was first met as a part of another (the e of ế) is cached without its character, and a later document
 * would extract it as nothing: give it its character when one is known.
 */
function keepCharacters(font: OpenedFont): OpenedFont {
  const find = font.getGlyph.bind(font);
  font.getGlyph = (id, codePoints = []) => {
    const glyph = find(id, codePoints);
    if (glyph.codePoints.length === 0) glyph.codePoints = codePoints;
    return glyph;
  };
  return font;
}

/** Words kept a font; forms repeat the same few hundred, and names pass through without piling up. */
const shapesKept = 2000;

/** Shaping a word is the slow part of drawing it, and pdfkit forgets with each document: keep the shapes here. */
function rememberShapes(font: OpenedFont): OpenedFont {
  const shape = font.layout.bind(font);
  const known = new Map<string, GlyphRun>();
  font.layout = (text, features) => {
    if (features) return shape(text, features);
    const run = known.get(text) ?? shape(text);
    if (known.size >= shapesKept) known.clear();
    known.set(text, run);
    return copyRun(run);
  };
  return font;
}

/** pdfkit scales positions in place, so each document gets its own. */
function copyRun(run: GlyphRun): GlyphRun {
  const copy: GlyphRun = Object.assign(Object.create(Object.getPrototypeOf(run)), run);
  copy.positions = run.positions.map((position) => ({ ...position }));
  return copy;
}
