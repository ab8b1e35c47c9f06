/** The catalogue's announced versions, as the rest of the program sees them. None is ever changed or removed. */
import type { Catalogue, CatalogueHead, Procedure } from '../domain/catalogue.ts';
import type { CatalogueSource } from '../domain/catalogue-changes.ts';
import type { Instant, LocalDay } from '../domain/ids.ts';

export interface CatalogueVersion {
  /** Of this store; a dossier names the `id` of its head. */
  readonly number: number;
  readonly head: CatalogueHead;
  /** Of the canonical JSON of the whole version. */
  readonly sha256: string;
  readonly cameAt: Instant;
  readonly source: CatalogueSource;
}

/** A procedure in a look through a version: enough to choose by. */
export interface ProcedureLine {
  readonly code: string;
  readonly field: string;
  /** Of its names, folded, one space between them. */
  readonly words: string;
}

export interface CatalogueStore {
  /**
   * Takes a version in whole, or nothing of it. False when the same is here already. MC-CAT-03: its id is another content's.
   * Audited as `who`'s doing.
   */
  add(
    catalogue: Catalogue,
    came: { readonly source: CatalogueSource; readonly at: Instant; readonly who: string },
  ): boolean;
  /** Whether `add` would take it in. MC-CAT-03 as there. */
  isNew(catalogue: Catalogue): boolean;
  /** By date of effect, the last first. */
  versions(): readonly CatalogueVersion[];
  /** How many procedures a version has. */
  size(version: CatalogueVersion): number;
  byId(id: string): CatalogueVersion | undefined;
  /** The version in effect then; before all of them, the first. Undefined when there is none at all. */
  inEffect(at: Instant): CatalogueVersion | undefined;
  /** The day on which another version takes effect, if one that is here does. */
  nextAfter(at: Instant): LocalDay | undefined;
  /** How many dossiers were received on that day or later. */
  receivedSince(day: LocalDay): number;
  procedure(version: CatalogueVersion, code: string): Procedure | undefined;
  /** In the catalogue's order. */
  lines(version: CatalogueVersion): readonly ProcedureLine[];
  procedures(version: CatalogueVersion): readonly Procedure[];
}
