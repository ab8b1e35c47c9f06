/** What stands around the program in the demo: a province, two serial cables, a thermal printer. All real processes and sockets. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { createEscposInterpreter, type EscposInterpreter } from '../../devices/printer/escpos-interpreter.ts';
import { type EscposServer, startEscposServer } from '../../devices/printer/escpos-server.ts';
import type { DeviceConfig } from '../../domain/device-config.ts';
import type { Operation } from '../../domain/operation.ts';
import { type PushResponse, pushResponseSchema } from '../../domain/sync.ts';
import {
  type PortalDossier,
  type PortalSummary,
  portalDossierSchema,
  portalSummarySchema,
} from '../../portal/server/admin.ts';
import type { BehaviourMode } from '../../portal/server/behaviour.ts';
import { createSerialPair, type SerialPair } from '../../test/rig/serial-pair.ts';
import { TREE } from '../paths.ts';

const NODE = process.execPath;
/** A printer of 115,200 baud burns about so many rows a second. */
const ROWS_PER_SECOND = 600;

export const ANOTHER_DESK = 'xa-mau-quay-3';
const newToken = (): string => randomBytes(24).toString('base64url');

export interface Province {
  /** For MOTCUA_DEMO_PORTAL. */
  readonly address: string;
  setMode(mode: BehaviourMode): Promise<void>;
  summary(): Promise<PortalSummary>;
  dossier(code: string): Promise<PortalDossier | undefined>;
  /** Sends as another desk of the same commune: what one PC does while another's line is cut. */
  pushFromAnotherDesk(operations: readonly Operation[]): Promise<PushResponse>;
  stop(): Promise<void>;
}

/** The reference portal in its own process: it outlives any station that is killed. */
export async function startProvince(folder: string, clockShift: number): Promise<Province> {
  mkdirSync(folder, { recursive: true });
  const [token, otherToken, adminToken] = [newToken(), newToken(), newToken()];
  const agency = 'H57.23.15';
  const stations = [
    { token, station: 'xa-mau-quay-2', agency },
    { token: otherToken, station: ANOTHER_DESK, agency },
  ];
  const config = {
    name: 'Cổng mẫu của tỉnh',
    dataDir: join(folder, 'data'),
    adminToken,
    stations,
    clockShift,
    endWithStdin: true,
  };
  const file = join(folder, 'portal.json');
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  const child = spawn(NODE, [join(TREE, 'portal', 'server', 'main.ts'), file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const url = z.object({ url: z.url() }).parse(JSON.parse(await firstLine(child))).url;
  const admin = async (path: string, init: RequestInit = {}) =>
    fetch(`${url}/v1/admin/${path}`, {
      ...init,
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    });
  return {
    address: JSON.stringify({ url, token, adminToken }),
    setMode: async (mode) => {
      const answer = await admin('behaviour', { method: 'POST', body: JSON.stringify({ mode }) });
      if (!answer.ok) throw new Error(`the portal refused to be ${mode}: ${answer.status}`);
    },
    summary: async () => portalSummarySchema.parse(await (await admin('summary')).json()),
    dossier: async (code) => {
      const answer = await admin(`dossiers/${encodeURIComponent(code)}`);
      return answer.ok ? portalDossierSchema.parse(await answer.json()) : undefined;
    },
    pushFromAnotherDesk: async (operations) => {
      const answer = await fetch(`${url}/v1/operations`, {
        method: 'POST',
        headers: { authorization: `Bearer ${otherToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ station: ANOTHER_DESK, operations }),
      });
      return pushResponseSchema.parse(await answer.json());
    },
    stop: () => ended(child),
  };
}

export interface Printer {
  readonly interpreter: EscposInterpreter;
  readonly server: EscposServer;
  close(): Promise<void>;
}

/** An 80 mm printer on TCP: what it "prints" is decoded from the bytes that reached it. */
export async function startPrinter(): Promise<Printer> {
  const interpreter = createEscposInterpreter({ dots: 576, now: Date.now, rowsPerSecond: ROWS_PER_SECOND });
  const server = await startEscposServer(interpreter);
  const close = async (): Promise<void> => {
    await server.close();
    interpreter.stop();
  };
  return { interpreter, server, close };
}

export interface Props {
  readonly province: Province;
  readonly printer: Printer;
  readonly counterReader: SerialPair;
  readonly kioskReader: SerialPair;
  readonly stop: () => Promise<void>;
}

/** Everything plugged in; the data folder then says how (devices.json). */
export async function setTheStage(folder: string, dataDir: string, clockShift: number): Promise<Props> {
  mkdirSync(dataDir, { recursive: true });
  const [province, printer, counterReader, kioskReader] = await Promise.all([
    startProvince(join(folder, 'province'), clockShift),
    startPrinter(),
    createSerialPair(folder, 'quay'),
    createSerialPair(folder, 'kiosk'),
  ]);
  const devices = devicesOf(counterReader.port, kioskReader.port, printer.server.port);
  writeFileSync(join(dataDir, 'devices.json'), JSON.stringify({ devices }, null, 2));
  const stop = async (): Promise<void> => {
    await Promise.all([counterReader.cut(), kioskReader.cut(), printer.close(), province.stop()]);
  };
  return { province, printer, counterReader, kioskReader, stop };
}

function devicesOf(counterPort: string, kioskPort: string, printerPort: number): readonly DeviceConfig[] {
  const reader = { kind: 'barcode-scanner', driver: 'serial', baudRate: 9600 } as const;
  return [
    { id: 'reader-counter', name: 'Đầu đọc mã ở quầy', ...reader, path: counterPort, target: 'counter' },
    { id: 'reader-kiosk', name: 'Đầu đọc mã ở kiosk', ...reader, path: kioskPort, target: 'kiosk' },
    {
      id: 'slip-printer',
      name: 'Máy in phiếu',
      kind: 'receipt-printer',
      driver: 'escpos-tcp',
      host: '127.0.0.1',
      port: printerPort,
      dots: 576,
      model: 'generic',
    },
    { id: 'page-printer', name: 'Máy in A5', kind: 'page-printer', driver: 'virtual-page-printer' },
    { id: 'feeder', name: 'Máy quét A4', kind: 'document-scanner', driver: 'virtual-document-scanner' },
    { id: 'hall-display', name: 'Bảng gọi số', kind: 'queue-board', driver: 'window' },
  ];
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the portal ended with ${code}`)));
    if (child.stdout) createInterface({ input: child.stdout }).once('line', resolve);
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await Promise.race([gone, sleep(5_000)]);
  child.kill('SIGKILL');
}
