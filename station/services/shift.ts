/**
 * Who works at this desk now: chosen from the office's list for one day, so that nobody works on under yesterday's name.
 * Without a choice it is the name in station.json, as before there was a list.
 */
import { z } from 'zod';
import { MotcuaError } from '../../domain/errors.ts';
import { instantSchema } from '../../domain/ids.ts';
import { localDate } from '../../domain/local-time.ts';
import type { Officer } from '../../domain/officer.ts';
import type { ShiftView } from '../../domain/views/desk.ts';
import type { Station } from '../station.ts';

export interface Shift {
  /** The name that every operation, print and audit entry carries from now on. */
  name(): string;
  view(): ShiftView;
  /** Undefined: the name in station.json again. MC-CFG-06 for somebody who is not on the list today. */
  choose(id: string | undefined): ShiftView;
}

const CHOSEN = 'shift.officer';
const chosenSchema = z.object({ id: z.string(), at: instantSchema });

type Parts = Pick<Station, 'store' | 'clock' | 'config'>;

export function createShift({ store, clock, config }: Parts): Shift {
  const today = (): string => localDate(clock.corrected());
  const working = (): readonly Officer[] => store.officers.workingOn(today());
  /** What was chosen today; an empty id: station.json's name, on purpose. */
  const choice = (): string | undefined => {
    const read = chosenSchema.safeParse(JSON.parse(store.settings.get(CHOSEN) || 'null'));
    return read.success && localDate(read.data.at) === today() ? read.data.id : undefined;
  };
  const chosen = (): Officer | undefined => {
    const id = choice();
    return id ? working().find((officer) => officer.id === id) : undefined;
  };
  const name = (): string => chosen()?.name ?? config.officer;
  const view = (): ShiftView => {
    const officers = working();
    return {
      name: name(),
      officerId: chosen()?.id,
      title: chosen()?.title ?? '',
      ownName: config.officer,
      officers,
      ask: officers.length > 0 && (choice() === undefined || (choice() !== '' && chosen() === undefined)),
    };
  };
  return {
    name,
    view,
    choose: (id = '') => {
      if (id !== '' && !working().some((officer) => officer.id === id)) throw new MotcuaError('MC-CFG-06');
      store.settings.set(CHOSEN, JSON.stringify({ id, at: clock.corrected() }));
      store.audit.add({ at: clock.corrected(), who: name(), what: 'shift.began', about: id || 'station.json' });
      return view();
    },
  };
}
