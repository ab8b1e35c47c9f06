/** What everybody in the hall may read: the kiosk's first page, procedures, and the display. Never a name. */
import { isOpenAt, openingsOf } from '../../domain/calendar.ts';
import { type CatalogueHead, fieldOf, type Procedure, stepsOf } from '../../domain/catalogue.ts';
import { localDate } from '../../domain/local-time.ts';
import type {
  DisplayState,
  KioskHome,
  ProcedureField,
  ProcedureLine,
  PublicProcedure,
} from '../../domain/views/public.ts';
import type { Station } from '../station.ts';
import { HALL_GUIDANCE } from './hall-guidance.ts';
import { deskForLetter, recentCalls, ticketsToday, waitFor } from './queue.ts';

/** Results older than this many are not on the screen; the desk still has them. */
const READY_SHOWN = 60;
/** The procedure whose papers the bottom line names: the most asked one, birth registration, until counts say otherwise. */
const MOST_ASKED = '1.001193';

export function kioskHome(station: Station): KioskHome {
  const { config, clock, demo, catalogue, calendar } = station;
  const tickets = ticketsToday(station);
  const printer = station.hub.list().find(({ kind }) => kind === 'receipt-printer');
  return {
    commune: config.commune,
    unit: config.unit,
    demo: demo !== undefined,
    now: clock.corrected(),
    agency: config.agency,
    open: isOpenAt(calendar, clock.corrected()),
    printer: {
      ok: printer !== undefined && printer.state !== 'attention' && printer.state !== 'absent',
      code: printer?.code,
    },
    fields: catalogue.head().fields.flatMap((field) => {
      const desk = deskForLetter(station, field.letter);
      const waiting = tickets.filter(({ letter, state }) => letter === field.letter && state === 'waiting').length;
      if (!desk) return [];
      return [
        {
          letter: field.letter,
          name: { vi: field.name, en: field.nameEn },
          desk: desk.number,
          waiting,
          waitMinutes: pair(waitFor(tickets, waiting)),
        },
      ];
    }),
  };
}

const pair = ([from, to]: readonly [number, number]): [number, number] => [from, to];

/** In the catalogue's order; one without procedures is left out. */
export function procedureFields({ catalogue }: Pick<Station, 'catalogue'>): readonly ProcedureField[] {
  const counts = catalogue.counts();
  return catalogue.head().fields.flatMap(({ id, name, nameEn }) => {
    const count = counts.get(id) ?? 0;
    return count === 0 ? [] : [{ name, nameEn, count }];
  });
}

/** None for a field that the version in effect does not have. */
export function proceduresOfField({ catalogue }: Pick<Station, 'catalogue'>, field: string): readonly ProcedureLine[] {
  const letter = catalogue.head().fields.find(({ name }) => name === field)?.letter;
  if (letter === undefined) return [];
  return catalogue.search({ text: '', letter }).map(({ code, name, nameEn }) => ({ code, name, nameEn }));
}

/** MC-DOS-06 when the version in effect does not have it. */
export function procedureForAll({ catalogue }: Pick<Station, 'catalogue'>, code: string): PublicProcedure {
  return publicProcedure(catalogue.head(), catalogue.get(code));
}

function publicProcedure(head: CatalogueHead, procedure: Procedure): PublicProcedure {
  const field = fieldOf(head, procedure);
  const { code, name, nameEn, deadline, fee, papers, example } = procedure;
  const steps = stepsOf(head, procedure).map(({ text, textEn }) => ({ vi: text, en: textEn }));
  return {
    code,
    name,
    nameEn,
    field: field?.name ?? '',
    fieldEn: field?.nameEn ?? '',
    deadline,
    fee,
    papers,
    steps,
    example,
  };
}

export function displayState(station: Station): DisplayState {
  const { config, clock, demo, calendar, catalogue, store } = station;
  const now = clock.corrected();
  const [current, ...recent] = recentCalls(station, 5);
  const asked = catalogue.find(MOST_ASKED);
  return {
    commune: config.commune,
    unit: config.unit,
    demo: demo !== undefined,
    now,
    current,
    recent,
    ready: store.dossiers
      .readyResults(READY_SHOWN)
      .map(({ received, statusSince }) => ({ code: received.code, desk: received.desk, at: statusSince })),
    guidance: HALL_GUIDANCE,
    hours: openingsOf(calendar, localDate(now)).map(({ from, to }): [string, string] => [from, to]),
    prepare: asked ? { procedure: asked.name, papers: asked.papers.map(({ name }) => name) } : undefined,
    today: localDate(now),
  };
}
