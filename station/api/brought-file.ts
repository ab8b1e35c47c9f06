/** A file that a technician brings, as domain/office-file.ts packs it. */
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { MotcuaError } from '../../domain/errors.ts';
import { PACKED_MAX_CHARS, UNPACKED_MAX_BYTES } from '../../domain/office-file.ts';

export const broughtFileSchema = z.object({
  file: z.string().max(PACKED_MAX_CHARS),
  /** Only what it would change. */
  dryRun: z.boolean(),
});

/** MC-API-03: not gzip, or of more bytes than any file has when unpacked. */
export function unpacked(file: string): string {
  try {
    return gunzipSync(Buffer.from(file, 'base64'), { maxOutputLength: UNPACKED_MAX_BYTES }).toString('utf8');
  } catch (error) {
    throw new MotcuaError('MC-API-03', { reason: 'unreadable file' }, { cause: error });
  }
}
