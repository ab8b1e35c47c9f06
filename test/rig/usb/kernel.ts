/**
 * Debian's own kernel for the rig's PC, in a cache outside the tree. Its package is found through `linux-image-amd64`, since
 * package names go stale with every security update, and only unpacked: nothing is installed.
 */
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { cacheFolder } from '../../../scripts/paths.ts';
import { CommandFailed, capture, run, succeeds } from '../../../scripts/run.ts';
import { loadOrder, type ModuleToLoad, WANTED_MODULES } from './modules.ts';

export interface GuestKernel {
  /** The package's name, which carries the version. */
  readonly name: string;
  readonly image: string;
  /** Files in the order of loading, `NN-name.ko`, and one `order` with the parameters. */
  readonly modules: string;
}

/** Debian's kernel cannot be had here: no apt, another system, no network. */
export class NoGuestKernel extends Error {
  constructor(reason: string) {
    super(`Debian's kernel cannot be fetched: ${reason}`);
    this.name = 'NoGuestKernel';
  }
}

/** `apt-cache depends linux-image-amd64` → the package of the newest kernel. */
export const kernelPackage = (depends: string): string | undefined =>
  /^\s*Depends:\s*(linux-image-\d\S*-amd64)\s*$/m.exec(depends)?.[1];

const wantedKey = createHash('sha256').update(JSON.stringify(WANTED_MODULES)).digest('hex').slice(0, 8);
const cacheName = (name: string): string => `${name}.${wantedKey}`;

export async function ensureKernel(): Promise<GuestKernel> {
  const cache = join(cacheFolder(), 'usb-rig');
  await mkdir(cache, { recursive: true });
  const wanted = await newestPackage();
  const cached = await cachedKernel(cache, wanted);
  if (cached) return cached;
  if (!wanted) throw new NoGuestKernel('apt knows no linux-image-amd64');
  return fetchKernel(cache, wanted);
}

async function newestPackage(): Promise<string | undefined> {
  const ask = async (): Promise<string | undefined> =>
    kernelPackage(await capture('apt-cache', ['depends', 'linux-image-amd64']).catch(() => ''));
  return (await ask()) ?? ((await refreshLists()) ? ask() : undefined);
}

/** Root may, or whoever needs no password for it; else what is known must do. */
const refreshLists = async (): Promise<boolean> =>
  (await succeeds('apt-get', ['-o', 'DPkg::Lock::Timeout=180', '-qq', 'update'])) ||
  succeeds('sudo', ['-n', 'apt-get', '-o', 'DPkg::Lock::Timeout=180', '-qq', 'update']);

/** The wanted one, or without a wanted one (no network) whichever is there. */
async function cachedKernel(cache: string, wanted: string | undefined): Promise<GuestKernel | undefined> {
  const whole = (await readdir(cache)).filter((name) => name.startsWith('linux-image-') && name.endsWith(wantedKey));
  const found = wanted ? whole.find((name) => name === cacheName(wanted)) : whole.sort().at(-1);
  return found ? kernelIn(join(cache, found)) : undefined;
}

const kernelIn = (folder: string): GuestKernel => ({
  name: basename(folder).slice(0, -wantedKey.length - 1),
  image: join(folder, 'kernel'),
  modules: join(folder, 'modules'),
});

/** Made beside its place and moved there whole, so that a broken-off run leaves nothing half. */
async function fetchKernel(cache: string, name: string): Promise<GuestKernel> {
  const work = await mkdtemp(join(cache, 'fetching-'));
  try {
    const root = join(work, 'root');
    await run('dpkg-deb', ['-x', await download(work, name), root]);
    const made = join(work, 'made');
    await mkdir(made);
    await takeImage(root, join(made, 'kernel'));
    await takeModules(root, join(made, 'modules'));
    await rename(made, join(cache, cacheName(name)));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return kernelIn(join(cache, cacheName(name)));
}

async function download(folder: string, name: string): Promise<string> {
  const get = (): Promise<string> => capture('apt-get', ['-qq', 'download', name], { cwd: folder });
  try {
    // The mirror drops old versions: then the lists are too old.
    await get().catch(async () => ((await refreshLists()) ? get() : get()));
  } catch (error) {
    if (error instanceof CommandFailed) throw new NoGuestKernel(error.message);
    throw error;
  }
  const file = (await readdir(folder)).find((one) => one.endsWith('.deb'));
  if (!file) throw new NoGuestKernel(`apt-get download ${name} gave no file`);
  return join(folder, file);
}

/** The kernel inside the bootable file: started directly, QEMU need not emulate its unpacking (3 to 4 s of 8). */
async function takeImage(root: string, to: string): Promise<void> {
  const boot = join(root, 'boot');
  const name = (await readdir(boot)).find((one) => one.startsWith('vmlinuz-'));
  if (!name) throw new Error('the kernel package has no vmlinuz');
  const packed = join(boot, name);
  const at = xzOffset(await readFile(packed));
  if (at === undefined) return cp(packed, to);
  // xz complains of what follows its stream, after having written all of it.
  await capture('sh', [
    '-c',
    'tail -c +"$1" "$2" | xz -dc --single-stream > "$3"',
    'sh',
    `${at + 1}`,
    packed,
    to,
  ]).catch(() => undefined);
  const head = (await readFile(to)).subarray(0, 4);
  if (!head.equals(Buffer.from('\x7fELF', 'latin1'))) await cp(packed, to);
}

/** Where the packed kernel begins in a bootable file; undefined where it is packed in another way. */
export function xzOffset(image: Buffer): number | undefined {
  const at = image.indexOf(Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]));
  return at < 0 ? undefined : at;
}

async function takeModules(root: string, to: string): Promise<void> {
  const all = join(root, 'lib/modules');
  const [version] = await readdir(all);
  if (!version) throw new Error('the kernel package has no modules');
  await run('depmod', ['-b', root, version]);
  const from = join(all, version);
  const [dep, builtin] = await Promise.all(
    ['modules.dep', 'modules.builtin'].map((name) => readFile(join(from, name), 'utf8')),
  );
  const order = loadOrder(WANTED_MODULES, dep ?? '', builtin ?? '');
  await mkdir(to);
  for (const [index, { file }] of order.entries()) await takeModule(join(from, file), join(to, fileName(index, file)));
  await writeFile(join(to, 'order'), orderFile(order));
}

const fileName = (index: number, file: string): string =>
  `${String(index).padStart(2, '0')}-${basename(file).replace(/\.xz$/, '')}`;

/** One module a line, its parameters behind it. */
export const orderFile = (order: readonly ModuleToLoad[]): string =>
  order
    .map(({ file, parameters }, index) => `${fileName(index, file)} ${parameters}`.trim())
    .join('\n')
    .concat('\n');

async function takeModule(from: string, to: string): Promise<void> {
  if (from.endsWith('.xz')) await run('sh', ['-c', 'xz -dc "$1" > "$2"', 'sh', from, to]);
  else await cp(from, to);
}
