/**
 * The station as a program. Standard output carries the ready line of domain/shell-protocol.ts, and one before it when the store has to be recovered. It ends cleanly
 * on SIGINT and SIGTERM, and when its standard input is a pipe that closes: then whoever started it is gone. Under a
 * service manager (input from /dev/null) or in a terminal only signals end it.
 */
import { fstatSync } from 'node:fs';
import { MotcuaError } from '../domain/errors.ts';
import type { StationReady, StationRecovering } from '../domain/shell-protocol.ts';
import { startStation } from './compose.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { keepMemorySmall } from './memory-keeper.ts';
import { readShellSecret } from './shell-secret.ts';

/** Longer than any clean stop takes; then the process ends all the same, the store loses nothing by it. */
const STOP_MS = 5_000;

/** The store is damaged: whoever watches over this program starts it again, and the start recovers it (sysexits' EX_TEMPFAIL). */
const DAMAGED = 75;

try {
  const station = await startStation({ ...(await environment()), onRecovering: sayRecovering });
  let stopping = false;
  const stopWith = (code: number) => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(code), STOP_MS).unref();
    station.stop().then(
      () => process.exit(code),
      (error: unknown) => fail(error),
    );
  };
  const stop = () => stopWith(0);
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  void station.damaged.then(() => stopWith(DAMAGED));
  if (isPiped()) process.stdin.on('end', stop).on('error', stop).resume();
  const ready: StationReady = { motcua: 'ready', origin: station.origin, shellKey: station.shellKey, pid: process.pid };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  keepMemorySmall();
} catch (error) {
  fail(error);
}

async function environment(): Promise<Environment> {
  const env = readEnvironment(process.env);
  if (env.keyFrom !== 'shell') return env;
  return { ...env, keySources: { ...env.keySources, shellSecret: await readShellSecret(process.stdin) } };
}

function sayRecovering(): void {
  process.stdout.write(`${JSON.stringify({ motcua: 'recovering' } satisfies StationRecovering)}\n`);
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
