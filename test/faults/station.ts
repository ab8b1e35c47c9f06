/**
 * A station that is going to be killed: loads its part of the program, says `warm`, takes its work from standard input, says
 * `going`, and works. It ends with whoever started it.
 */
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';

const WORKS = {
  backup: async () => (await import('./works/backup.ts')).work,
  counter: async () => (await import('./works/counter.ts')).work,
  line: async () => (await import('./works/line.ts')).work,
  migration: async () => (await import('./works/migration.ts')).work,
  month: async () => (await import('./works/month.ts')).work,
  papers: async () => (await import('./works/papers.ts')).work,
  print: async () => (await import('./works/print.ts')).work,
  refused: async () => (await import('./works/refused.ts')).work,
  return: async () => (await import('./works/return.ts')).work,
  scan: async () => (await import('./works/scan.ts')).work,
} as const;
export type WorkName = keyof typeof WORKS;

if (import.meta.main) {
  const load = Object.entries(WORKS).find(([name]) => name === process.argv[2])?.[1];
  if (!load) throw new Error(`no such work: ${process.argv[2]}`);
  const work = (await load()) as (job: never) => Promise<void>;
  const lines = createInterface({ input: process.stdin });
  lines.once('line', (line) => {
    writeSync(1, 'going\n');
    work(JSON.parse(line) as never).then(
      () => writeSync(1, '\nfinished\n'),
      (error: unknown) => {
        writeSync(2, error instanceof Error ? `${error.stack}\n` : String(error));
        process.exit(1);
      },
    );
  });
  lines.once('close', () => process.exit(0));
  writeSync(1, 'warm\n');
}
