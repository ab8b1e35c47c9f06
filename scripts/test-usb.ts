/**
 * `npm run test:usb`: the drivers against Linux' own USB stack in an emulated PC. With `--if-possible`, a machine that cannot
 * have the emulator or Debian's kernel is let off, and says so; without it, that is a failure too.
 */
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { NoGuestKernel } from '../test/rig/usb/kernel.ts';
import { ROUNDS, runUsbRig, UsbRigFailed } from '../test/rig/usb/rig.ts';
import { CommandFailed, step } from './run.ts';
import { ensureSystemPackages, SystemPackagesMissing } from './system-packages.ts';

export interface UsbTest {
  readonly ifPossible: boolean;
  readonly rounds: number;
  readonly verbose: boolean;
}

/** What the machine must have; rejects with a reason that `isImpossible` knows. */
type Prepare = () => Promise<void>;
type Run = (test: UsbTest) => Promise<void>;

/** This machine is no ground for the rig: another system or processor. */
export class NoRigHere extends Error {}

const isImpossible = (error: unknown): error is Error =>
  error instanceof NoRigHere || error instanceof NoGuestKernel || error instanceof SystemPackagesMissing;

export async function prepare(platform: string = process.platform, arch: string = process.arch): Promise<void> {
  if (platform !== 'linux' || arch !== 'x64') throw new NoRigHere(`needs Linux on x64, this is ${platform} on ${arch}`);
  try {
    await ensureSystemPackages('usb');
  } catch (error) {
    throw error instanceof CommandFailed ? new NoRigHere(`its packages cannot be installed: ${error.message}`) : error;
  }
}

const onRig: Run = ({ rounds, verbose }) =>
  step('USB rig', () =>
    runUsbRig({
      rounds,
      onConsole: (line) => {
        if (verbose) console.error(line);
      },
    }),
  );

/** Resolves when the drivers held, or could not be tried here and may be let off. */
export async function testUsb(test: UsbTest, ready: Prepare = prepare, run: Run = onRig): Promise<void> {
  try {
    await ready();
    await run(test);
  } catch (error) {
    if (!test.ifPossible || !isImpossible(error)) throw error;
    console.error(`motcua: THE USB RIG WAS NOT RUN HERE: ${error.message}`);
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'if-possible': { type: 'boolean', default: false },
      rounds: { type: 'string', default: String(ROUNDS) },
      verbose: { type: 'boolean', short: 'v', default: false },
    },
  });
  await testUsb({ ifPossible: values['if-possible'], rounds: Number(values.rounds), verbose: values.verbose });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main().catch((error: unknown) => {
    const known = error instanceof UsbRigFailed || error instanceof CommandFailed || isImpossible(error);
    console.error(known ? error.message : error);
    process.exitCode = 1;
  });
}
