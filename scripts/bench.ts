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
import { firstSync } from './bench/first-sync.ts';
import { formFigures } from './bench/form.ts';
import { DOSSIERS, FEW, fillOffice, furnish, giveNumbers } from './bench/office.ts';
import { pageFigures } from './bench/pages.ts';
import { openProvince, type Province } from './bench/province.ts';
import { pushFigure } from './bench/push.ts';
import { recallFigures } from './bench/recall.ts';
import { DOCUMENTS, replicationFigure } from './bench/replication.ts';
import { scanFigures } from './bench/scan.ts';
import { slipFigures } from './bench/slip.ts';
import { startFigures } from './bench/start.ts';
import { storeFigures } from './bench/store.ts';
import { table } from './bench/table.ts';
import { OUT } from './paths.ts';
import { step } from './run.ts';
import { ensureSystemPackages, SystemPackagesMissing } from './system-packages.ts';

const RESULTS = join(OUT, 'bench.json');

/** `small` is an ordinary office's folder; `office` takes in half a million dossiers when the first measurement needs them. */
interface Grounds {
  readonly folder: string;
  readonly small: string;
  readonly now: number;
  readonly province: () => Promise<Province>;
  readonly office: () => Promise<LargeOffice>;
}

interface LargeOffice {
  readonly folder: string;
  /** The same dossiers in the clear, in a bare database. */
  readonly rawFile: string;
  /** What filling it has shown. */
  readonly figures: readonly Figure[];
}

const MEASUREMENTS: Readonly<Record<string, (grounds: Grounds) => Promise<readonly Figure[]>>> = {
  pull: async ({ office }) => (await office()).figures,
  replication: async ({ folder, province, now }) => [
    await replicationFigure(join(folder, 'replication'), await province(), now),
  ],
  push: async ({ office, province, now }) => [await pushFigure((await office()).folder, await province(), now)],
  store: async ({ office, now }) => {
    const { folder, rawFile } = await office();
    return storeFigures(folder, rawFile, now);
  },
  api: async ({ office, now }) => {
    const { folder, rawFile } = await office();
    furnish(folder, []);
    return [await apiFigure(folder, rawFile, now)];
  },
  start: async ({ folder, office, now }) => {
    const empty = join(folder, 'empty');
    fillOffice(empty, 0, now);
    return startFigures(empty, (await office()).folder, now);
  },
  form: () => formFigures(),
  slip: () => slipFigures(),
  scan: ({ small, now }) => scanFigures(small, now),
  recall: ({ small }) => recallFigures(small),
  pages: ({ small }) => pageFigures(small),
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
  await using things = new AsyncDisposableStack();
  const now = Date.now();
  const province = once(() => openGrounds(folder, things, now));
  const office = once(async () => fillLargeOffice(folder, await province(), now));
  const small = join(folder, 'small');
  fillOffice(small, FEW, now);
  const figures: Figure[] = [];
  for (const name of names) {
    const measure = MEASUREMENTS[name];
    if (!measure)
      throw new Error(`no measurement is called ${name}; there are ${Object.keys(MEASUREMENTS).join(', ')}`);
    figures.push(...(await step(name, () => measure({ folder, small, now, province, office }))));
  }
  return figures;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const openGrounds = (folder: string, things: AsyncDisposableStack, now: number): Promise<Province> =>
  step(`a province with ${DOSSIERS} dossiers`, async () => {
    const province = await openProvince(folder, { here: DOSSIERS, elsewhere: DOCUMENTS }, now);
    return things.adopt(province, (one) => one.stop());
  });

function fillLargeOffice(folder: string, province: Province, now: number): Promise<LargeOffice> {
  const large = join(folder, 'large');
  const rawFile = join(folder, 'raw.db');
  return step(`an office of ${DOSSIERS} dossiers`, async () => {
    const figures = await firstSync(large, rawFile, province, now);
    giveNumbers(large, now);
    return { folder: large, rawFile, figures };
  });
}

try {
  await bench(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof SystemPackagesMissing ? error.message : error);
  process.exitCode = 1;
}
