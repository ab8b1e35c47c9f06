/** A whole station on a temporary folder: real store, real server, virtual devices, no portal unless one is given. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { v7 as uuidv7 } from 'uuid';
import type { DeviceConfig } from '../../domain/device-config.ts';
import type { IntakeDraft } from '../../domain/dossier.ts';
import { localDate } from '../../domain/local-time.ts';
import type { WindowRole } from '../../domain/role.ts';
import type { StationConfig } from '../../domain/station-config.ts';
import { openOfficeStore } from '../../offline-store/open.ts';
import type { KeyRing } from '../../offline-store/protection/key-ring.ts';
import { openStationKeys } from '../../offline-store/protection/station-keys.ts';
import type { AppRouter } from '../../station/api/router.ts';
import { type RunningStation, startStation } from '../../station/compose.ts';
import { DEMO_DEVICES, demoConfig } from '../../station/demo/commune.ts';

export interface TestStation extends RunningStation {
  readonly dataFolder: string;
  readonly client: (window: WindowRole) => Promise<ReturnType<typeof clientOf>>;
  readonly cookie: (window: WindowRole) => Promise<string>;
  /** Stops and starts again on the same data. */
  readonly restart: () => Promise<TestStation>;
  readonly end: () => Promise<void>;
}

export interface FixtureOptions {
  readonly devices?: readonly DeviceConfig[];
  readonly portal?: StationConfig['portal'];
  /** A PC with a kiosk or a display only. */
  readonly stores?: StationConfig['stores'];
  readonly dataFolder?: string;
  /** Numbers for today, as if leased. */
  readonly numbers?: number;
}

const assetsDir = join(import.meta.dirname, '..', '..', 'assets');

export async function startTestStation(options: FixtureOptions = {}): Promise<TestStation> {
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'motcua-station-'));
  const rendererDir = join(dataFolder, 'pages');
  mkdirSync(rendererDir, { recursive: true });
  const config: StationConfig = { ...demoConfig(options.portal), stores: options.stores ?? 'office' };
  writeFileSync(join(dataFolder, 'station.json'), JSON.stringify(config));
  const devices = join(dataFolder, 'devices.json');
  if (!existsSync(devices)) writeFileSync(devices, JSON.stringify({ devices: options.devices ?? DEMO_DEVICES }));
  if ((options.numbers ?? 50) > 0 && options.dataFolder === undefined) lease(dataFolder, config, options.numbers ?? 50);
  const station = await startStation({
    dataFolder,
    rendererDir,
    assetsDir,
    demo: false,
    demoClock: undefined,
    port: 0,
    shellKey: undefined,
    keySources: keySourcesOf(dataFolder),
    logLevel: 'silent',
  });
  const cookie = (window: WindowRole) => cookieFor(station, window);
  return {
    ...station,
    dataFolder,
    cookie,
    client: async (window) => clientOf(station.origin, window, await cookie(window)),
    restart: async () => {
      await station.stop();
      return startTestStation({ ...options, dataFolder });
    },
    end: async () => {
      await station.stop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** In the folder itself, which goes when the test ends. */
const keySourcesOf = (dataFolder: string) => ({ keyFile: join(dataFolder, 'station.key') });

/** The keys of the station on that folder: what the test opens beside it. */
export const keysOf = (dataFolder: string): KeyRing =>
  openStationKeys({ ...keySourcesOf(dataFolder), dataFolder, now: Date.now }).ring;

function lease(dataFolder: string, config: StationConfig, to: number): void {
  const store = openOfficeStore({
    file: join(dataFolder, 'office.db'),
    station: config.station,
    agency: config.agency,
    now: Date.now,
    keys: keysOf(dataFolder),
    stores: config.stores,
  });
  store.leases.add({ id: uuidv7(), agency: config.agency, day: localDate(Date.now()), from: 1, to });
  store.close();
}

async function cookieFor({ origin, shellKey }: RunningStation, window: WindowRole): Promise<string> {
  const headers = { authorization: `Bearer ${shellKey}`, 'content-type': 'application/json' };
  const link = await fetch(`${origin}/shell/link`, { method: 'POST', headers, body: JSON.stringify({ role: window }) });
  const { url } = (await link.json()) as { url: string };
  const opened = await fetch(url, { redirect: 'manual' });
  return opened.headers.get('set-cookie')?.split(';')[0] ?? '';
}

const clientOf = (origin: string, window: WindowRole, cookie: string) =>
  createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: `${origin}/${window}/trpc`, headers: { cookie } })] });

/** A made-up applicant with two papers, ready to be taken in. */
export const draft = (over: Partial<IntakeDraft> = {}): IntakeDraft => ({
  procedureCode: '1.001193',
  applicant: {
    name: 'Nguyễn Phước Hoàng Thuỵ Ưu Đàm Khuê',
    citizenId: '046190000123',
    birthDate: '1990-08-05',
    sex: 'female',
    address: 'Thôn 1, Xã Mẫu',
    phone: '0905214418',
    email: '',
    organisation: false,
  },
  onBehalfOf: '',
  papers: [
    { name: 'Giấy chứng sinh', kind: 'original', pages: 1, copies: 0 },
    { name: 'Tờ khai', kind: 'original', pages: 2, copies: 0 },
  ],
  sets: 1,
  channel: 'counter',
  returnMethod: 'counter',
  payment: { amount: 0, method: 'cash' },
  note: '',
  ticket: '',
  ...over,
});

export const intakeOf = (over: Partial<IntakeDraft> = {}) => ({
  dossierId: uuidv7(),
  operationId: uuidv7(),
  draft: draft(over),
});

/** Waits until `read` gives something that `is` accepts, and answers it; fails after `limit` ms. */
export async function eventually<T>(read: () => T | Promise<T>, is: (value: T) => boolean, limit = 15_000): Promise<T> {
  const end = Date.now() + limit;
  for (;;) {
    const value = await read();
    if (is(value)) return value;
    if (Date.now() > end) throw new Error(`not in time; last seen: ${JSON.stringify(value)?.slice(0, 500)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The stable code of a refused call. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    return (error as { data?: { motcua?: { code?: string } } }).data?.motcua?.code ?? String(error);
  }
  return 'not refused';
}
