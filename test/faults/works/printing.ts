/** A print queue in a story: the station's own print service and receipt printer driver, with a picture that names its job. */
import type { DeviceHub } from '../../../devices/contract.ts';
import type { Bitmap, ReceiptPrinter } from '../../../devices/printer/contract.ts';
import { createEscposTcpPrinter } from '../../../devices/printer/escpos-tcp.ts';
import { createEventBus } from '../../../station/events.ts';
import { createPrintService, type PrintService } from '../../../station/services/print-service.ts';
import type { Printables } from '../../../station/services/printables.ts';
import type { OpenOffice } from '../office.ts';

export const DOTS = 576;
const ROW_BYTES = DOTS / 8;
/** Rows of one value each; no other row of a slip is like them, and paper that was fed is white. */
const BEGIN = 0x5a;
const END = 0xa5;
/** Each byte of the name stands on so many rows: a slip then takes the head a moment. */
const ROWS_A_BYTE = 12;

/** What the head burns for a job: its id, a byte a band. */
export function pictureOf(jobId: string): Bitmap {
  const name = Buffer.from(jobId.replaceAll('-', ''), 'hex');
  const bands = [BEGIN, ...[...name].map((byte) => (byte === 0 ? 0xff : byte)), END];
  const rows = bands.flatMap((byte) => Array.from({ length: ROWS_A_BYTE }, () => Buffer.alloc(ROW_BYTES, byte)));
  return { width: DOTS, height: rows.length, data: Buffer.concat(rows) };
}

/** How often that very picture, whole, is on a piece of paper. */
export function timesOn(paper: Bitmap, jobId: string): number {
  const picture = Buffer.from(pictureOf(jobId).data);
  const data = Buffer.from(paper.data);
  let times = 0;
  for (let at = data.indexOf(picture); at >= 0; at = data.indexOf(picture, at + picture.length)) times += 1;
  return times;
}

const printablesOf = (driver: ReceiptPrinter): Printables => ({
  hindrance: async () => {
    const { state, code } = await driver.status();
    return state === 'attention' || state === 'absent' ? (code ?? 'MC-PRN-01') : undefined;
  },
  prepare: async ({ id, copies }) => ({ send: () => driver.print(pictureOf(id), { id, copies }) }),
  pdf: async () => new Uint8Array(),
  draftReceipt: async () => new Uint8Array(),
  picture: async () => new Uint8Array(),
});

export interface Printing {
  readonly service: PrintService;
  readonly errors: readonly unknown[];
  close(): Promise<void>;
}

export function openPrinting({ store }: OpenOffice, port: number, onPrint: () => void = () => undefined): Printing {
  const driver = createEscposTcpPrinter({
    ...{ id: 'phieu', address: async () => ({ host: '127.0.0.1', port }), dots: DOTS },
    ...{ patienceMs: 1_000, rowsPerSecond: 20_000 },
  });
  const errors: unknown[] = [];
  const bus = createEventBus();
  const service = createPrintService({
    ...{ store, now: Date.now, steady: () => performance.now(), printables: printablesOf(driver) },
    hub: { note: () => undefined, list: () => [] } as unknown as DeviceHub,
    bus: {
      ...bus,
      emit: (event) => {
        if (event.type === 'print') onPrint();
      },
    },
    onError: (error) => void errors.push(error),
  });
  const close = async (): Promise<void> => {
    await service.stop();
    await driver.close();
  };
  return { service, errors, close };
}
