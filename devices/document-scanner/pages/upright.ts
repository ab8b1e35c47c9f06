/** Which quarter turn sets a page upright: its lines of text are asked first, then its codes; in doubt it is left as it lies. */
import { type QuarterTurn, resample, turned } from './affine.ts';
import type { Found } from './codes/found.ts';
import { type Gray, mapped, shrink } from './gray.ts';
import type { Slant } from './slant.ts';
import { isUpright, isUpsideDown, votesOf, type WayUp } from './way-up.ts';

const VOTES_DPI = 150;

export function quarterOf(gray: Gray, dpi: number, slant: Slant, found: readonly Found[]): QuarterTurn {
  // A code's word stands against the slant's: bars and squares have edges of their own, which may look like lines of text.
  const coded = quarterOfCodes(found) ?? 0;
  if (!slant.certain) return coded;
  const base: QuarterTurn = slant.sideways ? 90 : 0;
  const opposite: QuarterTurn = slant.sideways ? 270 : 180;
  const votes = textVotes(gray, dpi, base, slant.degrees);
  if (isUpright(votes)) return base;
  if (isUpsideDown(votes)) return opposite;
  return coded;
}

/** How the lines vote once the page is turned by `quarter` and levelled. */
export function textVotes(gray: Gray, dpi: number, quarter: QuarterTurn, slant: number): WayUp {
  const small = shrink(gray, Math.max(1, Math.round(dpi / VOTES_DPI)));
  const level = resample(small, turned(small, quarter, -slant), 255);
  const dark = darkBelow(level);
  return votesOf(
    mapped(
      level,
      Uint8Array.from({ length: 256 }, (_, tone) => (tone < dark ? 1 : 0)),
    ),
  );
}

/** Halfway between the paper and black: strokes, not their haze. */
function darkBelow({ data }: Gray): number {
  let lightest = 0;
  for (let index = 0; index < data.length; index += 37) lightest = Math.max(lightest, data[index] ?? 0);
  return lightest * 0.6;
}

/** The turn on which all codes agree; undefined when there are none or they differ. */
function quarterOfCodes(found: readonly Found[]): QuarterTurn | undefined {
  const turns = new Set(found.map(quarterOfCode));
  return turns.size === 1 ? [...turns][0] : undefined;
}

function quarterOfCode({ corners: [from, to] }: Found): QuarterTurn {
  if (!from || !to) return 0;
  const lies = Math.round((Math.atan2(to.y - from.y, to.x - from.x) * 2) / Math.PI);
  return QUARTERS[(4 - lies) % 4] ?? 0;
}

const QUARTERS: readonly QuarterTurn[] = [0, 90, 180, 270];
