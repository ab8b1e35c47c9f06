/** The office's list of officers, asked for now and then; almost always it is what we have. */
import { z } from 'zod';
import { officersSchema } from '../../domain/officer.ts';
import { refusalOf } from './client.ts';
import type { SyncParts } from './parts.ts';

const KNOWN = 'officers.known';
const NOT_THERE = 404;

/** Of another portal the same tag could mean another list: paired anew, it is asked for whole. */
const knownSchema = z.object({ agency: z.string(), station: z.string(), etag: z.string().optional() });

/**
 * Returns one look; it answers whether the list changed. A portal without this address, or with nobody on its list, leaves the
 * office's own list (a technician's file) as it is; one that has a list is asked for it whole where a file took its place.
 */
export const createOfficersLook = ({ client, store, station, agency, corrected, log }: SyncParts) => {
  const known = (): string | undefined => {
    // A list that the disk has changed is asked for whole.
    if (store.officers.differs()) return undefined;
    if (store.officers.came()?.source === 'file') return undefined;
    const read = knownSchema.safeParse(JSON.parse(store.settings.get(KNOWN) || 'null'));
    return read.success && read.data.agency === agency && read.data.station === station ? read.data.etag : undefined;
  };
  const ask = () =>
    client
      .ifChanged({ method: 'GET', path: 'v1/officers' }, officersSchema, { etag: known() })
      .catch((error: unknown) => {
        if (refusalOf(error)?.status !== NOT_THERE) throw error;
        return undefined;
      });
  return async (): Promise<boolean> => {
    const answer = await ask();
    if (answer === undefined) return false;
    const { officers } = answer.value;
    const changed =
      officers.length > 0 && store.officers.replace(officers, { at: corrected(), who: 'portal', source: 'portal' });
    store.settings.set(KNOWN, JSON.stringify({ agency, station, etag: answer.etag }));
    if (changed) log.info({ officers: officers.length }, 'the list of officers changed');
    return changed;
  };
};
