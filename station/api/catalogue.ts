/** The catalogue of procedures: what the counter chooses from, and new versions of it. */
import { brotliDecompressSync } from 'node:zlib';
import { z } from 'zod';
import { CATALOGUE_MAX_CHARS, procedureSchema } from '../../domain/catalogue.ts';
import { catalogueImportedSchema, catalogueVersionViewSchema } from '../../domain/catalogue-changes.ts';
import { MotcuaError } from '../../domain/errors.ts';
import { counter, router, technician } from './trpc.ts';

/** A file of 8 MB shrinks to a tenth of that; with the rest of the request it stays under the server's limit. */
export const FILE_MAX_BASE64 = 900_000;

/** A file as brotli in base64. */
export const packedFileSchema = z.string().max(FILE_MAX_BASE64);

/** MC-API-03: not brotli, or of more bytes than any file has when unpacked. */
export function unpacked(file: string): string {
  try {
    const maxOutputLength = 2 * CATALOGUE_MAX_CHARS;
    return brotliDecompressSync(Buffer.from(file, 'base64'), { maxOutputLength }).toString('utf8');
  } catch (error) {
    throw new MotcuaError('MC-API-03', { reason: 'unreadable file' }, { cause: error });
  }
}

export const catalogue = router({
  search: counter
    .input(z.object({ text: z.string().max(200) }))
    .output(z.array(procedureSchema).readonly())
    .query(({ ctx, input }) => ctx.station.catalogue.search({ text: input.text, limit: 40 })),
  get: counter
    .input(z.object({ code: z.string().max(40) }))
    .output(procedureSchema)
    .query(({ ctx, input }) => ctx.station.catalogue.get(input.code)),
  versions: technician
    .output(z.array(catalogueVersionViewSchema).readonly())
    .query(({ ctx }) => ctx.station.catalogueKeeper.versions()),
  import: technician
    .input(z.object({ file: packedFileSchema, dryRun: z.boolean() }))
    .output(catalogueImportedSchema)
    .mutation(({ ctx, input }) =>
      ctx.station.catalogueKeeper.take({
        text: unpacked(input.file),
        source: 'file',
        who: 'technician',
        dryRun: input.dryRun,
      }),
    ),
});
