/** In place of spooler.ps1: says what MOTCUA_STAND_IN tells for a task (JSON: task → lines), and keeps what it was given. */
import { appendFileSync, copyFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const env = process.env;
const script = JSON.parse(env.MOTCUA_STAND_IN ?? '{}') as Readonly<Record<string, readonly string[]>>;
const task = env.MOTCUA_SPOOLER_TASK ?? '';
const into = env.MOTCUA_STAND_IN_FOLDER ?? '';
appendFileSync(
  `${into}/asked.txt`,
  `${task} ${env.MOTCUA_SPOOLER_QUEUE} ${env.MOTCUA_SPOOLER_TITLE} ${env.MOTCUA_SPOOLER_JOB}\n`,
);
if (env.MOTCUA_SPOOLER_FILE) copyFileSync(env.MOTCUA_SPOOLER_FILE, `${into}/got.bin`);
for (const line of script[task] ?? ['end 1801']) {
  if (line === 'hang') await sleep(60_000);
  process.stdout.write(`${line}\n`);
  await sleep(10);
}
