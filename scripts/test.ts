/**
 * `npm test`: everything a change is held to, on a bare machine. Fetching what is missing goes on beside the checks, the
 * emulated PC beside the windows, which mostly wait. docs/decisions/0032.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsbRigFailed } from '../test/rig/usb/rig.ts';
import { check } from './check.ts';
import { endToEnd } from './e2e.ts';
import { ensureElectron } from './electron-runtime.ts';
import { CommandFailed, run, step, stepsTaken } from './run.ts';
import { SeveralFailed, sideBySide, tableOf } from './side-by-side.ts';
import { ensureSystemPackages, SystemPackagesMissing } from './system-packages.ts';
import { testUsb } from './test-usb.ts';

/** Two plug cycles each; `npm run test:usb` makes a hundred rounds, which takes some minutes more. */
const USB_ROUNDS = 12;
/** A kill each, and every other fault once or twice beside them; `npm run faults -- --rounds 1000` is the long run. */
const FAULT_ROUNDS = 100;

/** Hundreds of processes of the same few programs are started: each module is compiled once. */
const env = {
  ...process.env,
  MOTCUA_REQUIRE_POSTGRES: '1',
  NODE_COMPILE_CACHE: join(tmpdir(), `motcua-compile-cache-${process.getuid?.() ?? 0}`),
};

const unitTests = (): Promise<void> => step('unit tests', () => run('vitest', ['run'], { env }));
const faults = (): Promise<void> =>
  step('faults', () => run('node', ['scripts/faults.ts', '--rounds', String(FAULT_ROUNDS), '--quiet'], { env }));
const usb = (): Promise<void> => testUsb({ ifPossible: true, rounds: USB_ROUNDS, verbose: false });

async function everything(): Promise<void> {
  await Promise.all([ensureSystemPackages('test'), ensureElectron(), check()]);
  await unitTests();
  // One emulated processor, then two stations: they leave room on the smallest machine, and have time limits of a minute.
  await sideBySide([() => endToEnd([])], [usb, faults]);
}

function tell(error: unknown): void {
  if (error instanceof SeveralFailed) for (const reason of error.reasons) tell(reason);
  const known =
    error instanceof CommandFailed ||
    error instanceof SystemPackagesMissing ||
    error instanceof UsbRigFailed ||
    error instanceof SeveralFailed;
  console.error(known ? error.message : error);
}

/** Set by `.ci/run`. */
const npmCi = Number(process.env['MOTCUA_NPM_CI_SECONDS'] ?? 0);
const table = (): string =>
  tableOf([...(npmCi > 0 ? [{ name: 'npm ci, before', from: 0, seconds: npmCi }] : []), ...stepsTaken()]);
const minutes = (): string => (performance.now() / 60_000).toFixed(1);
try {
  await everything();
  console.error(`\n${table()}\n\nmotcua: PASSED in ${minutes()} minutes`);
} catch (error) {
  tell(error);
  console.error(`\n${table()}\n\nmotcua: FAILED after ${minutes()} minutes`);
  process.exitCode = 1;
}
