/** What can be done with a job that did not come out, and with which printers. Pure. */
import type { DeviceView } from '../../../domain/device.ts';
import type { PrintJobView } from '../../../domain/views/prints.ts';

const isPrinter = ({ kind }: DeviceView): boolean => kind === 'receipt-printer' || kind === 'page-printer';

/** A separator sheet needs a sheet; every other paper is drawn for what it is sent to. */
const fits = (job: PrintJobView, { kind }: DeviceView): boolean =>
  kind === 'page-printer' || !job.document.startsWith('separator');

/** Printers other than the job's own, those that work first; at most nine, a key each. */
export const othersFor = (job: PrintJobView, devices: readonly DeviceView[]): readonly DeviceView[] =>
  devices
    .filter((device) => isPrinter(device) && device.id !== job.printerId && fits(job, device))
    .sort((a, b) => Number(isWell(b)) - Number(isWell(a)))
    .slice(0, 9);

const isWell = ({ state }: DeviceView): boolean => state === 'ready' || state === 'busy' || state === 'unknown';

/** What goes along when "all of this printer" is sent on: its jobs that wait; an uncertain one is asked about by itself. */
export const waitingWith = (job: PrintJobView, jobs: readonly PrintJobView[]): readonly PrintJobView[] =>
  jobs.filter(({ id, printerId, state }) => id === job.id || (printerId === job.printerId && state === 'waiting'));

/** The row to stand on: the one that stood there, else the open dossier's, else the first. */
export const rowOf = (
  jobs: readonly PrintJobView[],
  chosen: string | undefined,
  dossierId: string | undefined,
): number => {
  const at = (fits: (job: PrintJobView) => boolean): number | undefined => {
    const index = jobs.findIndex(fits);
    return index === -1 ? undefined : index;
  };
  return at(({ id }) => id === chosen) ?? at((job) => dossierId !== undefined && job.dossierId === dossierId) ?? 0;
};

/** Nothing can be done while it is on its way: it is either paper or asked about in a moment. */
export const isInHand = ({ state }: PrintJobView): boolean => state !== 'printing';
