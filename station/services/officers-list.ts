/** Takes the office's list of officers in from a file: whole or not at all. The province's own comes by itself (offline-store/sync/officers.ts). */
import { MotcuaError } from '../../domain/errors.ts';
import { FileRefused } from '../../domain/file-mistake.ts';
import {
  mistakesInOfficers,
  type OfficersImported,
  type OfficersInUse,
  officerChanges,
  parseOfficers,
} from '../../domain/officer.ts';
import type { OfficeStore } from '../../offline-store/contract.ts';
import type { Clock } from '../clock.ts';

export interface OfficersWish {
  /** A file of officers as it was written. */
  readonly text: string;
  /** For the audit trail. */
  readonly who: string;
  /** Only what it would change. */
  readonly dryRun: boolean;
}

interface Parts {
  readonly store: Pick<OfficeStore, 'officers'>;
  readonly clock: Pick<Clock, 'corrected'>;
}

/** FileRefused with MC-CFG-07: not a list of officers. MC-CFG-08: a public PC keeps none. */
export function takeOfficers({ store, clock }: Parts, { text, who, dryRun }: OfficersWish): OfficersImported {
  if (!store.officers.areKept) throw new MotcuaError('MC-CFG-08');
  const read = parseOfficers(text);
  if (!read.ok) throw new FileRefused(read.code, mistakesInOfficers(text));
  const { officers } = read.value;
  const before = store.officers.all();
  const changes = officerChanges(before, officers);
  const isNew = JSON.stringify(before.map(({ id }) => id)) !== JSON.stringify(officers.map(({ id }) => id));
  if (!isNew && changes.changed.length === 0) return { outcome: 'known', officers: officers.length, ...changes };
  if (!dryRun) store.officers.replace(officers, { at: clock.corrected(), who, source: 'file' });
  return { outcome: dryRun ? 'tried' : 'taken', officers: officers.length, ...changes };
}

export const officersInUse = ({ store }: Pick<Parts, 'store'>): OfficersInUse => {
  const came = store.officers.came();
  return { officers: store.officers.all(), ...(came && { came }) };
};
