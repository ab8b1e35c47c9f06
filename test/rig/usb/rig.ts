/**
 * The USB rig: an emulated PC with Debian's own kernel, in which Linux' gadget functions are scanners and a printer, and the
 * station's real drivers use them over the kernel's real USB stack. `npm run test:usb`; docs/decisions/0014.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OUT, TREE } from '../../../scripts/paths.ts';
import { step } from '../../../scripts/run.ts';
import { makeInitrd, removeInitrd } from './initrd.ts';
import { ensureKernel, type GuestKernel } from './kernel.ts';
import { type MachineEnd, runMachine } from './machine.ts';
import { parseRecords } from './read-records.ts';
import { CHECKS, type FigureRecord, failuresOf, figureWords, logOf, type RigRecord } from './record.ts';
import { warmCompileCache } from './warm.ts';

/** Two plug cycles each. */
export const ROUNDS = 100;
/**
 * How long the whole emulated run may take. A hundred rounds took 8.5 minutes on an idle PC of two cores and more than 15
 * on a busy one; the limit is only for a guest that hangs.
 */
const limitMs = (rounds: number): number => (11 + rounds / 5) * 60_000;
const CONSOLE_SHOWN = 60;
const RECORDS = 'records.jsonl';
const NODE = join(TREE, 'node_modules/.bin/node');
const GUEST_ENV = {
  HOME: '/root',
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LANG: 'C.UTF-8',
};

/** A run that did not show all that it owes; the message carries the guest's console. */
export class UsbRigFailed extends Error {
  constructor(failures: readonly string[], console: readonly string[]) {
    super(`The USB rig failed:\n- ${failures.join('\n- ')}\n\nThe guest's console ends:\n${console.join('\n')}`);
    this.name = 'UsbRigFailed';
  }
}

export interface RigOptions {
  readonly rounds: number;
  readonly onConsole: (line: string) => void;
}

/** Writes out/devices/usb-rig.log and .json, whatever the end; rejects with `UsbRigFailed`. */
export async function runUsbRig({ rounds, onConsole }: RigOptions): Promise<void> {
  const kernel = await step('kernel for the USB rig', ensureKernel);
  const folder = await mkdtemp(join(tmpdir(), 'usb-rig-'));
  try {
    const cache = join(folder, 'compile-cache');
    await warmCompileCache(cache);
    const end = await bootTwiceAtMost(kernel, { folder, cache, rounds, onConsole });
    const records = parseRecords(await readFile(join(folder, RECORDS), 'utf8').catch(() => ''));
    const failures = [...endFailures(end), ...failuresOf(records)];
    await writeResults(kernel, records, failures);
    if (failures.length > 0) throw new UsbRigFailed(failures, end.console.slice(-CONSOLE_SHOWN));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Boot = RigOptions & { readonly folder: string; readonly cache: string };

/** A kernel that stopped says nothing of our drivers, which are no part of it: it gets one more chance, and that is said. */
async function bootTwiceAtMost(kernel: GuestKernel, boot: Boot): Promise<MachineEnd> {
  const end = await bootGuest(kernel, boot);
  if (!end.panicked) return end;
  console.error(
    `motcua: THE GUEST'S KERNEL STOPPED, and is started once more:\n${end.console.slice(-CONSOLE_SHOWN).join('\n')}`,
  );
  await rm(join(boot.folder, RECORDS), { force: true });
  return bootGuest(kernel, boot);
}

async function bootGuest(kernel: GuestKernel, { folder, cache, rounds, onConsole }: Boot): Promise<MachineEnd> {
  const initrd = await makeInitrd(kernel, {
    command: [NODE, join(TREE, 'test/rig/usb/guest/main.ts'), String(rounds)],
    cwd: TREE,
    env: { ...GUEST_ENV, NODE_COMPILE_CACHE: cache },
  });
  try {
    return await runMachine({ image: kernel.image, initrd, results: folder, limitMs: limitMs(rounds), onConsole });
  } finally {
    await removeInitrd(initrd);
  }
}

/** What the machine itself says went wrong. */
export function endFailures({ exitCode, timedOut, panicked, console }: MachineEnd): readonly string[] {
  const refused = console.filter((line) => line.includes('USB-RIG: ') && !line.endsWith('the program ended with 0'));
  return [
    ...(timedOut ? ['the guest did not end in the time given to it'] : []),
    ...(panicked ? ["the guest's kernel stopped"] : []),
    ...(exitCode === 0 || timedOut ? [] : [`QEMU ended with ${exitCode}`]),
    ...refused,
  ];
}

export interface RigResult {
  readonly kernel: string;
  readonly ok: boolean;
  readonly failures: readonly string[];
  readonly checks: readonly {
    readonly name: string;
    readonly shows: string;
    readonly ok: boolean;
    readonly seen: string;
  }[];
  readonly figures: readonly Pick<FigureRecord, 'name' | 'value' | 'unit' | 'aim'>[];
}

/** For programs; the log is for people. */
export const resultOf = (kernel: string, records: readonly RigRecord[], failures: readonly string[]): RigResult => ({
  kernel,
  ok: failures.length === 0,
  failures,
  checks: records
    .filter((one) => one.is === 'check')
    .map(({ name, ok, seen }) => ({ name, shows: CHECKS[name], ok, seen })),
  figures: records
    .filter((one) => one.is === 'figure')
    .map(({ name, value, unit, aim }) => ({ name, value, unit, aim })),
});

async function writeResults(
  kernel: GuestKernel,
  records: readonly RigRecord[],
  failures: readonly string[],
): Promise<void> {
  const folder = join(OUT, 'devices');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'usb-rig.log'), logOf(records));
  const result = resultOf(kernel.name, records, failures);
  await writeFile(join(folder, 'usb-rig.json'), `${JSON.stringify(result, undefined, 2)}\n`);
  for (const figure of records.filter((one) => one.is === 'figure'))
    console.error(`motcua: usb ${figureWords(figure)}`);
  console.error(
    `motcua: usb rig: ${result.checks.filter(({ ok }) => ok).length} of ${Object.keys(CHECKS).length} checks hold`,
  );
}
