/** The guest's first files: busybox, the modules, and the first process; everything else it takes from this machine's disk. */
import { chmod, copyFile, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { capture, run } from '../../../scripts/run.ts';
import type { GuestKernel } from './kernel.ts';

export interface GuestProgram {
  /** Absolute, as on this machine: the guest sees the same disk. */
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** For a shell, whatever is in it. */
export const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** What the guest's first process runs inside this machine's disk. */
export function guestScript({ command, cwd, env }: GuestProgram): string {
  const words = ['env', '-i', ...Object.entries(env).map(([key, value]) => `${key}=${value}`), ...command];
  return `cd ${quoted(cwd)} && exec ${words.map(quoted).join(' ')}\n`;
}

/** Folders that must be there for the first process. */
export const INITRD_FOLDERS = ['bin', 'proc', 'sys', 'dev', 'lower', 'over', 'newroot'] as const;

/** Where each file of the initrd comes from. */
export const initrdListing = (
  busybox: string,
  init: string,
): readonly { readonly to: string; readonly from: string }[] => [
  { to: 'bin/busybox', from: busybox },
  { to: 'init', from: init },
];

/** Writes the initrd and answers its path; the caller removes its folder. */
export async function makeInitrd(kernel: GuestKernel, program: GuestProgram): Promise<string> {
  const work = await mkdtemp(join(tmpdir(), 'usb-rig-initrd-'));
  const root = join(work, 'root');
  for (const name of INITRD_FOLDERS) await mkdir(join(root, name), { recursive: true });
  const busybox = (await capture('sh', ['-c', 'command -v busybox'])).trim();
  for (const { to, from } of initrdListing(busybox, join(import.meta.dirname, 'guest/init.sh'))) {
    await mkdir(dirname(join(root, to)), { recursive: true });
    await copyFile(from, join(root, to));
    await chmod(join(root, to), 0o755);
  }
  await cp(kernel.modules, join(root, 'modules'), { recursive: true });
  await writeFile(join(root, 'guest.sh'), guestScript(program));
  const file = join(work, 'initrd');
  await run('sh', ['-c', 'cd "$1" && find . | cpio --quiet -o -H newc > "$2"', 'sh', root, file]);
  return file;
}

export const removeInitrd = (file: string): Promise<void> => rm(dirname(file), { recursive: true, force: true });
