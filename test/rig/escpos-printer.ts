/**
 * A receipt printer for tests and for trying things by hand, on a TCP port or at the far end of a serial line:
 *
 *   node test/rig/escpos-printer.ts --port 9100 --out /tmp/slips
 *   node test/rig/escpos-printer.ts --serial /dev/ttyUSB0 --baud 115200 --out /tmp/slips
 *
 * Each slip becomes a PNG of what its bytes decode to. Lines on standard input change it: ok, near-end, out, cover-open, jam,
 * busy, silent, slow, garbage; rows N ends the roll after N more rows, jam-at-cut sticks the cutter at the next cut; web-page,
 * hung, reset N are faults of a network line, mend ends those.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { SerialPort } from 'serialport';
import sharp from 'sharp';
import type { Bitmap } from '../../devices/printer/contract.ts';
import {
  createEscposInterpreter,
  type EscposInterpreter,
  type InterpreterOptions,
} from '../../devices/printer/escpos-interpreter.ts';
import {
  type EscposServer,
  type ServedLine,
  serveLine,
  startEscposServer,
} from '../../devices/printer/escpos-server.ts';
import { paperStateSchema } from '../../domain/bench.ts';

type PrinterOptions = Partial<Omit<InterpreterOptions, 'now'>> & {
  /** The line's pace: 11,520 for 115,200 baud; as fast as it comes when left out. */
  readonly bytesPerSecond?: number;
  readonly keepBytes?: boolean;
};

export interface RigPrinter {
  readonly paper: EscposInterpreter;
  readonly server: EscposServer;
  readonly port: number;
  /** Every byte that arrived, in order, while `keepBytes` was asked for. */
  bytes(): Buffer;
  close(): Promise<void>;
}

const interpreterOf = ({ dots = 576, ...options }: PrinterOptions): EscposInterpreter =>
  createEscposInterpreter({ ...options, dots, now: Date.now });

export async function startRigPrinter(options: PrinterOptions & { readonly port?: number } = {}): Promise<RigPrinter> {
  const kept: Uint8Array[] = [];
  const keep = (bytes: Uint8Array): void => void (options.keepBytes && kept.push(bytes));
  const paper = interpreterOf(options);
  const server = await startEscposServer(paper, options.port ?? 0, keep, options.bytesPerSecond);
  return { paper, server, port: server.port, bytes: () => Buffer.concat(kept), close: server.close };
}

export interface SerialRigPrinter {
  readonly paper: EscposInterpreter;
  /** Bytes that arrived so far, over every connection. */
  readonly received: () => number;
  /** Takes the line again after its cable was pulled and put back; what the printer holds it still holds. */
  replug(): Promise<void>;
  close(): Promise<void>;
}

/** A printer at `path`, one end of a serial line. */
export async function startSerialRigPrinter(path: string, options: PrinterOptions = {}): Promise<SerialRigPrinter> {
  const paper = interpreterOf(options);
  let received = 0;
  let port: SerialPort | undefined;
  let line: ServedLine | undefined;

  async function replug(): Promise<void> {
    const opened = new SerialPort({ path, baudRate: 115_200, autoOpen: false });
    await new Promise<void>((resolve, reject) => opened.open((error) => (error ? reject(error) : resolve())));
    opened.on('error', () => undefined);
    const served = serveLine(paper, opened, {
      bytesPerSecond: options.bytesPerSecond,
      onBytes: (bytes) => {
        received += bytes.length;
        return true;
      },
    });
    opened.on('close', () => served.end());
    port = opened;
    line = served;
  }
  await replug();
  return {
    paper,
    received: () => received,
    replug,
    close: async () => {
      paper.stop();
      line?.end();
      const open = port;
      if (open?.isOpen) await new Promise<void>((resolve) => open.close(() => resolve()));
    },
  };
}

/** Black dots on white paper, eight bits a dot. */
export async function bitmapToPng(bitmap: Bitmap, file: string): Promise<void> {
  const stride = Math.ceil(bitmap.width / 8);
  const gray = new Uint8Array(bitmap.width * bitmap.height);
  for (let index = 0; index < gray.length; index += 1) {
    const x = index % bitmap.width;
    const byte = bitmap.data[Math.floor(index / bitmap.width) * stride + (x >> 3)] ?? 0;
    gray[index] = (byte >> (7 - (x & 7))) & 1 ? 0 : 255;
  }
  await sharp(gray, { raw: { width: bitmap.width, height: bitmap.height, channels: 1 } })
    .png()
    .toFile(file);
}

function obey(paper: EscposInterpreter, server: EscposServer | undefined, line: string): void {
  const [word = '', number = '0'] = line.trim().split(/\s+/);
  const state = paperStateSchema.options.find((one) => one === word);
  if (state) paper.setPaper(state);
  else if (word === 'rows') paper.setRowsLeft(Number(number));
  else if (word === 'jam-at-cut') paper.jamAtCut();
  else if (word === 'web-page' || word === 'hung') server?.setFault({ kind: word });
  else if (word === 'reset') server?.setFault({ kind: 'reset-after', bytes: Number(number) });
  else if (word === 'mend') server?.setFault({ kind: 'none' });
  else process.stderr.write(`unknown: ${word}\n`);
}

const OPTIONS = {
  port: { type: 'string', default: '9100' },
  serial: { type: 'string' },
  baud: { type: 'string', default: '115200' },
  out: { type: 'string', default: 'slips' },
} as const;
const BITS_A_BYTE = 10;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  const bytesPerSecond = Number(values.baud) / BITS_A_BYTE;
  const tcp = values.serial === undefined ? await startRigPrinter({ port: Number(values.port) }) : undefined;
  const { paper } = tcp ?? (await startSerialRigPrinter(values.serial ?? '', { bytesPerSecond }));
  mkdirSync(values.out, { recursive: true });
  process.stdout.write(tcp ? `listening on 127.0.0.1:${tcp.port}\n` : `reading ${values.serial}\n`);
  let saved = 0;
  const save = async (): Promise<void> => {
    for (const slip of paper.slips().filter((one) => one.cut && one.id > saved)) {
      saved = slip.id;
      const file = join(values.out, `slip-${String(slip.id).padStart(3, '0')}.png`);
      await bitmapToPng(slip.bitmap, file);
      process.stdout.write(`${file}\n`);
    }
  };
  setInterval(() => void save(), 300);
  createInterface({ input: process.stdin }).on('line', (line) => obey(paper, tcp?.server, line));
}

if (import.meta.main) await main();
