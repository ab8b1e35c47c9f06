/**
 * Logs: to the data folder, rotated by size, and to standard error for the shell. No personal data: messages of ours
 * carry ids and codes only, and the keys below are cut should one slip in.
 */
import { createWriteStream, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pino, { type Logger } from 'pino';

const ROTATE_BYTES = 5_000_000;
const KEEP = 5;
const PERSONAL = [
  'name',
  'fullName',
  'applicant',
  'citizenId',
  'address',
  'phone',
  'email',
  'text',
  'secret',
  'pin',
  'token',
];

export function openLog(dataFolder: string, level: string): Logger {
  const dir = join(dataFolder, 'logs');
  mkdirSync(dir, { recursive: true });
  const file = join(dir, 'station.log');
  rotate(file);
  const paths = PERSONAL.flatMap((key) => [key, `*.${key}`]);
  const stream = createWriteStream(file, { flags: 'a', mode: 0o600 });
  // A full disk must not stop the desk: what cannot be logged is not.
  stream.on('error', () => undefined);
  return pino(
    { level, redact: { paths, censor: '…' } },
    pino.multistream([
      { stream, level: 'info' },
      { stream: process.stderr, level: 'warn' },
    ]),
  );
}

/** At start only: a day's log of one desk is far below the limit. */
function rotate(file: string): void {
  if (!existsSync(file) || statSync(file).size < ROTATE_BYTES) return;
  for (let age = KEEP - 1; age >= 1; age -= 1)
    if (existsSync(`${file}.${age}`)) renameSync(`${file}.${age}`, `${file}.${age + 1}`);
  renameSync(file, `${file}.1`);
}
