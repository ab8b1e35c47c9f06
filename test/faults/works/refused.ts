/** An officer works until the store refuses; which code that was goes to whoever started this. */
import { writeSync } from 'node:fs';
import { type CounterJob, workUntilRefused } from './counter.ts';

export async function work(job: CounterJob): Promise<void> {
  writeSync(1, `\n${await workUntilRefused(job)}\n`);
}
