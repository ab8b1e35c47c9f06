/** Pages are pictures of people's papers: the workers of the pipeline open and seal them in memory, with the keys of just those two files. */
import { fileURLToPath } from 'node:url';
import {
  MAX_FILE_BYTES,
  type PageFiles,
  type PageOutcome,
  type PagePipeline,
} from '../../devices/document-scanner/pages/contract.ts';
import { MotcuaError } from '../../domain/errors.ts';
import { readWithSecrets, secretsFor, writeWithSecrets } from '../../offline-store/page-files.ts';
import type { KeyRing } from '../../offline-store/protection/key-ring.ts';

/** For `createPagePipeline`. */
export const SEALED_WORKER = fileURLToPath(new URL('./sealed-page-worker.ts', import.meta.url));

const given = (secrets: string | undefined): string => {
  if (secrets === undefined) throw new MotcuaError('MC-STO-13', { reason: 'a page without its keys' });
  return secrets;
};

export const sealedFiles: PageFiles = {
  read: (file, secrets) => readWithSecrets(file, given(secrets), MAX_FILE_BYTES),
  write: (file, bytes, secrets) => writeWithSecrets(file, bytes, given(secrets)),
};

interface SealedPage {
  /** As their names are without what says that they are sealed. */
  readonly file: string;
  readonly into: string;
  readonly dpi: number;
}

/** A page that was sealed with another key just then is asked for once more; one that does not open is damaged. */
export async function processSealed(
  pipeline: PagePipeline,
  page: SealedPage,
  keys: KeyRing,
  signal: AbortSignal,
): Promise<PageOutcome> {
  const first = await ask(pipeline, page, keys, signal);
  const outcome = isUnopened(first) ? await ask(pipeline, page, keys, signal) : first;
  return isUnopened(outcome) ? { ok: false, code: 'MC-DSC-06' } : outcome;
}

const isUnopened = (outcome: PageOutcome): boolean => !outcome.ok && ['MC-STO-03', 'MC-API-05'].includes(outcome.code);

async function ask(pipeline: PagePipeline, page: SealedPage, keys: KeyRing, signal: AbortSignal): Promise<PageOutcome> {
  try {
    return await pipeline.process({ ...page, secrets: await secretsFor(page.file, page.into, keys) }, signal);
  } catch (error) {
    if (error instanceof MotcuaError) return { ok: false, code: error.code };
    throw error;
  }
}
