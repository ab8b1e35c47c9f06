/**
 * The station as a program. Standard output carries one line, the ready line of domain/shell-protocol.ts. It ends cleanly
 * on SIGINT and SIGTERM, and when its standard input is a pipe that closes: then whoever started it is gone. Under a
 * service manager (input from /dev/null) or in a terminal only signals end it.
 */
import { fstatSync } from 'node:fs';
import { MotcuaError } from '../domain/errors.ts';
import type { StationReady } from '../domain/shell-protocol.ts';
import { startStation } from './compose.ts';
import { readEnvironment } from './environment.ts';

/** Longer than any clean stop takes; then the process ends all the same, the store loses nothing by it. */
const STOP_MS = 5_000;

try {
  const station = await startStation(readEnvironment(process.env));
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(0), STOP_MS).unref();
    station.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  if (isPiped()) process.stdin.on('end', stop).on('error', stop).resume();
  const ready: StationReady = { motcua: 'ready', origin: station.origin, shellKey: station.shellKey, pid: process.pid };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
} catch (error) {
  fail(error);
}

/** Node's own pipes are sockets on Linux. */
function isPiped(): boolean {
  const input = fstatSync(0);
  return input.isFIFO() || input.isSocket();
}

function fail(error: unknown): void {
  const known = error instanceof MotcuaError ? { code: error.code, ...error.sentence, ...error.context } : undefined;
  process.stderr.write(`${JSON.stringify(known ?? { code: 'MC-API-99', error: String(error) })}\n`);
  process.exit(1);
}
