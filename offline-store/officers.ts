/** Who works in this office: the list that was said last, whole. A public PC, which knows no people, keeps none. */
import { createHash } from 'node:crypto';
import type { LocalDay } from '../domain/ids.ts';
import {
  type Officer,
  type OfficerRole,
  type OfficersCame,
  officersCameSchema,
  officersSchema,
  worksOn,
} from '../domain/officer.ts';
import type { OfficeStore } from './contract.ts';
import type { Parts } from './parts.ts';
import { createSettings } from './settings.ts';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  /** JSON */
  readonly roles: string;
  readonly active_from: LocalDay | null;
  readonly active_until: LocalDay | null;
}

const officerOf = ({ id, name, title, roles, active_from: from, active_until: until }: Row): Officer => ({
  id,
  name,
  title,
  roles: JSON.parse(roles) as readonly OfficerRole[],
  ...(from !== null && { from }),
  ...(until !== null && { until }),
});

const rowOf = ({ id, name, title, roles, from, until }: Officer) => ({
  id,
  name,
  title,
  roles: JSON.stringify(roles),
  from: from ?? null,
  until: until ?? null,
});

/** Reading alone: also for a database that may not be written. */
export const readOfficers = (db: Parts['db']): (() => readonly Officer[]) => {
  const all = db.prepare<[], Row>('SELECT * FROM officers ORDER BY position');
  return () => all.all().map(officerOf);
};

/** Among the store's small facts. */
const CAME = 'officers.came';

/** SHA-256 of the list as it was taken in: a disk's fault in a name shows. Absent for a list of an older program. */
const DIGEST = 'officers.sha256';

const digestOf = (officers: readonly Officer[]): string =>
  createHash('sha256')
    .update(JSON.stringify(officers.map(rowOf)))
    .digest('hex');

/** Whether the list is no longer what it was. Reading alone. */
export const officersDiffer = (db: Parts['db']): boolean => {
  const known = db.prepare<[string], string>('SELECT value FROM settings WHERE key = ?').pluck().get(DIGEST);
  try {
    return known !== undefined && digestOf(readOfficers(db)()) !== known;
  } catch {
    return true; // roles that are no JSON any more
  }
};

type OfficerParts = Pick<Parts, 'db' | 'transact' | 'audit' | 'protection'>;

export const createOfficers = ({ db, transact, audit, protection }: OfficerParts): OfficeStore['officers'] => {
  const drop = db.prepare('DELETE FROM officers');
  const insert = db.prepare(`
    INSERT INTO officers (id, name, title, roles, active_from, active_until) VALUES (:id, :name, :title, :roles, :from, :until)`);
  const read = readOfficers(db);
  const facts = createSettings(db, transact);
  const isSame = (officers: readonly Officer[]): boolean =>
    !officersDiffer(db) && digestOf(read()) === digestOf(officers);
  const came = (): OfficersCame | undefined => officersCameSchema.safeParse(JSON.parse(facts.get(CAME) ?? 'null')).data;
  const note = (now: OfficersCame): void => facts.set(CAME, JSON.stringify(now));
  return {
    areKept: protection.stores !== 'public',
    all: read,
    workingOn: (day) => read().filter((officer) => worksOn(officer, day)),
    came,
    differs: () => officersDiffer(db),
    replace: (given, { at, who, source }) =>
      transact(() => {
        const { officers } = officersSchema.parse({ officers: given });
        if (protection.stores === 'public') return false;
        const isKnown = isSame(officers);
        facts.set(DIGEST, digestOf(officers));
        if (isKnown) {
          // What a technician brought turns out to be the province's own.
          if (source === 'portal' && came()?.source === 'file') note({ at, source });
          return false;
        }
        drop.run();
        for (const officer of officers) insert.run(rowOf(officer));
        note({ at, source });
        audit.append({ at, who, what: `officers.replaced:${source}`, about: String(officers.length) });
        return true;
      }),
  };
};
