/** What could be connected to this PC, for the set-up page: serial ports, CUPS queues, SANE devices. */
import { SerialPort } from 'serialport';
import type { DeviceKind } from '../domain/device.ts';
import type { DeviceConfig } from '../domain/device-config.ts';
import { formatUsbPath, identityOf, type PortSeen } from './barcode-scanner/serial-ports.ts';
import { runCommand } from './command.ts';

export interface DeviceCandidate {
  readonly kind: DeviceKind;
  readonly driver: DeviceConfig['driver'];
  /** What a technician recognises it by. */
  readonly label: string;
  /** The configuration's own fields for this driver (`path`, `queue`, `device`). */
  readonly details: Readonly<Record<string, string>>;
}

const LPSTAT_MS = 5000;
/** Network scanners take their time to answer a search. */
const SCANNERS_MS = 20_000;

/** Rejects never: what cannot be asked has no candidates. */
export async function detectCandidates(): Promise<readonly DeviceCandidate[]> {
  const found = await Promise.all([serialCandidates(), cupsCandidates(), saneCandidates()]);
  return found.flat();
}

async function serialCandidates(): Promise<readonly DeviceCandidate[]> {
  const ports: readonly PortSeen[] = await SerialPort.list().catch(() => []);
  return ports.map(serialCandidate);
}

/** A USB device is named by what it is, so that it is found again in another socket. */
export function serialCandidate(port: PortSeen): DeviceCandidate {
  const usb = identityOf(port);
  const label = [port.manufacturer, port.path].filter((part) => part !== undefined && part !== '').join(' · ');
  return { kind: 'barcode-scanner', driver: 'serial', label, details: { path: usb ? formatUsbPath(usb) : port.path } };
}

async function cupsCandidates(): Promise<readonly DeviceCandidate[]> {
  return parseCupsQueues((await runCommand('lpstat', ['-v'], LPSTAT_MS)).stdout);
}

/** `device for A4: ipp://…`, one a line. */
export function parseCupsQueues(stdout: string): readonly DeviceCandidate[] {
  return [...stdout.matchAll(/^device for ([^:]+): (.*)$/gm)].map(([, queue = '', uri = '']) => ({
    kind: 'page-printer',
    driver: 'cups',
    label: `${queue} · ${uri.replace(/\/\/[^/@]*@/, '//')}`,
    details: { queue },
  }));
}

async function saneCandidates(): Promise<readonly DeviceCandidate[]> {
  return parseSaneDevices((await runCommand('scanimage', ['-f', '%d|%v|%m%n'], SCANNERS_MS)).stdout);
}

/** `device|vendor|model`, one a line; some vendors leave fields empty. */
export function parseSaneDevices(stdout: string): readonly DeviceCandidate[] {
  return stdout.split('\n').flatMap((line) => {
    const [device = '', vendor = '', model = ''] = line.split('|');
    return device === ''
      ? []
      : [
          {
            kind: 'document-scanner' as const,
            driver: 'sane' as const,
            label: `${vendor} ${model}`.trim() || device,
            details: { device },
          },
        ];
  });
}
