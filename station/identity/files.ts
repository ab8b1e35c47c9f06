/**
 * Who this PC is to the portal: `identity.json` in the data folder, for its owner alone, its private key sealed. Beside it,
 * while a pairing is under way, `identity.pending.json`: the key that the portal may know already though its answer was lost.
 */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { MotcuaError } from '../../domain/errors.ts';
import { pairingResponseSchema } from '../../domain/pairing.ts';

const sealedKey = z.base64().min(1).max(4_000);

/** What the portal said at pairing, where it was said, and the key. */
export const identitySchema = pairingResponseSchema
  .unwrap()
  .omit({ now: true })
  .extend({ version: z.literal(1), portalUrl: z.url().max(300), privateKey: sealedKey })
  .readonly();
export type Identity = z.infer<typeof identitySchema>;

const pendingSchema = z
  .object({
    version: z.literal(1),
    portalUrl: z.url().max(300),
    /** SHA-256 of the code, so that only the same code is tried with the same key. */
    code: z.string().regex(/^[0-9a-f]{64}$/),
    privateKey: sealedKey,
  })
  .readonly();
export type Pending = z.infer<typeof pendingSchema>;

export interface IdentityFiles {
  /** Undefined when this PC was never paired. MC-PAR-08 when the file is damaged. */
  read(): Identity | undefined;
  /** On disk before it returns; the pending key is gone then. */
  write(identity: Identity): void;
  /** Undefined when there is none that can be used. */
  pending(): Pending | undefined;
  keepPending(pending: Pending): void;
}

export function identityFiles(dataFolder: string): IdentityFiles {
  const file = join(dataFolder, 'identity.json');
  const pendingFile = join(dataFolder, 'identity.pending.json');
  return {
    read: () => {
      const text = textOf(file);
      if (text === undefined) return undefined;
      const read = identitySchema.safeParse(json(text));
      if (!read.success) throw new MotcuaError('MC-PAR-08', { reason: 'unreadable file' });
      return read.data;
    },
    write: (identity) => {
      writeWhole(file, identity);
      rmSync(pendingFile, { force: true });
    },
    pending: () => pendingSchema.safeParse(json(textOf(pendingFile) ?? '')).data,
    keepPending: (pending) => writeWhole(pendingFile, pending),
  };
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new MotcuaError('MC-PAR-08', { reason: 'unreadable file' }, { cause: error });
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the schema then says that it is none
  }
}

/** A power cut leaves either the old file or the new one, never half of it. */
function writeWhole(file: string, value: object): void {
  const handle = openSync(`${file}.new`, 'w', 0o600);
  try {
    writeSync(handle, JSON.stringify(value));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(`${file}.new`, file);
}
