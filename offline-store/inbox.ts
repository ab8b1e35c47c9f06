/** What the portal says happened: rows and the feed's cursor move together; one bad item is set aside, the rest goes on. */
import { createHash } from 'node:crypto';
import { assertNever } from '../domain/assert-never.ts';
import type { Operation } from '../domain/operation.ts';
import type { Change } from '../domain/sync.ts';
import type { InboxResult, OfficeStore } from './contract.ts';
import type { Documents } from './documents.ts';
import { dossierOf } from './operation-row.ts';
import { SEQUENCE_FLOOR } from './outbox-entry.ts';
import type { Parts } from './parts.ts';
import { placeOfLine } from './protection/places.ts';
import { isStorageFailure } from './store-error.ts';
import { unflushed } from './transaction.ts';

export const CURSOR = 'inbox.cursor';
const NONE: InboxResult = { applied: 0, quarantined: 0, outOfTable: 0 };

/** Why a change cannot be applied; it goes to the quarantine with this reason. */
class UnfitChange extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'UnfitChange';
  }
}

export interface InboxParts extends Parts {
  readonly documents: Documents;
  readonly settings: OfficeStore['settings'];
}

const needsDossier = ({ dossiers }: InboxParts, id: string): void => {
  if (!dossiers.has(id)) throw new UnfitChange('no such dossier');
};

/**
 * Ours, made before this store was put back from a backup: the province has it, and its paper may still lie here unsent. Numbers
 * above the floor are those of another PC that was restored from the same backup.
 */
const isOfOurPast = ({ station, settings }: InboxParts, operation: Operation): boolean =>
  operation.station === station && operation.sequence < Number(settings.get(SEQUENCE_FLOOR) ?? 0);

const insertRows = (parts: InboxParts, operation: Operation, ofOurPast: boolean): void => {
  switch (operation.type) {
    case 'dossier.received':
      if (!parts.dossiers.insert(operation.payload, false)) throw new UnfitChange('dossier received twice');
      break;
    case 'dossier.acted':
    case 'dossier.moved':
      needsDossier(parts, operation.payload.dossierId);
      break;
    case 'document.attached':
      needsDossier(parts, operation.payload.dossierId);
      parts.documents.insert(operation, ofOurPast ? undefined : operation.correctedAt);
      break;
    case 'rating.given':
      break;
    default:
      assertNever(operation);
  }
};

/** Our own operation come back: it was accepted, whatever became of the answer; what we wrote stays as we wrote it. */
const settleEcho = (
  { settling, operations, standings }: InboxParts,
  { operation, revision }: Change,
  at: number,
): void => {
  settling.settle({ id: operation.id, outcome: 'accepted', revision }, at);
  if (operations.find(operation.id)?.revision === revision) return;
  operations.setRevision(operation.id, revision);
  const dossierId = dossierOf(operation);
  if (dossierId !== undefined) standings.refresh(dossierId);
};

/** The operation itself is in already. Returns how many operations counted against the table because of this one: 0 or 1. */
const applyNew = (parts: InboxParts, { operation }: Change, at: number): number => {
  const ofOurPast = isOfOurPast(parts, operation);
  insertRows(parts, operation, ofOurPast);
  if (ofOurPast) parts.settling.takeBack(operation, at);
  // A dossier that comes in stands where it was received: nothing can have happened to it here before, but for what a recovery kept.
  if (operation.type === 'dossier.received' && !ofOurPast) return 0;
  const dossierId = dossierOf(operation);
  if (dossierId === undefined || !parts.standings.refresh(dossierId).includes(operation.id)) return 0;
  parts.audit.append({ at, who: operation.station, what: `inbox.out-of-table:${operation.type}`, about: operation.id });
  return 1;
};

const applyOne = (parts: InboxParts, change: Change, at: number): number => {
  const { operation, revision } = change;
  if (parts.operations.insertNew(operation, { revision })) return applyNew(parts, change, at);
  settleEcho(parts, change, at);
  return 0;
};

export const createInbox = (parts: InboxParts): OfficeStore['inbox'] => {
  const { db, transact, settings, audit } = parts;
  const { sealer, stores } = parts.protection;
  const insert = db.prepare(`
    INSERT INTO quarantine (sha256, line, sealed, reason, at) VALUES (:sha256, '', :sealed, :reason, :at)
    ON CONFLICT (sha256) DO NOTHING`);
  /** A line may hold anybody's data: sealed, or on a public PC not kept at all. */
  const sealed = (sha256: string, line: string): Buffer | null =>
    stores === 'public' ? null : sealer.seal(placeOfLine(sha256), Buffer.from(line));
  const setAside = (line: string, reason: string, at: number): void => {
    const sha256 = createHash('sha256').update(line).digest('hex');
    if (insert.run({ sha256, sealed: sealed(sha256, line), reason, at }).changes > 0)
      audit.append({ at, who: 'portal', what: 'inbox.quarantined', about: sha256 });
  };
  const together = (changes: readonly Change[], at: number): InboxResult => ({
    applied: changes.length,
    quarantined: 0,
    outOfTable: changes.reduce((sum, change) => sum + applyOne(parts, change, at), 0),
  });
  const tryOne = (change: Change, at: number): InboxResult => {
    try {
      return { applied: 1, quarantined: 0, outOfTable: transact(() => applyOne(parts, change, at)) };
    } catch (error) {
      if (isStorageFailure(error)) throw error;
      setAside(JSON.stringify(change), error instanceof Error ? error.message : String(error), at);
      return { applied: 0, quarantined: 1, outOfTable: 0 };
    }
  };
  const add = (sum: InboxResult, one: InboxResult): InboxResult => ({
    applied: sum.applied + one.applied,
    quarantined: sum.quarantined + one.quarantined,
    outOfTable: sum.outOfTable + one.outOfTable,
  });
  return {
    cursor: () => settings.get(CURSOR) || undefined,
    restart: (at) =>
      transact(() => {
        settings.set(CURSOR, '');
        audit.append({ at, who: 'portal', what: 'inbox.restarted' });
      }),
    apply: (changes, cursor, at) => {
      const withCursor = (work: () => InboxResult): InboxResult =>
        // Rows and cursor are one transaction: a power cut takes both back, and the feed brings them again.
        unflushed(db, () =>
          transact(() => {
            settings.set(CURSOR, cursor);
            return work();
          }),
        );
      try {
        return withCursor(() => together(changes, at));
      } catch (error) {
        if (isStorageFailure(error)) throw error;
        // One of them is unfit, and all were rolled back: again, each by itself, so that only that one is set aside.
        return withCursor(() => changes.reduce((sum, change) => add(sum, tryOne(change, at)), NONE));
      }
    },
    quarantine: (line, reason, at) => transact(() => setAside(line, reason, at)),
  };
};
