/**
 * What the province announces: versions of the catalogue, and settings with dates of effect. Asked for at the start and hourly;
 * almost always the answer is that nothing is new. What is not valid is refused whole, told in the log, asked for again an hour
 * later; what the office has goes on meanwhile.
 */
import { z } from 'zod';
import {
  CATALOGUE_MAX_CHARS,
  type CatalogueList,
  catalogueListSchema,
  catalogueSchema,
} from '../../domain/catalogue.ts';
import { SETTINGS_MAX_CHARS, settingsFileSchema } from '../../domain/effective-setting.ts';
import { type ErrorCode, MotcuaError } from '../../domain/errors.ts';
import { localDate } from '../../domain/local-time.ts';
import { refusalOf, type Tagged } from './client.ts';
import type { SyncParts } from './parts.ts';

/** What came in by one look. */
export interface Announced {
  readonly catalogue: boolean;
  readonly settings: boolean;
}

const NOT_THERE = 404;
/** Vietnamese text takes up to twice as many bytes as characters. */
const CATALOGUE_MAX_BYTES = 2 * CATALOGUE_MAX_CHARS;
const SETTINGS_MAX_BYTES = 2 * SETTINGS_MAX_CHARS;

/** Of another portal the same tag could mean another list: paired anew, it is asked for whole. */
const knownSchema = z.object({ agency: z.string(), station: z.string(), etag: z.string().optional() });

/** The tag of what was taken in last. */
const tagKept = ({ store, agency, station }: SyncParts, name: 'catalogue' | 'settings') => {
  const key = `announced.${name}`;
  return {
    get: (): string | undefined => {
      const read = knownSchema.safeParse(JSON.parse(store.settings.get(key) || 'null'));
      return read.success && read.data.agency === agency && read.data.station === station ? read.data.etag : undefined;
    },
    set: (etag: string | undefined): void => store.settings.set(key, JSON.stringify({ agency, station, etag })),
  };
};

/** A portal that does not announce this has nothing new. */
const unlessMissing = async <T>(asking: Promise<Tagged<T> | undefined>): Promise<Tagged<T> | undefined> => {
  try {
    return await asking;
  } catch (error) {
    if (refusalOf(error)?.status !== NOT_THERE) throw error;
    return undefined;
  }
};

type Version = CatalogueList['versions'][number];

/** What counts today and from a later day on; what was before that explains dossiers that were received before us. */
const wanted = ({ versions }: CatalogueList, today: string): readonly Version[] => {
  const present = versions
    .filter(({ from }) => from <= today)
    .sort((a, b) => (a.from < b.from ? -1 : 1))
    .at(-1);
  return versions.filter(({ from }) => present === undefined || from >= present.from);
};

export const createAnnouncementsLook = (parts: SyncParts) => {
  const { client, store, corrected, log } = parts;
  const tags = { catalogue: tagKept(parts, 'catalogue'), settings: tagKept(parts, 'settings') };
  const refused = (what: string, code: ErrorCode): false => {
    log.warn({ what, code }, 'an announcement was refused; what is in use goes on');
    return false;
  };
  /** Codes of what was announced, not of the line. */
  const takeIn = (what: string, take: () => void): boolean => {
    try {
      take();
      return true;
    } catch (error) {
      if (error instanceof MotcuaError && /^MC-(CAT|SET)-/.test(error.code)) return refused(what, error.code);
      throw error;
    }
  };
  const takeVersion = async ({ id, from }: Version): Promise<boolean> => {
    const path = `v1/catalogue/${id}`;
    const known = { etag: undefined, maxBytes: CATALOGUE_MAX_BYTES };
    const answer = await client.ifChanged({ method: 'GET', path }, z.unknown(), known);
    const read = catalogueSchema.safeParse(answer?.value);
    if (!read.success || read.data.id !== id || read.data.from !== from) return refused(path, 'MC-CAT-02');
    return takeIn(path, () => store.catalogue.add(read.data, { source: 'portal', at: corrected(), who: 'portal' }));
  };
  const lookAtCatalogue = async (): Promise<boolean> => {
    const etag = tags.catalogue.get();
    const answer = await unlessMissing(
      client.ifChanged({ method: 'GET', path: 'v1/catalogue' }, catalogueListSchema, { etag }),
    );
    if (answer === undefined) return false;
    const missing = wanted(answer.value, localDate(corrected())).filter(({ id }) => !store.catalogue.byId(id));
    const taken: boolean[] = [];
    for (const version of missing) taken.push(await takeVersion(version));
    if (taken.every(Boolean)) tags.catalogue.set(answer.etag);
    return taken.some(Boolean);
  };
  const lookAtSettings = async (): Promise<boolean> => {
    const known = { etag: tags.settings.get(), maxBytes: SETTINGS_MAX_BYTES };
    const answer = await unlessMissing(client.ifChanged({ method: 'GET', path: 'v1/settings' }, z.unknown(), known));
    if (answer === undefined) return false;
    const read = settingsFileSchema.safeParse(answer.value);
    if (!read.success) return refused('v1/settings', 'MC-SET-02');
    let added = 0;
    const came = { source: 'portal', at: corrected(), who: 'portal' } as const;
    const taken = takeIn('v1/settings', () => {
      added = store.effectiveSettings.add(read.data.settings, came).length;
    });
    if (taken) tags.settings.set(answer.etag);
    return added > 0;
  };
  return async (): Promise<Announced> => {
    const catalogue = await lookAtCatalogue();
    const settings = await lookAtSettings();
    if (catalogue || settings) log.info({ catalogue, settings }, 'the province announced something');
    return { catalogue, settings };
  };
};
