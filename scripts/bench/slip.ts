/** The slip on its way to a thermal head, against the line that carries its bytes. */
import { join } from 'node:path';
import { createEscposInterpreter } from '../../devices/printer/escpos-interpreter.ts';
import { startEscposServer } from '../../devices/printer/escpos-server.ts';
import { createEscposTcpPrinter } from '../../devices/printer/escpos-tcp.ts';
import { createPaperProcess } from '../../forms/paper-process.ts';
import { slip } from '../../test/forms/samples.ts';
import { TREE } from '../paths.ts';
import { type Figure, figure, inTurn, type Pair, quantile } from './figures.ts';

const ASSETS = join(TREE, 'assets');
const SLIPS = 8;
const DOTS = 576;
/** Faster than any head: how long paper takes to come out is the printer's matter. */
const ROWS_PER_SECOND = 100_000;
const BITS_A_BYTE = 10;
const BAUD = 115_200;
/** GS v 0, the head of a band of dots. */
const RASTER = Buffer.from([0x1d, 0x76, 0x30]);

interface Arrival {
  firstBandAt: number | undefined;
  bytes: number;
}

interface Printed {
  readonly firstBandMs: number;
  /** How long its bytes occupy the line. */
  readonly lineMs: number;
}

export async function slipFigures(): Promise<readonly Figure[]> {
  const interpreter = createEscposInterpreter({ dots: DOTS, now: Date.now, rowsPerSecond: ROWS_PER_SECOND });
  const arrival: Arrival = { firstBandAt: undefined, bytes: 0 };
  const server = await startEscposServer(interpreter, 0, (bytes) => {
    arrival.bytes += bytes.length;
    if (Buffer.from(bytes).includes(RASTER)) arrival.firstBandAt ??= performance.now();
  });
  const address = async () => ({ host: '127.0.0.1', port: server.port });
  const papers = createPaperProcess({ assetsDir: ASSETS });
  const driver = createEscposTcpPrinter({ id: 'slip-printer', address, dots: DOTS, rowsPerSecond: ROWS_PER_SECOND });
  const print = async (): Promise<Printed> => {
    Object.assign(arrival, { firstBandAt: undefined, bytes: 0 });
    const started = performance.now();
    const bitmap = await papers.raster(await papers.draw({ form: 'slip', input: slip }), driver.dots);
    const { outcome } = await driver.print(bitmap, { id: 'slip', copies: 1 });
    if (outcome !== 'printed' || arrival.firstBandAt === undefined) throw new Error(`the slip ended as ${outcome}`);
    return { firstBandMs: arrival.firstBandAt - started, lineMs: (arrival.bytes * BITS_A_BYTE * 1_000) / BAUD };
  };
  try {
    await print(); // fonts opened, the printer's ways learned: a station does both at its start
    const rounds = await inTurn({ slips: () => printSlips(print) });
    return figuresOf(rounds.map(({ slips }) => slips));
  } finally {
    await driver.close();
    await server.close();
    await papers.close();
  }
}

async function printSlips(print: () => Promise<Printed>): Promise<readonly Printed[]> {
  const slips: Printed[] = [];
  for (let index = 0; index < SLIPS; index += 1) slips.push(await print());
  return slips;
}

function figuresOf(taken: readonly (readonly Printed[])[]): readonly Figure[] {
  const at = (q: number): readonly Pair[] =>
    taken.map((slips) => ({
      ours: quantile(
        slips.map(({ firstBandMs }) => firstBandMs),
        q,
      ),
      reference: quantile(
        slips.map(({ lineMs }) => lineMs),
        0.5,
      ),
    }));
  const note = `slip drawn, turned into dots (in a process of its own, as the station does), first band at a network printer (loopback) | the time its bytes need on a line of ${BAUD} baud (computed)`;
  return [
    figure({ name: 'receipt.raster', unit: 'ms', note: `p50: ${note}` }, at(0.5)),
    figure({ name: 'receipt.raster.p95', unit: 'ms', note: `p95: ${note}` }, at(0.95)),
  ];
}
