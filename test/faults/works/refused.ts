/** An officer works until the store refuses; which code that was goes to whoever started this. */
import { writeSync } from 'node:fs';
import * as counter from './counter.ts';

export async function work(job: counter.CounterJob): Promise<void> {
  writeSync(1, `\n${await counter.workUntilRefused(() => counter.work(job))}\n`);
}
