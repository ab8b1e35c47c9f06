/**
 * `npm test`: everything a change is held to, on a bare machine. Fetching what is missing goes on beside the checks;
 * the first thing that fails ends it with an exit code that is not 0.
 */
import { UsbRigFailed } from '../test/rig/usb/rig.ts';
import { check } from './check.ts';
import { endToEnd } from './e2e.ts';
import { ensureElectron } from './electron-runtime.ts';
import { CommandFailed, run, step } from './run.ts';
import { ensureSystemPackages, SystemPackagesMissing } from './system-packages.ts';
import { testUsb } from './test-usb.ts';

/** Two plug cycles each; `npm run test:usb` makes a hundred rounds, which takes some minutes more. */
const USB_ROUNDS = 12;
/** A kill each, and every other fault once or twice beside them; `npm run faults -- --rounds 1000` is the long run. */
const FAULT_ROUNDS = 100;

async function everything(): Promise<void> {
  await Promise.all([ensureSystemPackages('test'), ensureElectron(), check()]);
  await step('unit tests', () => run('vitest', ['run'], { env: { ...process.env, MOTCUA_REQUIRE_POSTGRES: '1' } }));
  await step('faults', () => run('node', ['scripts/faults.ts', '--rounds', String(FAULT_ROUNDS), '--quiet']));
  await endToEnd([]);
  // Last, when nothing else runs: the emulated PC wants the processor for itself.
  await testUsb({ ifPossible: true, rounds: USB_ROUNDS, verbose: false });
}

const started = performance.now();
const minutes = (): string => ((performance.now() - started) / 60_000).toFixed(1);
try {
  await everything();
  console.error(`\nmotcua: PASSED in ${minutes()} minutes`);
} catch (error) {
  const known =
    error instanceof CommandFailed || error instanceof SystemPackagesMissing || error instanceof UsbRigFailed;
  console.error(known ? error.message : error);
  console.error(`\nmotcua: FAILED after ${minutes()} minutes`);
  process.exitCode = 1;
}
