/**
 * `npm run bench`: our speed beside a peer's or a physical limit's, measured in the same run (docs/decisions/0011).
 * Writes out/bench.json and prints the same as a table. No figure is ever a failure; a measurement that cannot be
 * taken is one. Names after `--` choose: `npm run bench -- store scan`.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { apiFigure } from './bench/api.ts';
import type { Figure } from './bench/figures.ts';
import { formFigures } from './bench/form.ts';
import { DOSSIERS, FEW, fillOffice, furnish } from './bench/office.ts';
import { pageFigures } from './bench/pages.ts';
import { recallFigures } from './bench/recall.ts';
import { scanFigures } from './bench/scan.ts';
import { slipFigures } from './bench/slip.ts';
import { startFigures } from './bench/start.ts';
import { storeFigures } from './bench/store.ts';
import { table } from './bench/table.ts';
import { OUT } from './paths.ts';
import { step } from './run.ts';
import { ensureSystemPackages, SystemPackagesMissing } from './system-packages.ts';

const RESULTS = join(OUT, 'bench.json');

/** `large` holds the years' dossiers, `small` a few; both on the disk that holds the tree. */
interface Folders {
  readonly large: string;
  readonly small: string;
  readonly now: number;
}

const MEASUREMENTS: Readonly<Record<string, (folders: Folders) => Promise<readonly Figure[]>>> = {
  store: ({ large, now }) => storeFigures(large, now),
  api: async ({ large, now }) => {
    furnish(large, []);
    return [await apiFigure(large, now)];
  },
  form: () => formFigures(),
  slip: () => slipFigures(),
  scan: ({ small, now }) => scanFigures(small, now),
  recall: ({ small }) => recallFigures(small),
  pages: ({ small }) => pageFigures(small),
  start: ({ small, large }) => startFigures(small, large),
};

async function bench(chosen: readonly string[]): Promise<void> {
  const names = chosen.length > 0 ? chosen : Object.keys(MEASUREMENTS);
  await ensureSystemPackages('test');
  mkdirSync(OUT, { recursive: true });
  const folder = mkdtempSync(join(OUT, 'bench-'));
  const clearUp = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', clearUp);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  const figures = await measureAll(names, folder);
  writeFileSync(RESULTS, `${JSON.stringify(figures, null, 2)}\n`);
  console.log(`\n${table(figures)}\n\nload while measuring: ${loadavg()[0]?.toFixed(1)}; written to ${RESULTS}`);
}

async function measureAll(names: readonly string[], folder: string): Promise<readonly Figure[]> {
  const folders = { large: join(folder, 'large'), small: join(folder, 'small'), now: Date.now() };
  await step(`an office of ${DOSSIERS} dossiers`, async () => fillOffice(folders.large, DOSSIERS, folders.now));
  fillOffice(folders.small, FEW, folders.now);
  const figures: Figure[] = [];
  for (const name of names) {
    const measure = MEASUREMENTS[name];
    if (!measure)
      throw new Error(`no measurement is called ${name}; there are ${Object.keys(MEASUREMENTS).join(', ')}`);
    figures.push(...(await step(name, () => measure(folders))));
  }
  return figures;
}

try {
  await bench(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof SystemPackagesMissing ? error.message : error);
  process.exitCode = 1;
}
