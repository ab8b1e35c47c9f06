/** Bringing a file to the station: read here, looked at there, taken in only when a person says so. */
import { TRPCClientError } from '@trpc/client';
import { z } from 'zod';
import { assertNever } from '../../../domain/assert-never.ts';
import type { CatalogueImported } from '../../../domain/catalogue-changes.ts';
import type { SettingsImported } from '../../../domain/effective-setting.ts';
import { type FileMistakes, FileRefused, fileMistakesSchema } from '../../../domain/file-mistake.ts';
import { cannotBeRead, checkSize, type OfficeList, packed } from '../../../domain/office-file.ts';
import type { OfficersImported } from '../../../domain/officer.ts';
import { station } from '../../common/client.ts';
import { type Failure, failureOf, failureOfCode } from '../../common/failure.ts';

/** What the file would do, or did. */
export type Imported =
  | { readonly list: 'catalogue'; readonly imported: CatalogueImported }
  | { readonly list: 'settings'; readonly imported: SettingsImported }
  | { readonly list: 'officers'; readonly imported: OfficersImported };

/** As `bring` needs it again to take it in. */
export interface PackedFile {
  readonly list: OfficeList;
  readonly file: string;
}

export async function readPicked(list: OfficeList, picked: File): Promise<PackedFile> {
  checkSize(list, picked.size);
  const text = await picked.text().catch(() => {
    throw cannotBeRead(list);
  });
  return { list, file: await packed(list, text) };
}

export async function bring({ list, file }: PackedFile, dryRun: boolean): Promise<Imported> {
  const wish = { file, dryRun };
  switch (list) {
    case 'catalogue':
      return { list, imported: await station.catalogue.import.mutate(wish) };
    case 'settings':
      return { list, imported: await station.settings.import.mutate(wish) };
    case 'officers':
      return { list, imported: await station.officers.import.mutate(wish) };
    default:
      return assertNever(list);
  }
}

/** Why a file was refused: a sentence, and the places to mend where the station, or this window, names them. */
export interface Refusal {
  readonly failure: Failure;
  readonly mistakes: FileMistakes | undefined;
}

const noteSchema = z.object({ motcua: z.object({ mistakes: fileMistakesSchema }) });

export function refusalOf(error: unknown): Refusal {
  if (error instanceof FileRefused) return { failure: failureOfCode(error.code), mistakes: error.mistakes };
  const note = error instanceof TRPCClientError ? noteSchema.safeParse(error.data) : undefined;
  return { failure: failureOf(error), mistakes: note?.data?.motcua.mistakes };
}
