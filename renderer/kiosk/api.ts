/** What the kiosk asks of the station. Only `public` answers are kept; everything of a person goes straight to the screen. */
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { Uuid7 } from '../../domain/ids.ts';
import type { PrintJobView } from '../../domain/views/prints.ts';
import type {
  KioskHome,
  ProcedureField,
  ProcedureLine,
  PublicProcedure,
  PublicStatus,
  TicketTaken,
} from '../../domain/views/public.ts';
import { station } from '../common/client.ts';
import { syncClock } from '../common/clock.ts';
import { newId } from '../common/ids.ts';
import type { RatedDossier, RatingScore } from './journey.ts';

/** First part of the key of everything that may outlive a person. */
export const PUBLIC = 'public';
const HOME_EVERY_MS = 30_000;
const PRINT_EVERY_MS = 1_000;

export const homeQuery = queryOptions({
  queryKey: [PUBLIC, 'home'],
  refetchInterval: HOME_EVERY_MS,
  queryFn: async (): Promise<KioskHome> => {
    const home = await station.kiosk.home.query();
    syncClock(home.now);
    return home;
  },
});

/** Everything that another version of the catalogue makes old. */
export const CATALOGUE = [PUBLIC, 'procedures'] as const;

export const fieldsQuery = queryOptions({
  queryKey: [...CATALOGUE, 'fields'],
  queryFn: (): Promise<readonly ProcedureField[]> => station.kiosk.procedureFields.query(),
});

export const proceduresQuery = (field: string) =>
  queryOptions({
    queryKey: [...CATALOGUE, 'of', field],
    queryFn: (): Promise<readonly ProcedureLine[]> => station.kiosk.procedures.query({ field }),
  });

export const procedureQuery = (code: string) =>
  queryOptions({
    queryKey: [...CATALOGUE, 'one', code],
    queryFn: (): Promise<PublicProcedure> => station.kiosk.procedure.query({ code }),
  });

const settled = (job: PrintJobView | undefined): boolean => job?.state === 'printed' || job?.state === 'dropped';

/** The ticket's own print, asked until it is settled one way or the other. */
export const ticketPrintQuery = (job: PrintJobView) =>
  queryOptions({
    queryKey: ['person', 'print', job.id],
    initialData: job,
    initialDataUpdatedAt: 0,
    refetchInterval: (query) => (settled(query.state.data) ? false : PRINT_EVERY_MS),
    queryFn: (): Promise<PrintJobView> => station.kiosk.ticketPrint.query({ jobId: job.id }),
  });

export const lookup = (text: string): Promise<PublicStatus> => station.kiosk.lookup.mutate({ text });

/** What a reader in keyboard mode typed; what it means comes as an event. */
export const bringTyped = (text: string, gapMs: number): Promise<unknown> =>
  station.scans.wedge.mutate({ text, gapMs });

export const takeTicket = (id: Uuid7, letter: string, priority: boolean): Promise<TicketTaken> =>
  station.kiosk.takeTicket.mutate({ id, letter, priority });

export const rate = (score: RatingScore, about: RatedDossier | undefined): Promise<unknown> =>
  station.kiosk.rate.mutate({ operationId: newId(), score, desk: about?.desk ?? 0, receipt: about?.receipt });

/** Nothing of the person before may be found by the person after: every answer that is not public, and every request. */
export function forgetPerson(client: QueryClient): void {
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== PUBLIC });
  client.getMutationCache().clear();
}
