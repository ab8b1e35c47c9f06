/**
 * The office's store: SQLite behind one interface. Every mutation is one synchronous transaction that changes the rows,
 * appends the operation to the outbox and the entry to the audit trail; it returns only after the data is on disk.
 * Errors are MotcuaError: MC-STO-01 (full), MC-STO-04 (read-only), MC-DOS-… (rules), MC-API-05 (no such row).
 */
import type { PrintDocument, PrintState } from '../domain/device.ts';
import type { CompleteIntake, DossierStatus, IntakeDraft, ReceivedDossier } from '../domain/dossier.ts';
import type { ActionRequest } from '../domain/dossier-actions.ts';
import type { Instant, LocalDay, Uuid7 } from '../domain/ids.ts';
import type { Movement } from '../domain/movement.ts';
import type { Officer, OfficersCame } from '../domain/officer.ts';
import type { Operation, OutboxState } from '../domain/operation.ts';
import type { Ticket } from '../domain/queue.ts';
import type { Change, Lease, OperationAnswer } from '../domain/sync.ts';
import type { DraftView } from '../domain/views/intake.ts';
import type { OutboxRow } from '../domain/views/line.ts';
import type { CatalogueStore } from './catalogue-contract.ts';
import type { EffectiveSettings } from './effective-settings-contract.ts';

/** Who did it, on which station's behalf; `operationId` makes a repeat harmless (same id → same result, nothing twice). */
export interface Actor {
  readonly operationId: Uuid7;
  readonly officer: string;
  readonly desk: number;
  /** Station's clock and portal-corrected clock. */
  readonly madeAt: Instant;
  readonly correctedAt: Instant;
}

/** A dossier as stored: what was received and where it stands. */
export interface StoredDossier {
  readonly received: ReceivedDossier;
  readonly status: DossierStatus;
  readonly statusSince: Instant;
  /** The due time now (after a reschedule or a pause). */
  readonly dueAt: Instant;
  readonly rescheduledTo?: Instant;
  readonly rescheduleReason?: string;
  /** While awaiting a supplement: working minutes left when the clock stopped. */
  readonly minutesLeft?: number;
  /** Some operation of ours on it still waits for the province's answer. */
  readonly unsent: boolean;
  readonly rejected?: {
    readonly operationId: Uuid7;
    readonly code: string;
    readonly message: { readonly vi: string; readonly en: string };
  };
}

export interface StoredEvent {
  readonly operation: Operation;
  readonly state: OutboxState | 'remote';
  readonly revision?: number;
}

export interface StoredPrintJob {
  readonly id: Uuid7;
  readonly document: PrintDocument;
  readonly title: string;
  readonly printerId: string;
  readonly state: PrintState;
  readonly code?: string;
  readonly evidence: string;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly dossierId?: Uuid7;
  readonly dossierCode?: string;
  readonly ticketId?: Uuid7;
  readonly copies: number;
  /** Whose wish it was; empty where a citizen's, or nobody wrote it down. */
  readonly officer: string;
}

export interface PrintCount {
  readonly printerId: string;
  /** Waiting or printing. */
  readonly waiting: number;
  /** Uncertain or failed. */
  readonly forPerson: number;
}

export interface OwedPaper {
  readonly number: number;
  readonly sha256: string;
  readonly bytes: number;
  /** Of its dossier. */
  readonly code: string;
}

export interface OwnPaper extends OwedPaper {
  /** The province has it, under some dossier. */
  readonly sent: boolean;
}

export interface StoredDocument {
  readonly id: Uuid7;
  readonly dossierId: Uuid7;
  readonly title: string;
  readonly sha256: string;
  readonly pages: number;
  readonly bytes: number;
  readonly attachedAt: Instant;
  readonly uploaded: boolean;
}

export interface FoundDossiers {
  readonly dossiers: readonly StoredDossier[];
  /** None is what was typed; these, ten at most, have names spelt like it. Never by another number or code than the one typed. */
  readonly near: boolean;
  /** So many dossiers came in (a first synchronisation) that they cannot all be found yet; the newest and those received here are. */
  readonly indexing: boolean;
}

export interface DossierQueries {
  get(id: Uuid7): StoredDossier | undefined;
  /** Both orders of the agency's code compare equal. */
  byCode(code: string): StoredDossier | undefined;
  /**
   * Accent-insensitive, by prefix of each word: code, name, phone tail, citizen id (exact), the procedure's code, or its name at the
   * beginning or the end of what was typed. The best first (search.ts), at most `limit` (≤ 50).
   */
  search(text: string, limit: number): FoundDossiers;
  /** Everything that may stand on the work list: open ones, ready ones, and those received on `today`. */
  worklist(today: LocalDay): readonly StoredDossier[];
  readyResults(limit: number): readonly StoredDossier[];
  events(dossierId: Uuid7): readonly StoredEvent[];
  documents(dossierId: Uuid7): readonly StoredDocument[];
  /** Of many at once; one that has none is not in it. */
  documentsOf(dossierIds: readonly Uuid7[]): ReadonlyMap<Uuid7, readonly StoredDocument[]>;
}

/** What is decided outside and stored with an intake. `prints` become waiting jobs in the same transaction. */
export interface IntakeCommit {
  /** Also the id of its draft, if there is one, which is over with it. */
  readonly dossierId: Uuid7;
  readonly intake: CompleteIntake;
  readonly dueAt: Instant;
  readonly secret: string;
  /** The id of the catalogue's version that it was taken in by. */
  readonly catalogueVersion?: string;
  readonly prints: readonly {
    readonly id: Uuid7;
    readonly document: PrintDocument;
    readonly printerId: string;
    readonly copies: number;
  }[];
}

/** `outOfTable`: accepted by the portal though our action table would not allow them there; applied, and in the audit. */
export interface InboxResult {
  readonly applied: number;
  readonly quarantined: number;
  readonly outOfTable: number;
}

export interface OfficeStore {
  readonly dossiers: DossierQueries;
  /** Takes the next leased code of the local day of `correctedAt` inside the same transaction. MC-DOS-04 when none is left. */
  receiveDossier(commit: IntakeCommit, by: Actor): StoredDossier;
  /** Applies an action by the table in domain/dossier-actions.ts; MC-DOS-01 when not allowed, MC-DOS-02/03 for dates. `minutesLeft` is kept when the clock stops. */
  act(dossierId: Uuid7, request: ActionRequest, by: Actor, kept?: { readonly minutesLeft?: number }): StoredDossier;
  /**
   * Moves its papers by the rule in domain/movement.ts; where they are is computed from the operations (domain/chain.ts).
   * MC-DOS-01 when the dossier is over, MC-DOS-08 for a hand-over that does not wait.
   */
  move(dossierId: Uuid7, movement: Movement, by: Actor): StoredDossier;
  attachDocument(document: Omit<StoredDocument, 'uploaded' | 'attachedAt'>, by: Actor): StoredDocument;
  rate(rating: { readonly dossierId?: Uuid7; readonly desk: number; readonly score: number }, by: Actor): void;

  /** `id` is the one that its dossier will have. */
  saveDraft(id: Uuid7, draft: IntakeDraft, at: Instant): void;
  /** Those that no dossier has come of; the newest first. */
  drafts(): readonly DraftView[];
  discardDraft(id: Uuid7): void;

  readonly queue: {
    /** Next number of the letter on that day, from 1. Idempotent by id. */
    take(ticket: {
      readonly id: Uuid7;
      readonly day: LocalDay;
      readonly letter: string;
      readonly priority: boolean;
      readonly at: Instant;
    }): Ticket;
    get(id: Uuid7): Ticket | undefined;
    ofDay(day: LocalDay): readonly Ticket[];
    update(ticket: Ticket, at: Instant): void;
  };

  readonly prints: {
    add(
      job: Omit<StoredPrintJob, 'state' | 'code' | 'evidence' | 'updatedAt' | 'officer'> & {
        readonly officer?: string;
      },
    ): StoredPrintJob;
    get(id: Uuid7): StoredPrintJob | undefined;
    /** State changes are audited. */
    update(
      id: Uuid7,
      change: {
        readonly state: PrintState;
        readonly code?: string;
        readonly evidence?: string;
        readonly printerId?: string;
      },
      at: Instant,
      by: string,
    ): StoredPrintJob;
    /** The oldest waiting ones of a printer, at most `limit`. */
    next(printerId: string, limit: number): readonly StoredPrintJob[];
    /** Those that wait for a person (uncertain, failed), oldest first, then the others that are not over; at most `limit`. */
    unfinished(limit: number): readonly StoredPrintJob[];
    /** Those that were on their way to a printer. */
    printing(): readonly StoredPrintJob[];
    /** Printers for which jobs wait. */
    waitingFor(): readonly string[];
    /** How many are not over, by printer. */
    counts(): readonly PrintCount[];
    ofDossier(dossierId: Uuid7): readonly StoredPrintJob[];
    /** Those that are not over, of many at once; a dossier that has none is not in it. */
    openOf(dossierIds: readonly Uuid7[]): ReadonlyMap<Uuid7, readonly StoredPrintJob[]>;
  };

  readonly leases: {
    /** Harmless twice. MC-NET-02 when it is another agency's or overlaps one we hold: using it could double a code. */
    add(lease: Lease): void;
    /** Numbers of that local day not given out yet. */
    left(day: LocalDay): number;
    /** None of those we hold is used any more: another PC may have given them out. Returns how many leases it was. */
    giveUp(): number;
    /** Of this lease's day no other number is used any more: another PC holds the others too. */
    giveUpBeside(lease: Lease): void;
  };

  readonly outbox: {
    /**
     * The oldest waiting ones, in order; none that is held, nor what is of its dossier and came after it, nor one of those
     * that are `underWay`.
     */
    batch(maxOperations: number, maxBytes: number, underWay?: readonly Uuid7[]): readonly Operation[];
    /**
     * An attempt to send these begins: counted, so that each queued operation shows how often it was tried. `answers` to
     * what went before are recorded in the same transaction, as by `settle`.
     */
    sending(operationIds: readonly Uuid7[], at: Instant, answers?: readonly OperationAnswer[]): void;
    /** The portal fails over this one: it is left out of batches, and tried by itself from `retryAt` on. */
    hold(operationId: Uuid7, why: { readonly code: string; readonly at: Instant; readonly retryAt: Instant }): void;
    /** The oldest held one whose time to be tried again has come. */
    heldDue(at: Instant): { readonly operation: Operation; readonly since: Instant } | undefined;
    /** A person wants a held one tried now. MC-API-05 when it is not held. */
    retry(operationId: Uuid7, by: Actor): void;
    /** Records the portal's answers; unknown ids are ignored. Not flushed to the disk: what a power cut takes is asked again. */
    settle(answers: readonly OperationAnswer[], at: Instant): void;
    /** `held` are among those waiting. */
    counts(): {
      readonly waiting: number;
      readonly rejected: number;
      readonly held: number;
      readonly oldestWaitingAt?: Instant;
    };
    rows(limit: number): readonly OutboxRow[];
    /** An officer's decision on a rejected one: kept in the audit, no longer shown as needing a hand. */
    resolve(operationId: Uuid7, by: Actor, reason: string): void;
  };

  readonly inbox: {
    cursor(): string | undefined;
    /** The portal no longer knows our cursor (it was restored, or is another): read the feed from its beginning. */
    restart(at: Instant): void;
    /** Applies changes and the cursor in one transaction. Our own operations only get their revision. */
    apply(changes: readonly Change[], cursor: string, at: Instant): InboxResult;
    /** Keeps a line that is no change at all; the same line is kept once. */
    quarantine(line: string, reason: string, at: Instant): void;
  };

  /** Items of the feed that were set aside. */
  readonly quarantine: {
    count(): number;
    /** The next ones behind a number, in the order in which they came. */
    after(
      number: number,
      limit: number,
    ): readonly { readonly number: number; readonly sha256: string; readonly line: string }[];
    /** One that has been taken after all. */
    release(sha256: string, at: Instant): void;
  };

  /** The book of accepted operations, to compare with the portal's; a day is the local day in an operation's id. */
  readonly digests: {
    /** Days that have any, the first first. */
    days(from?: LocalDay): readonly LocalDay[];
    /** Revision by id, by growing revision; none above `upTo`. */
    ofDay(day: LocalDay, upTo: number): ReadonlyMap<Uuid7, number>;
    /** Our own that were accepted once and are no longer there: they wait again. Returns how many were ours. */
    sendAgain(operationIds: readonly Uuid7[], at: Instant): number;
  };

  readonly uploads: {
    /** The oldest papers whose operation was accepted and whose bytes are not there yet, but for those named. */
    pending(limit: number, except?: readonly Uuid7[]): readonly StoredDocument[];
    done(documentId: Uuid7, at: Instant): void;
  };

  readonly upkeep: {
    /** Whether some document has this content. */
    hasContent(sha256: string): boolean;
    /** Papers scanned here that the province does not have yet, in the order they came, from behind that number on. */
    owed(after: number, limit: number): readonly OwedPaper[];
    /** Whether some paper of this content is. */
    isOwed(sha256: string): boolean;
    /** A paper that was scanned here, by its content; others' were never here. */
    ownPaper(sha256: string): OwnPaper | undefined;
    /** Papers scanned here that the province has, of some hundred numbers behind that one; `next` goes on, undefined at the end. */
    sentPapers(after: number): { readonly papers: readonly OwedPaper[]; readonly next: number | undefined };
    /** Seals anew what another than the newest key sealed, a lot at each step; each says how many rows it was. */
    reseal(): Iterator<number, void>;
    /** Dossiers that came in after the last one up to which all can be found; the store follows by itself in idle turns. */
    unindexed(): number;
    /** Follows now, for about so long, not flushed: for a pull, between chunks that are not either. Returns how many are left. */
    index(milliseconds: number): number;
  };

  readonly catalogue: CatalogueStore;
  readonly effectiveSettings: EffectiveSettings;

  readonly officers: {
    /** False on a public PC. */
    readonly areKept: boolean;
    /** In the order of the list. */
    all(): readonly Officer[];
    workingOn(day: LocalDay): readonly Officer[];
    /** Since when and from where; undefined without a list, or where an older program took it in. */
    came(): OfficersCame | undefined;
    /** Whether it is no longer what was taken in: the disk changed it. */
    differs(): boolean;
    /** The whole list anew, audited; false when it is the same, or on a public PC, which keeps none. */
    replace(
      officers: readonly Officer[],
      came: { readonly at: Instant; readonly who: string; readonly source: OfficersCame['source'] },
    ): boolean;
  };

  /** Small facts such as the clock's offset: JSON text by key. */
  readonly settings: { get(key: string): string | undefined; set(key: string, value: string): void };

  readonly audit: {
    add(entry: { readonly at: Instant; readonly who: string; readonly what: string; readonly about?: string }): void;
    verify(): { readonly ok: boolean; readonly entries: number; readonly brokenAt?: number };
  };

  lastSavedAt(): Instant | undefined;
  size(): number;
  close(): void;
}
