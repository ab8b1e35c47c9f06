import { expect, test } from 'vitest';
import type { SeenPort } from '../../devices/ports/contract.ts';
import { freshId, placeInConfig, suggestAll } from '../../devices/suggest.ts';
import type { DeviceConfig } from '../../domain/device-config.ts';

const usb = (vendorId: string, productId: string, more: object = {}): SeenPort['identity'] => ({
  usb: { vendorId, productId },
  ...more,
});
const port = (over: Partial<SeenPort>): SeenPort => ({ type: 'serial', path: '/dev/ttyACM0', ...over });
const drivers = (ports: readonly SeenPort[], configs: readonly DeviceConfig[] = []): readonly string[] =>
  suggestAll(
    ports.map((one) => ({ source: 'port', port: one })),
    configs,
  ).map(({ suggestions, note }) =>
    [...suggestions.map(({ config, sure, why }) => `${config.driver}${sure ? '' : '?'} ${why}`), note]
      .filter(Boolean)
      .join(', '),
  );

test.each<[string, Partial<SeenPort>, string]>([
  ['a Honeywell on a COM port', { identity: usb('0c2e', '0b6a') }, 'serial known-reader'],
  [
    'a CH340 cable, behind which anything may be',
    { path: '/dev/ttyUSB0', identity: usb('1a86', '7523') },
    'serial? usb-bridge, escpos-serial? usb-bridge, led-serial? usb-bridge',
  ],
  ['an RS-232 socket', { path: '/dev/ttyS0' }, 'serial? plain-port, escpos-serial? plain-port, led-serial? plain-port'],
  [
    'a bridge whose product name tells',
    { identity: usb('10c4', 'ea60', { product: 'Barcode Scanner' }) },
    'serial known-reader',
  ],
  ['a reader that speaks HID-POS', { type: 'hid', path: '/dev/hidraw0', usagePage: 140, usage: 2 }, 'hid-pos hid-pos'],
  [
    'a reader that types',
    { type: 'hid', path: '/dev/hidraw0', usagePage: 1, usage: 6, identity: usb('05e0', '1200') },
    'keyboard-wedge? keyboard-mode',
  ],
  [
    'an Epson receipt printer',
    { type: 'usb-printer', path: '/dev/usb/lp0', identity: usb('04b8', '0e15') },
    'escpos-usb known-receipt-printer',
  ],
  [
    'a printer that nobody knows',
    { type: 'usb-printer', path: '/dev/usb/lp0', identity: usb('6868', '0200') },
    'escpos-usb? printer-class',
  ],
  ['a laser printer', { type: 'usb-printer', path: '/dev/usb/lp0', identity: usb('04f9', '0041') }, 'use-print-queue'],
])('%s', (_, seen, expected) => {
  expect(drivers([port(seen)])).toEqual([expected]);
});

test('mice and keyboards are no devices of a desk, nor is the keyboard beside a HID-POS reader', () => {
  const identity = usb('0c2e', '0b6a');
  expect(drivers([port({ type: 'hid', path: '/dev/hidraw1', usagePage: 1, usage: 2 })])).toEqual([]);
  expect(drivers([port({ type: 'hid', path: '/dev/hidraw1', usagePage: 1, usage: 6 })])).toEqual([]);
  expect(
    drivers([
      port({ type: 'hid', path: '/dev/hidraw1', usagePage: 1, usage: 6, identity }),
      port({ type: 'hid', path: '/dev/hidraw2', usagePage: 140, usage: 2, identity }),
    ]),
  ).toEqual(['hid-pos hid-pos']);
});

test('a USB device is named by what it is; two of one model without serial numbers by their place', () => {
  const one = port({ identity: usb('0c2e', '0b6a', { serialNumber: 'S1' }) });
  const bare = port({ identity: usb('1a86', '7523') });
  const twin = port({ path: '/dev/ttyACM1', identity: usb('1a86', '7523') });
  expect(placeInConfig(one, [one])).toBe('usb:0c2e:0b6a:S1');
  expect(placeInConfig(bare, [bare])).toBe('usb:1a86:7523');
  expect(placeInConfig(bare, [bare, twin])).toBe('/dev/ttyACM0');
  expect(placeInConfig(port({ path: '/dev/ttyS0' }), [])).toBe('/dev/ttyS0');
});

const reader: DeviceConfig = {
  id: 'reader-counter',
  name: 'Đầu đọc',
  kind: 'barcode-scanner',
  driver: 'serial',
  target: 'counter',
  path: 'usb:0c2e:0b6a:S1',
  baudRate: 9600,
};

test('what a configured device uses is marked, in whatever socket it is; another of its model is not', () => {
  const mine = port({ path: '/dev/ttyACM7', identity: usb('0c2e', '0b6a', { serialNumber: 'S1' }) });
  const other = port({ path: '/dev/ttyACM8', identity: usb('0c2e', '0b6a', { serialNumber: 'S2' }) });
  const found = suggestAll(
    [
      { source: 'port', port: mine },
      { source: 'port', port: other },
    ],
    [reader],
  );
  expect(found.map(({ usedBy }) => usedBy)).toEqual(['reader-counter', undefined]);
});

test('the first reader is the counter’s, the next the kiosk’s, and ids are never taken twice', () => {
  const seen = [{ source: 'port', port: port({ identity: usb('0c2e', '0b6a') }) }] as const;
  const configOf = (configs: readonly DeviceConfig[]): unknown => suggestAll(seen, configs)[0]?.suggestions[0]?.config;
  expect(configOf([])).toMatchObject({ id: 'reader-counter', target: 'counter', name: 'Đầu đọc mã ở quầy' });
  expect(configOf([reader])).toMatchObject({ id: 'reader-kiosk', target: 'kiosk' });
  expect(configOf([reader, { ...reader, id: 'reader-kiosk', target: 'kiosk' }])).toMatchObject({
    id: 'reader-counter-2',
    target: 'counter',
  });
  expect(freshId('a', [{ id: 'a' }, { id: 'a-2' }])).toBe('a-3');
});

test('queues, scanners and windows; a password never reaches the list, SANE’s pretend scanner is not sure, a camera is none', () => {
  const found = suggestAll(
    [
      { source: 'cups', queue: 'A4', uri: 'ipp://admin:secret@p.local/ipp' },
      { source: 'cups', queue: 'TM-T82', uri: 'socket://10.0.0.4:9100' },
      { source: 'sane', device: 'test:0', vendor: 'Noname', model: 'frontend-tester' },
      { source: 'sane', device: 'v4l:/dev/video0', vendor: 'Noname', model: 'HD Webcam' },
      { source: 'escl', url: 'http://10.0.0.9/eSCL', label: 'Brother ADS-4300N', serialNumber: 'E1' },
      { source: 'screen', place: 'monitor 1', label: '', shows: 'other' },
      { source: 'screen', place: 'monitor 2', label: '', shows: 'board' },
      { source: 'screen', place: 'monitor 3', label: '', shows: 'nothing' },
    ],
    [],
  );
  expect(
    found.map(({ place, suggestions: [first], note }) => [place, first?.config.driver, first?.sure, note]),
  ).toEqual([
    ['ipp://p.local/ipp', 'cups', true, undefined],
    ['socket://10.0.0.4:9100', 'cups', false, undefined],
    ['test:0', 'sane', false, undefined],
    ['v4l:/dev/video0', undefined, undefined, 'camera'],
    ['http://10.0.0.9/eSCL', 'escl', true, undefined],
    ['monitor 1', undefined, undefined, 'screen-taken'],
    ['monitor 2', 'window', true, undefined],
    ['monitor 3', undefined, undefined, 'screen-free'],
  ]);
});

test('an address that no configuration bears is shown and not offered', () => {
  const [found] = suggestAll([{ source: 'sane', device: `net:${'x'.repeat(400)}`, vendor: '', model: '' }], []);
  expect(found?.suggestions).toEqual([]);
});
