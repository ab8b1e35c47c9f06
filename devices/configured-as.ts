/** Which configured device uses a thing that was seen. Pure. */
import { assertNever } from '../domain/assert-never.ts';
import type { DeviceConfig } from '../domain/device-config.ts';
import type { SeenPort } from './ports/contract.ts';
import type { SeenThing } from './seen.ts';
import { isUsbPlace, usbPlaceFits } from './usb-place.ts';

/** The id of the first that does. */
export const usedBy = (thing: SeenThing, configs: readonly DeviceConfig[]): string | undefined =>
  configs.find((config) => uses(config, thing))?.id;

function uses(config: DeviceConfig, thing: SeenThing): boolean {
  switch (thing.source) {
    case 'port':
      return usesPort(config, thing.port);
    case 'cups':
      return config.driver === 'cups' && config.queue === thing.queue;
    case 'sane':
      return config.driver === 'sane' && config.device === thing.device;
    case 'escl':
      return config.driver === 'escl' && sameAddress(config.url, thing.url);
    case 'screen':
      return config.driver === 'window' && thing.shows === 'board';
    default:
      return assertNever(thing);
  }
}

const DRIVERS: Readonly<Record<SeenPort['type'], readonly DeviceConfig['driver'][]>> = {
  serial: ['serial', 'escpos-serial', 'led-serial'],
  hid: ['hid-pos'],
  'usb-printer': ['escpos-usb'],
};

export function usesPort(config: DeviceConfig, port: SeenPort): boolean {
  if (!('path' in config) || !DRIVERS[port.type].includes(config.driver)) return false;
  return isUsbPlace(config.path) ? usbPlaceFits(config.path, port.identity) : config.path === port.path;
}

const trimmed = (url: string): string => url.replace(/\/+$/, '').toLowerCase();
const sameAddress = (a: string, b: string): boolean => trimmed(a) === trimmed(b);

/** Whether two configurations are one thing: the same line, queue, scanner or window. */
export function sameThing(a: DeviceConfig, b: DeviceConfig): boolean {
  const place = placeOf(a);
  return place !== undefined && place === placeOf(b);
}

/** Undefined for what can be had several times: virtual devices, keyboards. */
function placeOf(config: DeviceConfig): string | undefined {
  switch (config.driver) {
    case 'serial':
    case 'hid-pos':
    case 'escpos-serial':
    case 'escpos-usb':
    case 'led-serial':
      return `line ${config.path}`;
    case 'escpos-tcp':
      return `tcp ${config.host} ${config.port}`;
    case 'cups':
    case 'windows-spooler':
    case 'escpos-winspool':
      return `queue ${config.queue}`;
    case 'sane':
      return `sane ${config.device}`;
    case 'naps2':
    case 'wia':
      return `windows ${config.device}`;
    case 'escl':
      return `escl ${trimmed(config.url)}`;
    case 'window':
      return 'window';
    case 'keyboard-wedge':
    case 'virtual-barcode-scanner':
    case 'virtual-receipt-printer':
    case 'virtual-page-printer':
    case 'virtual-document-scanner':
    case 'virtual-queue-board':
      return undefined;
    default:
      return assertNever(config);
  }
}
