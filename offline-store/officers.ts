/** Who works in this office: the list that was said last, whole. A public PC, which knows no people, keeps none. */
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

type OfficerParts = Pick<Parts, 'db' | 'transact' | 'audit' | 'protection'>;

export const createOfficers = ({ db, transact, audit, protection }: OfficerParts): OfficeStore['officers'] => {
  const drop = db.prepare('DELETE FROM officers');
  const insert = db.prepare(`
    INSERT INTO officers (id, name, title, roles, active_from, active_until) VALUES (:id, :name, :title, :roles, :from, :until)`);
  const read = readOfficers(db);
  const facts = createSettings(db, transact);
  const isSame = (officers: readonly Officer[]): boolean =>
    JSON.stringify(read().map(rowOf)) === JSON.stringify(officers.map(rowOf));
  const came = (): OfficersCame | undefined => officersCameSchema.safeParse(JSON.parse(facts.get(CAME) ?? 'null')).data;
  const note = (now: OfficersCame): void => facts.set(CAME, JSON.stringify(now));
  return {
    all: read,
    workingOn: (day) => read().filter((officer) => worksOn(officer, day)),
    came,
    replace: (given, { at, who, source }) =>
      transact(() => {
        const { officers } = officersSchema.parse({ officers: given });
        if (protection.stores === 'public') return false;
        if (isSame(officers)) {
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
