/** From what was seen to what it most likely is: a role, a driver, and a configuration ready to be added. Pure. */
import { assertNever } from '../domain/assert-never.ts';
import type { DeviceIdentity, DeviceKind, ScanTarget } from '../domain/device.ts';
import type { CandidateNote, DeviceCandidate, DeviceSuggestion, SuggestionReason } from '../domain/device-candidate.ts';
import { type DeviceConfig, deviceConfigSchema } from '../domain/device-config.ts';
import { usedBy } from './configured-as.ts';
import { tradeOf } from './known-usb.ts';
import type { SeenPort } from './ports/contract.ts';
import type { SeenScreen, SeenThing } from './seen.ts';

type Wish = { readonly driver: DeviceConfig['driver']; readonly why: SuggestionReason; readonly sure: boolean } & {
  readonly details: Readonly<Record<string, unknown>>;
};
type Opinion = { readonly wishes: readonly Wish[]; readonly note?: CandidateNote };

const KIND_OF: Partial<Record<DeviceConfig['driver'], DeviceKind>> = {
  serial: 'barcode-scanner',
  'hid-pos': 'barcode-scanner',
  'keyboard-wedge': 'barcode-scanner',
  'escpos-serial': 'receipt-printer',
  'escpos-usb': 'receipt-printer',
  'escpos-tcp': 'receipt-printer',
  cups: 'page-printer',
  sane: 'document-scanner',
  escl: 'document-scanner',
  window: 'queue-board',
  'led-serial': 'queue-board',
};

/** What is seen now, in the order given, each marked when a configured device uses it already. */
export function suggestAll(seen: readonly SeenThing[], configs: readonly DeviceConfig[]): readonly DeviceCandidate[] {
  const ports = seen.flatMap((thing) => (thing.source === 'port' ? [thing.port] : []));
  return seen.flatMap((thing) => {
    const candidate = candidateOf(thing, ports, configs);
    return candidate ? [candidate] : [];
  });
}

/** Undefined for what is no device of a desk: mice, keyboards, the other interfaces of a reader. */
function candidateOf(
  thing: SeenThing,
  ports: readonly SeenPort[],
  configs: readonly DeviceConfig[],
): DeviceCandidate | undefined {
  const opinion = opinionOf(thing, ports);
  if (opinion.wishes.length === 0 && !opinion.note) return undefined;
  const user = usedBy(thing, configs);
  const about = aboutOf(thing);
  return {
    ...about,
    id: `${about.source} ${about.place}`,
    suggestions: opinion.wishes.flatMap((wish) => suggestionOf(wish, configs)),
    ...(opinion.note ? { note: opinion.note } : {}),
    ...(user ? { usedBy: user } : {}),
  };
}

function aboutOf(thing: SeenThing): Pick<DeviceCandidate, 'source' | 'place' | 'label' | 'identity'> {
  switch (thing.source) {
    case 'port': {
      const { type, path, identity } = thing.port;
      return { source: type, place: path.slice(0, 300), label: nameOf(identity), identity };
    }
    case 'cups':
      return { source: 'cups', place: withoutPassword(thing.uri).slice(0, 300), label: thing.queue.slice(0, 127) };
    case 'sane': {
      const identity = { maker: clip(thing.vendor), product: clip(thing.model) };
      return { source: 'sane', place: thing.device.slice(0, 300), label: nameOf(identity), identity };
    }
    case 'escl': {
      const identity = { product: clip(thing.label), serialNumber: clip(thing.serialNumber) };
      return {
        source: 'escl',
        place: withoutPassword(thing.url).slice(0, 300),
        label: thing.label.slice(0, 300),
        identity,
      };
    }
    case 'screen':
      return { source: 'screen', place: thing.place.slice(0, 300), label: thing.label.slice(0, 300) };
    default:
      return assertNever(thing);
  }
}

const clip = (text: string | undefined): string | undefined => text?.trim().slice(0, 120) || undefined;
const nameOf = ({ maker, product }: DeviceIdentity = {}): string =>
  [maker, product?.startsWith(maker ?? '\0') ? product.slice(maker?.length ?? 0).trim() : product]
    .filter(Boolean)
    .join(' ');
const withoutPassword = (uri: string): string => uri.replace(/\/\/[^/@]*@/, '//');

function opinionOf(thing: SeenThing, ports: readonly SeenPort[]): Opinion {
  switch (thing.source) {
    case 'port':
      return portOpinion(thing.port, ports);
    case 'cups':
      return { wishes: [queueWish(thing.queue, thing.uri)] };
    case 'sane':
      return /^v4l:/.test(thing.device) ? { wishes: [], note: 'camera' } : { wishes: [saneWish(thing)] };
    case 'escl':
      return {
        wishes: [
          {
            driver: 'escl',
            why: 'document-scanner',
            sure: true,
            details: { url: thing.url, certificate: thing.certificate },
          },
        ],
      };
    case 'screen':
      return screenOpinion(thing.shows);
    default:
      return assertNever(thing);
  }
}

/** The board is a window that shell.json opens: what stands on a monitor decides. */
const screenOpinion = (shows: SeenScreen['shows']): Opinion =>
  shows === 'board'
    ? { wishes: [{ driver: 'window', why: 'display-window', sure: true, details: {} }] }
    : { wishes: [], note: shows === 'nothing' ? 'screen-free' : 'screen-taken' };

/** `pnm` and `test` are SANE's own pretend devices. */
const saneWish = ({ device }: { readonly device: string }): Wish => {
  const pretend = /^(test|pnm):/.test(device);
  return {
    driver: 'sane',
    why: pretend ? 'test-scanner' : 'document-scanner',
    sure: !pretend,
    details: { device },
  };
};

const RECEIPT_QUEUE = /receipt|thermal|escpos|esc-pos|\btm-|pos-?\d{2}\b|:9100\b/i;
const queueWish = (queue: string, uri: string): Wish => {
  const receipt = RECEIPT_QUEUE.test(`${queue} ${uri}`);
  return {
    driver: 'cups',
    why: receipt ? 'receipt-queue' : 'print-queue',
    sure: !receipt,
    details: { queue },
  };
};

function portOpinion(port: SeenPort, ports: readonly SeenPort[]): Opinion {
  switch (port.type) {
    case 'serial':
      return { wishes: serialWishes(port, placeInConfig(port, ports)) };
    case 'hid':
      return { wishes: hidWishes(port, ports) };
    case 'usb-printer':
      return printerOpinion(port, ports);
    default:
      return assertNever(port.type);
  }
}

/** An RS-232 reader comes set to 9600 baud, a printer to the fastest it can. */
function serialWishes(port: SeenPort, path: string): readonly Wish[] {
  const trade = tradeOf(port.identity);
  const reader = { driver: 'serial', details: { path, baudRate: 9600 } } as const;
  const printer = { driver: 'escpos-serial', details: { path, baudRate: 115_200 } } as const;
  const board = { driver: 'led-serial', details: { path, baudRate: 9600 } } as const;
  if (trade === 'reader') return [{ ...reader, why: 'known-reader', sure: true }];
  if (trade === 'receipt-printer') return [{ ...printer, why: 'known-receipt-printer', sure: true }];
  const why = port.identity?.usb ? 'usb-bridge' : 'plain-port';
  return [reader, printer, board].map((wish) => ({ ...wish, why, sure: false }));
}

const BARCODE_PAGE = 140;
const DESKTOP_PAGE = 1;
const KEYBOARD = 6;

function hidWishes(port: SeenPort, ports: readonly SeenPort[]): readonly Wish[] {
  if (port.usagePage === BARCODE_PAGE)
    return [{ driver: 'hid-pos', why: 'hid-pos', sure: true, details: { path: placeInConfig(port, ports) } }];
  const types = port.usagePage === DESKTOP_PAGE && port.usage === KEYBOARD && tradeOf(port.identity) === 'reader';
  // A reader that speaks HID-POS has often a keyboard beside it: that one is not offered.
  const speaks = ports.some((other) => other.usagePage === BARCODE_PAGE && sameUsb(other, port));
  return types && !speaks ? [{ driver: 'keyboard-wedge', why: 'keyboard-mode', sure: false, details: {} }] : [];
}

function printerOpinion(port: SeenPort, ports: readonly SeenPort[]): Opinion {
  const trade = tradeOf(port.identity);
  if (trade === 'page-printer') return { wishes: [], note: 'use-print-queue' };
  const known = trade === 'receipt-printer';
  const why = known ? 'known-receipt-printer' : 'printer-class';
  return { wishes: [{ driver: 'escpos-usb', why, sure: known, details: { path: placeInConfig(port, ports) } }] };
}

const sameUsb = (a: SeenPort, b: SeenPort): boolean =>
  a.identity?.usb !== undefined &&
  a.identity.usb.vendorId === b.identity?.usb?.vendorId &&
  a.identity.usb.productId === b.identity.usb.productId;

/**
 * A USB device is named by what it is, so that it is found again in another socket. Two of one model without serial numbers
 * cannot be told apart that way: they keep the name of their place.
 */
export function placeInConfig(port: SeenPort, ports: readonly SeenPort[]): string {
  const { usb, serialNumber } = port.identity ?? {};
  if (!usb) return port.path;
  const numbers = `usb:${usb.vendorId}:${usb.productId}`;
  if (serialNumber) return `${numbers}:${serialNumber}`;
  const twins = ports.filter((other) => other.type === port.type && other.path !== port.path && sameUsb(other, port));
  return twins.length > 0 ? port.path : numbers;
}

function suggestionOf(
  { driver, details, why, sure }: Wish,
  configs: readonly DeviceConfig[],
): readonly DeviceSuggestion[] {
  const kind = KIND_OF[driver];
  if (kind === undefined) return [];
  const target = targetFor(configs);
  const named = nameFor(kind, target, driver);
  const config = deviceConfigSchema.safeParse({
    ...details,
    ...(kind === 'barcode-scanner' ? { target } : {}),
    ...(driver === 'led-serial' ? { framing: FIRST_FRAMING } : {}),
    id: freshId(named.id, configs),
    name: named.name,
    kind,
    driver,
  });
  // A path or an address longer than a configuration bears is not offered.
  return config.success ? [{ config: config.data, why, sure }] : [];
}

/** The framing that a new LED board starts with; the technician sees at once whether it fits. */
const FIRST_FRAMING = 'id-digits-sum';

/** The counter gets the first reader, a kiosk that has none the next. */
function targetFor(configs: readonly DeviceConfig[]): ScanTarget {
  const has = (target: ScanTarget): boolean =>
    configs.some((config) => config.kind === 'barcode-scanner' && config.target === target);
  return has('counter') && !has('kiosk') ? 'kiosk' : 'counter';
}

export function nameFor(
  kind: DeviceKind,
  target: ScanTarget,
  driver: string,
): { readonly id: string; readonly name: string } {
  switch (kind) {
    case 'barcode-scanner':
      return target === 'kiosk'
        ? { id: 'reader-kiosk', name: 'Đầu đọc mã ở kiosk' }
        : { id: 'reader-counter', name: 'Đầu đọc mã ở quầy' };
    case 'receipt-printer':
      return { id: 'slip-printer', name: 'Máy in phiếu' };
    case 'page-printer':
      return { id: 'page-printer', name: 'Máy in A4, A5' };
    case 'document-scanner':
      return { id: 'feeder', name: 'Máy quét A4' };
    case 'queue-board':
      return driver === 'led-serial'
        ? { id: 'led-board', name: 'Bảng số LED' }
        : { id: 'hall-display', name: 'Bảng gọi số' };
    default:
      return assertNever(kind);
  }
}

/** `reader-counter`, then `reader-counter-2`: an id is never taken twice, jobs on disk name it. */
export function freshId(wanted: string, configs: readonly { readonly id: string }[]): string {
  const taken = new Set(configs.map(({ id }) => id));
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? wanted : `${wanted}-${number}`;
    if (!taken.has(id)) return id;
  }
}
