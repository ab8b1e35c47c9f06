/**
 * The reference portal as a program: `node portal/server/main.ts <configuration.json>`. Prints one line of JSON
 * (`{"ready":true,"url":…}`) when it serves, and stops cleanly on SIGINT and SIGTERM. `DATABASE_URL` chooses PostgreSQL.
 */
import { readFile } from 'node:fs/promises';
import { portalConfigSchema } from './config.ts';
import { startPortal } from './portal.ts';

async function main(file: string): Promise<void> {
  const config = portalConfigSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  const portal = await startPortal({
    ...config,
    now: () => Date.now() + config.clockShift,
    databaseUrl: process.env['DATABASE_URL'] ?? config.databaseUrl,
    stationTokens: Object.fromEntries(
      config.stations.map(({ token, station, agency }) => [token, { station, agency }]),
    ),
  });
  const stop = () => void portal.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  if (config.endWithStdin) process.stdin.once('end', stop).resume();
  process.stdout.write(`${JSON.stringify({ ready: true, url: portal.url })}\n`);
}

const file = process.argv[2];
if (file === undefined) {
  process.stderr.write('usage: node portal/server/main.ts <configuration.json>\n');
  process.exitCode = 2;
} else {
  await main(file);
}
