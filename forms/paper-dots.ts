/** The papers that a slip is drawn for, and what a head prints across them at 203 dpi (8 dots a mm). */
import { z } from 'zod';

/** `a5`: in the middle of a page printer's sheet, as large as on the wide roll. */
export const slipPaperSchema = z.enum(['roll80', 'roll58', 'a5']);
export type SlipPaper = z.infer<typeof slipPaperSchema>;

/** Dots across the 72 mm that a head prints on 80-mm paper. */
export const paperDots = 576;
/** Dots across the 48 mm that it prints on 58-mm paper. */
export const narrowDots = 384;

/** The roll whose layout suits a head of so many dots best. */
export const rollFor = (headDots: number): SlipPaper => (headDots < (paperDots + narrowDots) / 2 ? 'roll58' : 'roll80');

/** Dots across the strip that a slip is drawn on. */
export const stripDots = (paper: SlipPaper): number => (paper === 'roll58' ? narrowDots : paperDots);
