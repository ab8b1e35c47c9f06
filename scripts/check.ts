/** What needs no running program: form and lint (with the one-way rule and the ban on cycles), then types. */
import { pathToFileURL } from 'node:url';
import { run, step } from './run.ts';

export async function check(): Promise<void> {
  await step('biome', () => run('biome', ['check', '--error-on-warnings', '.']));
  await step('types', () => run('tsc', ['--noEmit']));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await check();
