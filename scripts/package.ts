/**
 * The installed program as a folder: out/linux-unpacked. `--release` leaves the inspector's fuse off, as in an office;
 * without it the tests can drive the program. Skipped when nothing that goes into it has changed.
 */
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { build } from './build.ts';
import { ensureElectron } from './electron-runtime.ts';
import { DIST, OUT, PACKAGED_APP, TREE, UNPACKED } from './paths.ts';
import { run } from './run.ts';
import { runUnlessFresh } from './stamp.ts';

const INPUTS = [
  'dist/electron',
  'dist/renderer',
  'domain',
  'devices',
  'forms',
  'offline-store',
  'station',
  'portal',
  'assets',
  'electron-builder.yml',
  'package.json',
  'package-lock.json',
  'scripts/program.ts',
  'scripts/package.ts',
];

export async function packageProgram(release: boolean): Promise<void> {
  await build();
  const electron = await ensureElectron();
  await runUnlessFresh({
    name: 'packaging',
    inputs: INPUTS.map((path) => join(TREE, path)),
    salt: `${electron.version} ${electron.source} ${release}`,
    output: PACKAGED_APP,
    stamp: join(OUT, '.package-stamp'),
    work: async () => {
      await writeApp();
      await rm(UNPACKED, { recursive: true, force: true });
      await run('electron-builder', [
        '--dir',
        '--publish=never',
        `-c.electronDist=${electron.folder}`,
        `-c.electronVersion=${electron.version}`,
        `-c.electronFuses.enableNodeCliInspectArguments=${!release}`,
      ]);
    },
  });
}

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  description: z.string(),
  license: z.string(),
});

/** What goes into the archive: the built shell and a manifest without dependencies. */
async function writeApp(): Promise<void> {
  const app = join(DIST, 'app');
  await rm(app, { recursive: true, force: true });
  await mkdir(app, { recursive: true });
  await cp(join(DIST, 'electron'), app, { recursive: true });
  const manifest = manifestSchema.parse(JSON.parse(await readFile(join(TREE, 'package.json'), 'utf8')));
  await writeFile(
    join(app, 'package.json'),
    JSON.stringify({ ...manifest, author: 'motcua contributors', main: 'main.cjs' }),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await packageProgram(process.argv.includes('--release'));
