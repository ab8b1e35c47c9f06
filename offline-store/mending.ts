/**
 * Scans of this PC whose file is damaged or gone, and what has become of them: mended by their copy at the second place, or
 * by the province; waiting for it; or, never sent and copied nowhere, lost until the paper is scanned again. What is found is
 * remembered over a restart, because the next look through all scans may be a week away.
 */
import { z } from 'zod';
import { type ErrorCode, MotcuaError } from '../domain/errors.ts';
import type { Instant } from '../domain/ids.ts';
import type { OfficeStore, OwnPaper } from './contract.ts';

export type MendedFrom = 'backup' | 'province';

export interface LostScan extends OwnPaper {
  readonly since: Instant;
  /** Why the province could not mend it when it was asked last. */
  readonly refused?: ErrorCode | undefined;
}

export interface MendedScan {
  /** Code of its dossier. */
  readonly dossier: string;
  readonly from: MendedFrom;
  readonly at: Instant;
}

export interface Mending {
  /** Its file was found damaged or gone. Papers of other PCs were never here: no loss. */
  lost(sha256: string): void;
  /** The good one stands in its place. */
  mended(sha256: string, from: MendedFrom): void;
  /** It was read whole after all. */
  whole(sha256: string): void;
  /** The province was asked in vain. */
  refused(sha256: string, code: ErrorCode): void;
  /** In the order in which they were found. */
  lostScans(): readonly LostScan[];
  /** Since the start, of the last day, the newest last. */
  mendedScans(): readonly MendedScan[];
}

export interface MendingParts {
  readonly store: Pick<OfficeStore, 'settings' | 'audit' | 'upkeep'>;
  /** Who the audit says it was. */
  readonly station: string;
  readonly now: () => Instant;
  readonly log: { warn(fields: object, message: string): void };
}

const LOST = 'scans.lost';
/** What is beyond is found again by the next look through all. */
const REMEMBERED = 1_000;
const LISTED = 200;
const DAY_MS = 86_400_000;

const rememberedSchema = z.record(z.string().regex(/^[0-9a-f]{64}$/), z.number().int());

export function createMending({ store, station, now, log }: MendingParts): Mending {
  const { settings, upkeep, audit } = store;
  // What cannot be read is found again by the next look; nobody waits at the start because of it.
  const found = new Map(Object.entries(rememberedSchema.safeParse(JSON.parse(settings.get(LOST) || '{}')).data ?? {}));
  const why = new Map<string, ErrorCode>();
  let mended: readonly MendedScan[] = [];
  /** Whoever reads a scan gets it, or hears why not, also from a disk on which nothing can be written any more. */
  const written = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof MotcuaError)) throw error;
      log.warn({ code: error.code }, 'what became of a scan could not be written down');
    }
  };
  const remember = (): void =>
    written(() => settings.set(LOST, JSON.stringify(Object.fromEntries([...found].slice(0, REMEMBERED)))));
  const forget = (sha256: string): void => {
    why.delete(sha256);
    if (found.delete(sha256)) remember();
  };
  return {
    lost: (sha256) => {
      const paper = found.has(sha256) ? undefined : upkeep.ownPaper(sha256);
      if (paper === undefined) return;
      log.warn({ code: paper.sent ? 'MC-STO-21' : 'MC-STO-20', dossier: paper.code }, 'a scan is damaged');
      found.set(sha256, now());
      remember();
    },
    mended: (sha256, from) => {
      const dossier = upkeep.ownPaper(sha256)?.code ?? '';
      log.warn({ code: 'MC-STO-22', dossier, from }, 'a damaged scan was brought back');
      written(() => audit.add({ at: now(), who: station, what: `scan.mended:${from}`, about: dossier }));
      mended = [...mended, { dossier, from, at: now() }].slice(-LISTED);
      forget(sha256);
    },
    whole: forget,
    refused: (sha256, code) => void why.set(sha256, code),
    lostScans: () =>
      [...found].flatMap(([sha256, since]) => {
        const paper = upkeep.ownPaper(sha256);
        return paper ? [{ ...paper, since, refused: why.get(sha256) }] : [];
      }),
    mendedScans: () => mended.filter(({ at }) => now() - at < DAY_MS),
  };
}
