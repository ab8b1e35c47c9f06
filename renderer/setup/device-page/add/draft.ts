/** What the technician chooses for a new device, and the configuration it becomes. Pure. */
import type { ScanTarget } from '../../../../domain/device.ts';
import type { DeviceCandidate } from '../../../../domain/device-candidate.ts';
import { type DeviceConfig, deviceConfigSchema } from '../../../../domain/device-config.ts';

/** The speeds that readers, printers and boards are sold with. */
export const SPEEDS = [9600, 19_200, 38_400, 57_600, 115_200] as const;
/** Dots across the head, by the paper's width. */
export const DOTS = { roll80: 576, roll58: 384 } as const;
/** Two makers' framings (devices/queue-board/framings.ts). */
export const FRAMINGS = { framing1: 'id-digits-sum', framing2: 'colon-digits-sum' } as const;

/** Fields as typed; what a driver has no use for stays unused. */
export interface Draft {
  readonly config: DeviceConfig;
  readonly name: string;
  readonly target: ScanTarget;
  readonly host: string;
  readonly port: string;
  readonly url: string;
  /** The board's number on its line. */
  readonly board: number;
}

/** A driver by itself, for what no search finds. */
export const BY_HAND: Readonly<Record<'printer' | 'keyboard' | 'scanner', DeviceConfig>> = {
  printer: {
    id: 'slip-printer',
    name: 'Máy in phiếu',
    kind: 'receipt-printer',
    driver: 'escpos-tcp',
    host: '',
    port: 9100,
    dots: 576,
    model: 'generic',
  },
  keyboard: {
    id: 'reader-counter',
    name: 'Đầu đọc mã ở quầy',
    kind: 'barcode-scanner',
    driver: 'keyboard-wedge',
    target: 'counter',
    prefix: '',
    suffix: '\r',
  },
  scanner: { id: 'feeder', name: 'Máy quét A4', kind: 'document-scanner', driver: 'escl', url: '' },
};

export const draftOf = (config: DeviceConfig, desk: number): Draft => ({
  config,
  name: config.name,
  target: config.kind === 'barcode-scanner' ? config.target : 'counter',
  host: config.driver === 'escpos-tcp' ? config.host : '',
  port: config.driver === 'escpos-tcp' ? String(config.port) : '',
  url: config.driver === 'escl' ? config.url : '',
  board: desk,
});

/** Another role for the same thing: what was typed stays, a name that was only proposed gives way. */
export const withRole = (draft: Draft, config: DeviceConfig): Draft => ({
  ...draft,
  config,
  name: draft.name === draft.config.name ? config.name : draft.name,
});

/** Undefined while something is missing or wrong; the station checks again. */
export const configOf = (draft: Draft, desk: number): DeviceConfig | undefined => {
  const { config, name, target, host, port, url, board } = draft;
  const filled = deviceConfigSchema.safeParse({
    ...config,
    name: name.trim(),
    ...(config.kind === 'barcode-scanner' ? { target } : {}),
    ...(config.driver === 'escpos-tcp' ? { host: host.trim(), port: Number(port) } : {}),
    ...(config.driver === 'escl' ? { url: url.trim() } : {}),
    ...(config.driver === 'led-serial' ? { boards: { [desk]: board } } : {}),
  });
  if (!filled.success) return undefined;
  return filled.data.driver === 'escpos-tcp' && !isHost(filled.data.host) ? undefined : filled.data;
};

const isHost = (host: string): boolean => /^[a-z0-9]([a-z0-9.:-]*[a-z0-9])?$/i.test(host);

/** What can be added first, what is in use or of no use last; otherwise as it was found. */
export const byUse = (candidates: readonly DeviceCandidate[]): readonly DeviceCandidate[] =>
  [...candidates].sort((a, b) => useOf(a) - useOf(b));

const useOf = ({ usedBy, suggestions: [first] }: DeviceCandidate): number => {
  if (usedBy !== undefined) return 2;
  if (!first) return 3;
  return first.sure ? 0 : 1;
};

/** What a person recognises it by. */
export const titleOf = ({ label, place }: DeviceCandidate): string => label || place;
