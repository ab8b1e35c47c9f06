/**
 * What could be connected to this PC: serial ports, HID readers, USB printers, print queues, scanners on this PC and in the
 * network, its monitors. All are asked at once; one that is missing or slow hides none of the others.
 */
import type { CandidateSource, DeviceCandidate, SearchStep } from '../domain/device-candidate.ts';
import type { DeviceConfig } from '../domain/device-config.ts';
import { runCommand } from './command.ts';
import { type DeviceLog, reasonOf, silentLog } from './log.ts';
import type { Ports, SeenPort } from './ports/contract.ts';
import type { SeenEscl, SeenScreen, SeenThing } from './seen.ts';
import { suggestAll } from './suggest.ts';

export interface Surroundings {
  readonly ports: Pick<Ports, 'list'>;
  /** Asks the network for scanners for so many milliseconds; absent where this PC has no way to ask. */
  readonly discoverEscl?: ((timeoutMs: number) => Promise<readonly SeenEscl[]>) | undefined;
  /** The monitors of this PC. */
  readonly screens?: (() => Promise<readonly SeenScreen[]>) | undefined;
  readonly log?: DeviceLog | undefined;
}

const LPSTAT_MS = 5000;
/** Network scanners take their time to answer a search. */
const SCANNERS_MS = 20_000;
const ESCL_MS = 4000;
/** A search answers after this, with what it has. */
const SOURCE_MS = 22_000;

/** `undefined`: this PC has no such place to look at (no spooler, no SANE). */
type Look = () => Promise<readonly SeenThing[] | undefined>;

/** Rejects never: what cannot be asked has no candidates. `onStep` is told as each place begins and ends. */
export async function detectCandidates(
  around: Surroundings,
  configs: readonly DeviceConfig[],
  onStep: (step: SearchStep) => void = () => undefined,
): Promise<readonly DeviceCandidate[]> {
  const seen = await Promise.all(
    looksOf(around).map(async ([source, look]) => {
      onStep({ source, state: 'searching', found: 0 });
      const found = await within(SOURCE_MS, look, source, around.log ?? silentLog);
      onStep({ source, state: found ? 'done' : 'unavailable', found: found?.length ?? 0 });
      return found ?? [];
    }),
  );
  return suggestAll(seen.flat(), configs);
}

const looksOf = ({ ports, discoverEscl, screens }: Surroundings): readonly (readonly [CandidateSource, Look])[] => [
  ['hid', () => seenPorts(ports, 'hid')],
  ['serial', () => seenPorts(ports, 'serial')],
  ['usb-printer', () => seenPorts(ports, 'usb-printer')],
  ['cups', cupsQueues],
  ['sane', saneDevices],
  ['escl', async () => (await discoverEscl?.(ESCL_MS))?.map((one) => ({ source: 'escl', ...one }))],
  ['screen', async () => (await screens?.())?.map((one) => ({ source: 'screen', ...one }))],
];

/** What is plugged in by cable, fast enough for every plug event. */
export async function pluggedIn(ports: Pick<Ports, 'list'>): Promise<readonly SeenPort[]> {
  const types = ['hid', 'serial', 'usb-printer'] as const;
  return (await Promise.all(types.map((type) => ports.list(type).catch(() => [])))).flat();
}

async function seenPorts(ports: Pick<Ports, 'list'>, type: SeenPort['type']): Promise<readonly SeenThing[]> {
  return (await ports.list(type)).map((port) => ({ source: 'port', port }));
}

async function within(
  ms: number,
  look: Look,
  source: CandidateSource,
  log: DeviceLog,
): Promise<readonly SeenThing[] | undefined> {
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    limit = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([look(), late]);
  } catch (error) {
    log.warn({ source, reason: reasonOf(error) }, 'search failed');
    return undefined;
  } finally {
    clearTimeout(limit);
  }
}

async function cupsQueues(): Promise<readonly SeenThing[] | undefined> {
  const { stdout, missing } = await runCommand('lpstat', ['-v'], LPSTAT_MS);
  return missing ? undefined : parseCupsQueues(stdout);
}

/** `device for A4: ipp://…`, one a line. */
export function parseCupsQueues(stdout: string): readonly SeenThing[] {
  return [...stdout.matchAll(/^device for ([^:]+): (.*)$/gm)].map(([, queue = '', uri = '']) => ({
    source: 'cups',
    queue,
    uri,
  }));
}

async function saneDevices(): Promise<readonly SeenThing[] | undefined> {
  const { stdout, missing } = await runCommand('scanimage', ['-f', '%d|%v|%m%n'], SCANNERS_MS);
  return missing ? undefined : parseSaneDevices(stdout);
}

/** `device|vendor|model`, one a line; some vendors leave fields empty. */
export function parseSaneDevices(stdout: string): readonly SeenThing[] {
  return stdout.split('\n').flatMap((line) => {
    const [device = '', vendor = '', model = ''] = line.split('|');
    return device === '' ? [] : [{ source: 'sane' as const, device, vendor, model }];
  });
}
