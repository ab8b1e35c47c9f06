/**
 * A receipt printer on a TCP port, for tests and for trying things by hand:
 *
 *   node test/rig/escpos-printer.ts --port 9100 --out /tmp/slips
 *
 * Each slip becomes a PNG of what its bytes decode to. Lines on standard input change it: ok, near-end, out, cover-open, silent,
 * slow; rows N ends the roll after N more rows; web-page, hung, reset N are faults of the line; mend ends those.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import type { Bitmap } from '../../devices/printer/contract.ts';
import { createEscposInterpreter, type EscposInterpreter } from '../../devices/printer/escpos-interpreter.ts';
import { type EscposServer, startEscposServer } from '../../devices/printer/escpos-server.ts';
import type { PaperState } from '../../devices/virtual-bench.ts';

export interface RigPrinter {
  readonly paper: EscposInterpreter;
  readonly server: EscposServer;
  readonly port: number;
  /** Every byte that arrived, in order, while `keepBytes` was asked for. */
  bytes(): Buffer;
  close(): Promise<void>;
}

export async function startRigPrinter(
  options: {
    readonly port?: number;
    readonly dots?: number;
    readonly rowsPerSecond?: number;
    readonly keepBytes?: boolean;
  } = {},
): Promise<RigPrinter> {
  const kept: Uint8Array[] = [];
  const paper = createEscposInterpreter({
    dots: options.dots ?? 576,
    now: Date.now,
    ...(options.rowsPerSecond ? { rowsPerSecond: options.rowsPerSecond } : {}),
  });
  const server = await startEscposServer(
    paper,
    options.port ?? 0,
    (bytes) => void (options.keepBytes && kept.push(bytes)),
  );
  return { paper, server, port: server.port, bytes: () => Buffer.concat(kept), close: server.close };
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

const PAPER_STATES: readonly PaperState[] = ['ok', 'near-end', 'out', 'cover-open', 'silent', 'slow'];

function obey(printer: RigPrinter, line: string): void {
  const [word = '', number = '0'] = line.trim().split(/\s+/);
  const state = PAPER_STATES.find((one) => one === word);
  if (state) printer.paper.setPaper(state);
  else if (word === 'rows') printer.paper.setRowsLeft(Number(number));
  else if (word === 'web-page' || word === 'hung') printer.server.setFault({ kind: word });
  else if (word === 'reset') printer.server.setFault({ kind: 'reset-after', bytes: Number(number) });
  else if (word === 'mend') printer.server.setFault({ kind: 'none' });
  else process.stderr.write(`unknown: ${word}\n`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: 'string', default: '9100' }, out: { type: 'string', default: 'slips' } },
  });
  mkdirSync(values.out, { recursive: true });
  const printer = await startRigPrinter({ port: Number(values.port) });
  process.stdout.write(`listening on 127.0.0.1:${printer.port}\n`);
  let saved = 0;
  const save = async (): Promise<void> => {
    for (const slip of printer.paper.slips().filter((one) => one.cut && one.id > saved)) {
      saved = slip.id;
      const file = join(values.out, `slip-${String(slip.id).padStart(3, '0')}.png`);
      await bitmapToPng(slip.bitmap, file);
      process.stdout.write(`${file}\n`);
    }
  };
  setInterval(() => void save(), 300);
  createInterface({ input: process.stdin }).on('line', (line) => obey(printer, line));
}

if (import.meta.main) await main();
