import type { Figure } from './figures.ts';

const HEAD = ['name', 'ours', 'reference', 'unit', 'ratio'] as const;

/** The figures for a terminal, the notes below. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, ours, reference, unit, ratio }) => [
    name,
    `${ours}`,
    `${reference}`,
    unit,
    `${ratio}`,
  ]);
  const widths = HEAD.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const lines = [HEAD, ...rows].map((row) =>
    row.map((cell, column) => padded(cell, widths[column] ?? 0, column)).join('  '),
  );
  const notes = figures.map(({ name, note }) => `${name}: ${note}`);
  return [...lines, '', ...notes].join('\n');
}

/** Figures stand right, words left. */
const padded = (cell: string, width: number, column: number): string =>
  column === 0 || column === 3 ? cell.padEnd(width) : cell.padStart(width);
