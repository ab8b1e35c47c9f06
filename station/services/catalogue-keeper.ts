/**
 * Takes announced versions of the catalogue in, whoever brings them: whole or not at all, and the one in use goes on when one is
 * refused. Windows are told when another version counts, also at midnight of its day.
 */
import { mistakesInCatalogue, parseCatalogue } from '../../domain/catalogue.ts';
import {
  type CatalogueImported,
  type CatalogueSource,
  type CatalogueVersionView,
  catalogueChanges,
} from '../../domain/catalogue-changes.ts';
import { FileRefused } from '../../domain/file-mistake.ts';
import { localDate } from '../../domain/local-time.ts';
import type { CatalogueVersion } from '../../offline-store/catalogue-contract.ts';
import type { OfficeStore } from '../../offline-store/contract.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Clock } from '../clock.ts';
import type { EventBus } from '../events.ts';

export interface CatalogueWish {
  /** A catalogue file as it was written. */
  readonly text: string;
  readonly source: CatalogueSource;
  /** For the audit trail. */
  readonly who: string;
  /** Only what it would change. */
  readonly dryRun: boolean;
}

export interface CatalogueKeeper {
  /** FileRefused with MC-CAT-01/02: not a catalogue. MC-CAT-03: another content under a known id. */
  take(wish: CatalogueWish): CatalogueImported;
  /** A version came into the store by another way. */
  changed(): void;
  versions(): readonly CatalogueVersionView[];
  /** Tells the windows when another version counts than at the last look; done every minute by itself. */
  look(): void;
  stop(): void;
}

export interface CatalogueKeeperParts {
  readonly store: Pick<OfficeStore, 'catalogue'>;
  readonly catalogue: Pick<Catalogue, 'head' | 'changed'>;
  readonly clock: Pick<Clock, 'corrected' | 'now'>;
  readonly bus: Pick<EventBus, 'emit'>;
}

/** A version that takes effect at midnight is on the windows a minute later. */
const LOOK_MS = 60_000;

export function createCatalogueKeeper(parts: CatalogueKeeperParts): CatalogueKeeper {
  const tell = tellerOf(parts);
  const changed = (): void => {
    parts.catalogue.changed();
    tell();
  };
  const looking = setInterval(tell, LOOK_MS).unref();
  return {
    take: (wish) => {
      const imported = takeIn(parts, wish);
      if (imported.outcome === 'taken') changed();
      return imported;
    },
    changed,
    versions: () => versionsOf(parts),
    look: tell,
    stop: () => clearInterval(looking),
  };
}

/** Emits when what counts is another version than at the last look. */
function tellerOf({ catalogue, bus, clock }: CatalogueKeeperParts): () => void {
  let shown = catalogue.head().id;
  return () => {
    const { id } = catalogue.head();
    if (id !== shown) bus.emit({ type: 'catalogue-changed', at: clock.now() });
    shown = id;
  };
}

/** On a store by itself too, beside no running station. */
export function takeIn(
  { store, clock }: Pick<CatalogueKeeperParts, 'store' | 'clock'>,
  { text, source, who, dryRun }: CatalogueWish,
): CatalogueImported {
  const read = parseCatalogue(text);
  if (!read.ok) throw new FileRefused(read.code, mistakesInCatalogue(text));
  const { id, from, procedures } = read.value;
  const at = clock.corrected();
  const present = store.catalogue.inEffect(at);
  const isNew = store.catalogue.isNew(read.value);
  const changes = catalogueChanges(present ? store.catalogue.procedures(present) : [], procedures);
  const isPast = from <= localDate(at);
  if (isNew && !dryRun) store.catalogue.add(read.value, { source, at, who });
  return {
    outcome: isNew ? (dryRun ? 'tried' : 'taken') : 'known',
    id,
    from,
    inEffect: isNew ? isPast && !isBefore(from, present) : present?.head.id === id,
    changes,
    receivedSince: isNew && isPast ? store.catalogue.receivedSince(from) : 0,
  };
}

const isBefore = (from: string, present: CatalogueVersion | undefined): boolean =>
  present !== undefined && from < present.head.from;

export function versionsOf({
  store,
  clock,
}: Pick<CatalogueKeeperParts, 'store' | 'clock'>): readonly CatalogueVersionView[] {
  const present = store.catalogue.inEffect(clock.corrected());
  return store.catalogue.versions().map((version) => ({
    id: version.head.id,
    name: version.head.name,
    decision: version.head.decision,
    from: version.head.from,
    sha256: version.sha256,
    cameAt: version.cameAt,
    source: version.source,
    procedures: store.catalogue.size(version),
    inEffect: version.number === present?.number,
  }));
}
