/** The part of fontkit that the forms use; fontkit carries no types of its own. */
declare module 'fontkit' {
  /** An opened font. pdfkit accepts it wherever it accepts a font file, and then need not read the tables again. */
  export interface OpenedFont {
    readonly postscriptName: string;
    readonly unitsPerEm: number;
    readonly ascent: number;
    readonly descent: number;
    getGlyph(id: number, codePoints?: readonly number[]): Glyph;
    hasGlyphForCodePoint(codePoint: number): boolean;
    /** Shapes a piece of text. With `features` the shaping differs from the usual one. */
    layout(text: string, features?: unknown): GlyphRun;
  }
  export interface Glyph {
    codePoints: readonly number[];
  }
  export interface GlyphRun {
    positions: GlyphPosition[];
  }
  /** In units of the font. pdfkit scales them in place. */
  export interface GlyphPosition {
    xAdvance: number;
    yAdvance: number;
    xOffset: number;
    yOffset: number;
  }
  export function create(bytes: Uint8Array): OpenedFont;
}
