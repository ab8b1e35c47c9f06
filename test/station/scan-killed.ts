/** The process that is killed: feeds a stack, or attaches what was fed, until somebody pulls the plug. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { actor, createFeeder, createTestPipeline, openDesk } from './scan-desk.ts';

const [, , folder = '', what = ''] = process.argv;
const ledger = join(folder, 'ledger');

/** Sheets are numbered on from those that went through; one is left out, since it may have been in the rollers. */
function next(): number {
  const fed = readFileSync(ledger, 'utf8').split('\n').filter(Boolean).map(Number);
  return Math.max(0, ...fed) + 2;
}

const feeder = createFeeder(join(folder, 'tmp'), { ledger, msPerSide: 4 });
const desk = await openDesk(folder, { feeder, pipeline: createTestPipeline(30) });
const first = next();
feeder.load(...Array.from({ length: 5_000 }, (_, index) => ({ n: first + index })));
if (what === 'feed') desk.sessions.start({});
const open = desk.sessions.openOf(undefined);
process.stdout.write('going\n');
if (what === 'attach') {
  // None is open when the last one was killed between its end and its word.
  if (open) await desk.sessions.attach(open.id, actor);
  process.stdout.write('attached\n');
  await desk.close();
}
