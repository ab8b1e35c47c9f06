/**
 * What a citizen may learn of a dossier. Codes can be guessed, so without the receipt's secret there is only the status,
 * its times and the desk: no name, no procedure, no reason. Look-ups are slowed against guessing.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { lateness } from '../../domain/deadline.ts';
import { parseDossierCode } from '../../domain/dossier-code.ts';
import { MotcuaError } from '../../domain/errors.ts';
import type { Instant } from '../../domain/ids.ts';
import { parseSecret } from '../../domain/receipt-qr.ts';
import { classifyScan } from '../../domain/scan-content.ts';
import { formOfAddress, maskName } from '../../domain/vietnamese.ts';
import type { PublicStatus } from '../../domain/views/public.ts';
import type { StoredDossier, StoredEvent } from '../../offline-store/contract.ts';
import type { Station } from '../station.ts';

type Parts = Pick<Station, 'store' | 'catalogue' | 'calendar' | 'clock' | 'config'>;

/** Text as scanned, or typed as `code` or `code secret`. MC-SCN-… where it leads nowhere. */
export function lookUp(parts: Parts, text: string): PublicStatus {
  const wanted = whatIsAsked(text);
  const dossier = parts.store.dossiers.byCode(wanted.code);
  if (!dossier) throw new MotcuaError(isForeign(parts, wanted.code) ? 'MC-SCN-04' : 'MC-SCN-05');
  if (wanted.secret !== undefined && !same(wanted.secret, dossier.received.secret)) throw new MotcuaError('MC-SCN-06');
  return publicStatus(parts, dossier, wanted.secret !== undefined);
}

function whatIsAsked(text: string): { readonly code: string; readonly secret?: string } {
  const content = classifyScan(text.trim());
  if (content.kind === 'receipt') return content;
  if (content.kind === 'dossier-code') return { code: content.code };
  const [code = '', ...rest] = text.trim().split(/\s+/);
  const secret = parseSecret(rest.join(''));
  if (secret && parseDossierCode(code).ok) return { code, secret };
  throw new MotcuaError(content.kind === 'unknown' ? content.reason : 'MC-SCN-01');
}

export function isForeign({ config }: Pick<Station, 'config'>, code: string): boolean {
  const parsed = parseDossierCode(code);
  const province = config.agency.split('.').find((part) => /^H\d+$/.test(part)) ?? '';
  return parsed.ok && (parsed.value.kind === 'foreign' || !parsed.value.code.includes(province));
}

/** Compared by digest, so that the time taken says nothing. */
function same(given: string, kept: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(kept));
}

export function publicStatus(parts: Parts, dossier: StoredDossier, identified: boolean): PublicStatus {
  const { received } = dossier;
  const known = parts.catalogue.ofDossier(received);
  return {
    code: received.code,
    status: wordFor(parts, dossier),
    receivedAt: received.receivedAt,
    dueAt: dossier.dueAt,
    rescheduledTo: dossier.rescheduledTo,
    desk: received.desk,
    steps: stepsOf(parts, dossier),
    letter: known?.field?.letter ?? '',
    identified,
    ...(identified ? personal(parts, dossier, known?.procedure.name ?? received.procedureCode) : {}),
  };
}

function personal(parts: Parts, { received, status, rescheduleReason }: StoredDossier, procedureName: string) {
  const { name, sex } = received.applicant;
  const reasoned = status === 'awaiting-supplement' || status === 'refused';
  const reason = reasoned ? lastReason(parts.store.dossiers.events(received.id)) : rescheduleReason;
  // A public PC stores no name; then there is none to mask.
  const maskedName = name === '' ? undefined : maskName(name, formOfAddress(sex));
  return { procedureName, maskedName, reason };
}

function lastReason(events: readonly StoredEvent[]): string | undefined {
  const reasons = events.flatMap(({ operation }) =>
    operation.type === 'dossier.acted' ? [operation.payload.reason] : [],
  );
  return reasons.findLast((reason) => reason !== '');
}

function wordFor(parts: Parts, { status, dueAt }: StoredDossier): PublicStatus['status'] {
  switch (status) {
    case 'result-ready':
      return 'ready';
    case 'awaiting-supplement':
    case 'returned':
    case 'refused':
    case 'cancelled':
      return status;
    default:
      return lateness(parts.clock.corrected(), dueAt, parts.calendar).state === 'late' ? 'late' : 'in-progress';
  }
}

const ORDER = ['received', 'processing', 'signing', 'result-ready', 'returned'] as const;

function stepsOf({ store }: Parts, dossier: StoredDossier): PublicStatus['steps'] {
  const here = placeOf(dossier.status);
  const times = reachedAt(store.dossiers.events(dossier.received.id), dossier.received.receivedAt);
  return ORDER.map((key, index) => ({
    key,
    state: index < here ? ('done' as const) : index === here ? ('here' as const) : ('ahead' as const),
    at: index <= here ? times[key] : undefined,
  }));
}

/** A dossier that waits for a supplement stands where it was taken in. */
function placeOf(status: StoredDossier['status']): number {
  if (status === 'awaiting-supplement') return 0;
  const order: readonly string[] = ORDER;
  return order.indexOf(status);
}

/** When each step was reached, for the picture's dates. */
function reachedAt(
  events: readonly StoredEvent[],
  receivedAt: Instant,
): Partial<Record<(typeof ORDER)[number], Instant>> {
  const reached: Partial<Record<(typeof ORDER)[number], Instant>> = { received: receivedAt };
  for (const { operation } of events) {
    if (operation.type !== 'dossier.acted') continue;
    const { action } = operation.payload;
    if (action === 'forward') reached.processing = operation.correctedAt;
    if (action === 'submit-for-signature') reached.signing = operation.correctedAt;
    if (action === 'record-result') reached['result-ready'] = operation.correctedAt;
    if (action === 'return-result') reached.returned = operation.correctedAt;
  }
  return reached;
}
