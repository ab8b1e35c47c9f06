/** Geometry of the little line that shows why a dossier is due when it is. Pure: minutes in, percentages out. */
import { minuteOfDay } from '../../../domain/local-time.ts';

export type Span = { readonly from: number; readonly to: number };
export type DayLine = {
  readonly open: readonly Span[];
  readonly run: readonly Span[];
  readonly received: number;
  readonly due: number;
  readonly cut: number | undefined;
  readonly hours: readonly { readonly at: number; readonly text: string; readonly side: 'l' | 'r' }[];
};

const MARGIN_MINUTES = 30;

/** All inputs are local times `HH:MM` of one day. Undefined when the desk does not open that day. */
export const dayLine = (
  openings: readonly (readonly [string, string])[],
  received: string,
  due: string,
  cut: string | undefined,
): DayLine | undefined => {
  const first = openings[0];
  const last = openings.at(-1);
  if (!first || !last) return undefined;
  const start = Math.min(minuteOfDay(first[0]), minuteOfDay(received)) - MARGIN_MINUTES;
  const end = Math.max(minuteOfDay(last[1]), minuteOfDay(due)) + MARGIN_MINUTES;
  const place = (minute: number): number => ((minute - start) / (end - start)) * 100;
  const at = (text: string): number => place(minuteOfDay(text));
  const open = openings.map(([from, to]) => ({ from: at(from), to: at(to) }));
  const run = open
    .map(({ from, to }) => ({ from: Math.max(from, at(received)), to: Math.min(to, at(due)) }))
    .filter(({ from, to }) => to > from);
  const mark = cut === undefined ? undefined : at(cut);
  // The morning's closing time would stand on the cut-off's own words.
  const hours = openings.flatMap(([from, to], index) => [
    { at: at(from), text: from, side: 'l' as const },
    ...(index === openings.length - 1 ? [{ at: at(to), text: to, side: 'r' as const }] : []),
  ]);
  return { open, run, received: at(received), due: at(due), cut: mark, hours };
};
