/** Asks the devices themselves, where no station runs on this data folder: opens them, and lets them go again. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Scan } from '../../devices/barcode-scanner/contract.ts';
import type { DeviceHub } from '../../devices/contract.ts';
import { silentLog } from '../../devices/log.ts';
import type { PrintOutcome } from '../../devices/printer/contract.ts';
import { createDeviceHub } from '../../devices/registry.ts';
import { type ErrorCode, sentenceOf } from '../../domain/errors.ts';
import { judgeTestRead, LAYOUT_TEST_CODE } from '../../domain/reader-test.ts';
import { stationConfigSchema } from '../../domain/station-config.ts';
import { paperDots, rollFor } from '../../forms/paper-dots.ts';
import { rasterPage } from '../../forms/raster.ts';
import { drawTestSlip } from '../../forms/test-slip.ts';
import { DEMO_DEVICES } from '../demo/commune.ts';
import { devicesFile } from '../devices-file.ts';
import type { Environment } from '../environment.ts';
import { createScreens } from '../screens.ts';
import { tryBoard, tryPage } from '../services/device-trial.ts';
import { type Asked, NotAnswered, type PrintTrial, type ReadTrial } from './asked.ts';

/** Readers open within this, or their state is what is known so far. */
const OPEN_MS = 4000;
const LOOK_MS = 50;

interface Heard {
  onScan: (scan: Scan) => void;
  onRefused: (deviceId: string, code: ErrorCode) => void;
}

/** @throws MotcuaError MC-CFG-02 when devices.json cannot be used */
export async function askDevices(env: Environment): Promise<Asked> {
  const { dataFolder } = env;
  const configs = devicesFile(join(dataFolder, 'devices.json')).read(env.demo ? DEMO_DEVICES : []);
  const tmpDir = await mkdtemp(join(tmpdir(), 'motcua-devices-'));
  const hub = createDeviceHub({
    configs,
    now: Date.now,
    tmpDir,
    samplePagesDir: join(env.assetsDir, 'images', 'sample-pages'),
    memoryFile: existsSync(dataFolder) ? join(dataFolder, 'devices-state.json') : undefined,
    screens: createScreens(dataFolder).seen,
    log: silentLog,
  });
  const heard: Heard = { onScan: () => undefined, onRefused: () => undefined };
  hub.start({
    onScan: (scan) => heard.onScan(scan),
    onScanRefused: (id, code) => heard.onRefused(id, code),
    onChange: () => undefined,
  });
  return {
    who: 'devices',
    list: async () => {
      await Promise.all([hub.refresh(), allOpen(hub)]);
      return hub.list();
    },
    detect: () => hub.detect(),
    read: (id, signal) => nextRead(id, heard, signal),
    scan: (id) => tryPage(hub, id, tmpDir, silentLog),
    print: (id) => printTest(hub, id, env),
    board: async (id) => tryBoard(hub, id, await ownDesk(dataFolder)),
    close: async () => {
      await hub.close();
      await rm(tmpDir, { recursive: true, force: true });
    },
  };
}

async function allOpen(hub: DeviceHub): Promise<void> {
  const open = (): boolean => hub.list().every(({ kind, state }) => kind !== 'barcode-scanner' || state !== 'unknown');
  for (const end = Date.now() + OPEN_MS; !open() && Date.now() < end; ) await sleep(LOOK_MS);
}

function nextRead(id: string, heard: Heard, signal: AbortSignal): Promise<ReadTrial | undefined> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
    heard.onScan = (scan) => {
      if (scan.deviceId === id)
        resolve({ length: scan.text.length, verdict: judgeTestRead({ text: scan.text }).verdict });
    };
    heard.onRefused = (deviceId, code) => {
      if (deviceId === id) resolve({ length: 0, verdict: 'other', code });
    };
  });
}

async function printTest(hub: DeviceHub, id: string, env: Environment): Promise<PrintTrial> {
  const page = hub.pagePrinter(id);
  const receipt = hub.receiptPrinter(id);
  const slip = {
    agencyName: (await stationOf(env.dataFolder))?.commune ?? 'Một cửa',
    printerName: hub.list().find((one) => one.id === id)?.name ?? id,
    printedAt: Date.now(),
    code: LAYOUT_TEST_CODE,
    paper: page ? ('a5' as const) : rollFor(receipt?.driver.dots ?? paperDots),
  };
  const pdf = await drawTestSlip(slip, env.assetsDir);
  const job = { id: `test-${Date.now()}`, title: LAYOUT_TEST_CODE, media: 'A5', copies: 1 } as const;
  if (page) return endOf(hub, id, await page.driver.print(pdf, job));
  if (receipt) return endOf(hub, id, await receipt.driver.print(await rasterPage(pdf, receipt.driver.dots), job));
  throw new NotAnswered('MC-API-05', sentenceOf('MC-API-05'));
}

function endOf(hub: DeviceHub, id: string, result: PrintOutcome): PrintTrial {
  hub.note(id, result.outcome === 'printed' ? { jobs: 1 } : { fault: true });
  if (result.outcome === 'printed') return { ok: true, uncertain: false };
  return { ok: result.outcome === 'uncertain', uncertain: result.outcome === 'uncertain', code: result.code };
}

const ownDesk = async (dataFolder: string): Promise<number> => (await stationOf(dataFolder))?.desk ?? 1;

/** A PC that is not set up yet has no station.json; its devices can be tried all the same. */
async function stationOf(dataFolder: string) {
  const text = await readFile(join(dataFolder, 'station.json'), 'utf8').catch(() => '{}');
  try {
    return stationConfigSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
