/** What just happened, for the log: from the station's events and from what this page itself did. Pure. */
import { assertNever } from '../../domain/assert-never.ts';
import type { DeviceView, PrintDocument } from '../../domain/device.ts';
import type { StationEvent } from '../../domain/views/event.ts';
import type { ConnectionState } from '../../domain/views/line.ts';
import type { PrintJobView } from '../../domain/views/prints.ts';
import type { KeyOf } from '../common/i18n.ts';
import type { vi } from './texts/vi.ts';

export type HappeningKey = Exclude<KeyOf<typeof vi.log>, 'empty'>;
export type Happening = {
  readonly at: number;
  readonly key: HappeningKey;
  readonly values: Readonly<Record<string, string | number>>;
  /** A code of domain/errors.ts; the log shows its word. */
  readonly code?: string;
  /** What was printed; the log names it. */
  readonly document?: PrintDocument;
};

/** In the log, with a number of its own. */
export type Logged = Happening & { readonly id: number };

export type Known = { readonly devices: readonly DeviceView[]; readonly connection: ConnectionState | undefined };

/** The log keeps a morning's worth, not a year's. */
const MOST = 60;
export const withHappening = (log: readonly Logged[], next: Happening): readonly Logged[] =>
  [{ ...next, id: (log[0]?.id ?? 0) + 1 }, ...log].slice(0, MOST);

const ofDevice = (at: number, device: DeviceView, before: DeviceView | undefined): Happening | undefined => {
  const { name } = device;
  const warned = device.warning !== undefined && device.warning !== before?.warning;
  if (device.state === 'ready' && warned) return { at, key: 'device-warning', values: { name }, code: device.warning };
  if (before && before.state === device.state && before.code === device.code && before.warning === device.warning)
    return undefined;
  // "Working" comes and goes with every slip; the print's own line says more.
  if (device.state === 'busy' || (before?.state === 'busy' && device.state === 'ready')) return undefined;
  return { at, key: `device-${device.state}`, values: { name }, code: device.code };
};

const ofPrint = (at: number, job: PrintJobView, known: Known): Happening => ({
  at,
  key: `print-${job.state}`,
  values: {
    name: known.devices.find(({ id }) => id === job.printerId)?.name ?? job.printerId,
    dossier: job.dossierCode ?? '',
  },
  document: job.document,
});

/** Undefined for what is not news to a technician. */
export const happeningOf = (event: StationEvent, known: Known): Happening | undefined => {
  switch (event.type) {
    case 'device':
      return ofDevice(
        event.at,
        event.device,
        known.devices.find(({ id }) => id === event.device.id),
      );
    case 'connection':
      return event.connection.state === known.connection?.state
        ? undefined
        : { at: event.at, key: `line-${event.connection.state}`, values: {} };
    case 'print':
      return ofPrint(event.at, event.job, known);
    case 'reader-read':
      return {
        at: event.at,
        key: 'read',
        values: {
          name: known.devices.find(({ id }) => id === event.deviceId)?.name ?? event.deviceId,
          count: event.length,
        },
      };
    case 'scan-refused':
      return { at: event.at, key: 'refused', values: { code: event.code } };
    case 'scan':
    case 'kiosk-scan':
    case 'work-changed':
    case 'queue-changed':
    case 'catalogue-changed':
    case 'settings-changed':
    case 'call':
    case 'scan-session':
    case 'bench-changed':
    case 'devices-changed':
    case 'search':
    case 'plugged':
      return undefined;
    default:
      return assertNever(event);
  }
};
