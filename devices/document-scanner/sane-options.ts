/**
 * A SANE device's options, as `scanimage -A` prints them, and the arguments that fit. Every backend names its sources and
 * modes in its own way and leaves some options out; an argument it does not know would end the scan. Pure.
 */
import type { ScanOptions } from './contract.ts';

/** The text between an option's name and its `[default]`: `Flatbed|ADF`, `1..1200dpi (in steps of 1)`, `auto||75|150dpi`. */
export type SaneOptions = ReadonlyMap<string, string>;

export interface SaneArguments {
  readonly args: readonly string[];
  /** What the device will really scan at. */
  readonly dpi: number;
  /** A device that names no source may be a glass, which would give its one page again and again: asked once. */
  readonly once: boolean;
}

/** Where a backend keeps the second side apart from the source: epson2 and epsonds; hpaio and others. */
const SECOND_SIDE: ReadonlyMap<string, RegExp> = new Map([
  ['adf-mode', /^duplex$/i],
  ['duplex', /^yes$/i],
]);

const OPTION = /^\s+(?:--([a-z][a-z0-9-]*)|-([a-z]))(?:\[=\(|\s)(.*)$/;

export function parseSaneOptions(text: string): SaneOptions {
  const found = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = OPTION.exec(line);
    const name = match?.[1] ?? match?.[2];
    // An inactive option cannot be set just now; those for the second side become active with the feeder.
    if (match && name && (!line.includes('[inactive]') || SECOND_SIDE.has(name)))
      found.set(name, (match[3] ?? '').replace(/\s*\[[^\]]*\]\s*$/, ''));
  }
  return found;
}

const SOURCES: Readonly<Record<ScanOptions['source'], readonly RegExp[]>> = {
  feeder: [
    /^automatic document feeder$/i,
    /^adf front/i,
    /^adf$/i,
    /feeder(?!.*(duplex|back))/i,
    /adf(?!.*(duplex|back))/i,
    /^auto/i,
  ],
  duplex: [/^adf duplex$/i, /duplex/i],
  flatbed: [/^flatbed$/i, /flatbed|platen|table/i],
};
const MODES: Readonly<Record<ScanOptions['mode'], readonly RegExp[]>> = {
  gray: [/^gr[ae]y$/i, /gr[ae]y/i],
  color: [/^colou?r$/i, /colou?r/i],
  lineart: [/^lineart$/i, /lineart|black|binary|^1-?bit/i, /gr[ae]y/i],
};

const choose = (values: readonly string[], wanted: readonly RegExp[]): string | undefined =>
  wanted.map((pattern) => values.find((value) => pattern.test(value))).find((value) => value !== undefined);

const pick = (options: SaneOptions, name: string, wanted: readonly RegExp[]): readonly string[] => {
  const value = choose((options.get(name) ?? '').split('|'), wanted);
  return value === undefined ? [] : [`--${name}=${value}`];
};

/** The allowed resolution nearest to the wanted one. */
export function nearestResolution(constraint: string, wanted: number): number {
  const range = /^(\d+)(?:\.\d+)?\.\.(\d+)/.exec(constraint);
  if (range) return Math.min(Math.max(wanted, Number(range[1])), Number(range[2]));
  const values = (constraint.match(/\d+/g) ?? []).map(Number);
  return values.reduce(
    (best, value) => (Math.abs(value - wanted) < Math.abs(best - wanted) ? value : best),
    values[0] ?? wanted,
  );
}

/** A4, or as much of it as the glass or feeder takes. */
function pageEdge(options: SaneOptions, name: 'x' | 'y', wanted: number): readonly string[] {
  const range = /\.\.(\d+(?:\.\d+)?)mm/.exec(options.get(name) ?? '');
  return range ? [`-${name}`, String(Math.min(wanted, Number(range[1])))] : [];
}

/**
 * Undefined where the device has not what is asked for: one side must not pass for two, nor a glass for a feeder. The glass
 * itself goes under many names.
 */
function sourceArguments(known: SaneOptions, source: ScanOptions['source']): readonly string[] | undefined {
  const named = pick(known, 'source', SOURCES[source]);
  if (named.length > 0 || source === 'flatbed') return named;
  if (source === 'feeder') return known.has('source') ? undefined : [];
  const second = [...SECOND_SIDE].flatMap(([name, value]) => pick(known, name, [value]));
  return second.length > 0 ? [...pick(known, 'source', SOURCES.feeder), ...second] : undefined;
}

/** Undefined when the device cannot take paper that way. */
export function saneArguments(known: SaneOptions, wanted: ScanOptions): SaneArguments | undefined {
  const source = sourceArguments(known, wanted.source);
  if (!source) return undefined;
  const resolution = known.get('resolution');
  const dpi = resolution === undefined ? wanted.dpi : nearestResolution(resolution, wanted.dpi);
  const args = [
    ...source,
    ...pick(known, 'mode', MODES[wanted.mode]),
    ...(resolution === undefined ? [] : [`--resolution=${dpi}`]),
    ...pageEdge(known, 'x', 210),
    ...pageEdge(known, 'y', 297),
  ];
  return { args, dpi, once: wanted.source === 'feeder' && !known.has('source') };
}
