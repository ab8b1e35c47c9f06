/** Remembers from which inputs a step last ran, so that it is skipped while they stay the same. */
import { createHash, type Hash } from 'node:crypto';
import { access, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { step } from './run.ts';

export interface Step {
  readonly name: string;
  /** Files and folders whose content decides; a missing one counts as such. */
  readonly inputs: readonly string[];
  /** Anything else that decides: versions, options. */
  readonly salt?: string;
  /** Without this the step runs whatever the stamp says. */
  readonly output: string;
  readonly stamp: string;
  readonly work: () => Promise<void>;
}

/** True when the step ran, false when its last result still holds. The stamp is written only after success. */
export async function runUnlessFresh({ name, inputs, salt = '', output, stamp, work }: Step): Promise<boolean> {
  const now = await digest(inputs, salt);
  if ((await exists(output)) && (await readStamp(stamp)) === now) return false;
  await rm(stamp, { force: true });
  await step(name, work);
  await mkdir(dirname(stamp), { recursive: true });
  await writeFile(stamp, now);
  return true;
}

/** SHA-256 over names and contents, in a fixed order. */
export async function digest(paths: readonly string[], salt = ''): Promise<string> {
  const hash = createHash('sha256').update(salt);
  for (const path of paths) await addTo(hash, path, path);
  return hash.digest('hex');
}

async function addTo(hash: Hash, path: string, root: string): Promise<void> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
  hash.update(`\n${relative(root, path)}\n`);
  if (entries === undefined) hash.update(await readFile(path).catch(() => 'absent'));
  for (const entry of (entries ?? []).toSorted((a, b) => (a.name < b.name ? -1 : 1)))
    await addTo(hash, join(path, entry.name), root);
}

const readStamp = (path: string): Promise<string | undefined> => readFile(path, 'utf8').catch(() => undefined);

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
