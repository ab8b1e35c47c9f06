/** Devices and events for the tests of the set-up window. */
import i18next from 'i18next';
import type { DeviceView } from '../../../domain/device.ts';
import type { PairingView } from '../../../domain/pairing.ts';
import type { ConnectionState } from '../../../domain/views/line.ts';
import type { PrintJobView } from '../../../domain/views/prints.ts';
import type { SetupState } from '../../../domain/views/setup.ts';
import { time } from '../../../renderer/common/format.ts';
import type { Say } from '../../../renderer/setup/text.ts';
import { vi } from '../../../renderer/setup/texts/vi.ts';

export const NOON = Date.parse('2026-11-24T12:00:00+07:00');

export const device = (over: Partial<DeviceView> = {}): DeviceView => ({
  id: 'slip-printer',
  kind: 'receipt-printer',
  name: 'Máy in phiếu',
  model: 'TM-T82III',
  connection: '192.168.1.24:9100',
  driver: 'escpos-tcp',
  virtual: false,
  state: 'ready',
  since: NOON,
  counters: { jobs: 0, pages: 0, faults: 0 },
  ...over,
});

export const job = (over: Partial<PrintJobView> = {}): PrintJobView => ({
  id: '01930000-0000-7000-8000-000000000001',
  document: 'test',
  title: 'Máy in phiếu',
  printerId: 'slip-printer',
  state: 'waiting',
  evidence: '',
  createdAt: NOON,
  ...over,
});

export const connection = (over: Partial<ConnectionState> = {}): ConnectionState => ({
  state: 'online',
  since: NOON,
  lastExchangeAt: NOON,
  waiting: 0,
  rejected: 0,
  clockOffset: 400,
  numbersLeft: 120,
  ...over,
});

export const setupState = (over: Partial<SetupState> = {}): SetupState => ({
  desk: {
    commune: 'UBND xã Mẫu',
    unit: '',
    agency: 'H57.23.15',
    officer: '',
    desk: 1,
    deskFields: '',
    deskPhone: '',
    demo: true,
    version: '0.1.0',
    now: NOON,
  },
  connection: connection(),
  devices: [device()],
  system: {
    version: '0.1.0',
    node: 'v24',
    platform: 'linux x64',
    dataFolder: '/var/lib/motcua',
    databaseBytes: 1,
    freeBytes: 1,
    startedAt: NOON,
  },
  pairing: pairingView(),
  bench: false,
  ...over,
});

export const pairingView = (over: Partial<PairingView> = {}): PairingView => ({
  ...{ state: 'paired', station: 'quay-2', agency: 'H57.23.15', commune: 'UBND xã Mẫu', pairedAt: NOON },
  ...{ portalUrl: 'https://cong.example.vn', portal: 'Cổng mẫu của tỉnh', fingerprint: '0001 0203 0405 0607' },
  ...over,
});

/** The window's own Vietnamese texts, phrased as its pages phrase them, without a page. */
export const vietnamese = (): Say => {
  const texts = i18next.createInstance();
  texts.init({
    lng: 'vi',
    ns: ['window'],
    defaultNS: 'window',
    resources: { vi: { window: vi } },
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  for (const name of ['when', 'time'])
    texts.services.formatter?.add(name, (value) => (typeof value === 'number' ? time(value) : ''));
  return (key, values) => texts.t(key, { ...values });
};
