/** What was announced, out of a damaged database: a version of the catalogue is brought whole, by its digest, or told as lost. */
import { createHash } from 'node:crypto';
import type { Catalogue } from '../../domain/catalogue.ts';
import { MotcuaError } from '../../domain/errors.ts';
import { createCatalogue, readVersions } from '../catalogue.ts';
import type { CatalogueVersion } from '../catalogue-contract.ts';
import { createOfficers, readOfficers } from '../officers.ts';
import type { Parts } from '../parts.ts';
import type { Db } from '../transaction.ts';
import { readable } from './readable-rows.ts';

/** Returns how many came; `onLost` is told of each that could not be read whole. What is there already stays. */
export function salvageCatalogue(damaged: Db, parts: Parts, onLost: (id: string) => void): number {
  const reading = readable(() => readVersions(damaged));
  const versions = readable(() => reading?.versions());
  if (!reading || !versions) {
    onLost('catalogue');
    return 0;
  }
  const catalogue = createCatalogue(parts);
  return [...versions]
    .sort((a, b) => a.number - b.number)
    .filter((version) => {
      const whole = wholeOf(version, () => readable(() => reading.procedures(version)));
      if (whole) return add(catalogue, whole, version);
      onLost(version.head.id);
      return false;
    }).length;
}

function wholeOf(
  { head, sha256 }: CatalogueVersion,
  read: () => Catalogue['procedures'] | undefined,
): Catalogue | undefined {
  const whole = { ...head, procedures: read() ?? [] };
  return createHash('sha256').update(JSON.stringify(whole)).digest('hex') === sha256 ? whole : undefined;
}

/** False where it is there already; another content under its id is the backup's, which stays. */
function add(
  catalogue: ReturnType<typeof createCatalogue>,
  whole: Catalogue,
  { source, cameAt: at }: CatalogueVersion,
): boolean {
  try {
    return catalogue.add(whole, { source, at, who: 'recovery' });
  } catch (error) {
    if (error instanceof MotcuaError && error.code === 'MC-CAT-03') return false;
    throw error;
  }
}

/** The office's list as it was last, or nothing of it: half a list would hide those who are missing. Returns how many came. */
export function salvageOfficers(damaged: Db, parts: Parts, onLost: (about: string) => void): number {
  const officers = readable(() => readOfficers(damaged)());
  if (officers === undefined) onLost('officers');
  if (officers === undefined || officers.length === 0) return 0;
  const at = parts.audit.lastAt() ?? 0;
  const changed = createOfficers(parts).replace(officers, { at, who: 'recovery', source: 'recovery' });
  return changed ? officers.length : 0;
}
