/** The virtual receipt printer: the real ESC/POS driver, over a loopback connection, to a printer without metal. */
import { type DeviceLog, silentLog } from '../log.ts';
import type { ReceiptPrinter } from './contract.ts';
import { createEscposInterpreter, type EscposInterpreter } from './escpos-interpreter.ts';
import { type EscposServer, startEscposServer } from './escpos-server.ts';
import { createEscposTcpPrinter } from './escpos-tcp.ts';

export interface VirtualReceiptPrinter extends ReceiptPrinter {
  readonly paper: EscposInterpreter;
  /** Its network cable. */
  unplug(unplugged: boolean): void;
}

/** Patience is scaled down: nobody learns anything from a virtual printer's eight seconds of silence. */
const PATIENCE_MS = 3000;

export function createVirtualReceiptPrinter(options: {
  readonly id: string;
  readonly now: () => number;
  readonly log?: DeviceLog;
  readonly rowsPerSecond?: number;
}): VirtualReceiptPrinter {
  const dots = 576;
  const paper = createEscposInterpreter({
    dots,
    now: options.now,
    ...(options.rowsPerSecond ? { rowsPerSecond: options.rowsPerSecond } : {}),
  });
  let server: Promise<EscposServer> | undefined;
  let plugged = true;
  const address = async (): Promise<{ host: string; port: number }> => {
    if (!plugged) throw new Error('the virtual cable is unplugged');
    server ??= startEscposServer(paper);
    return { host: '127.0.0.1', port: (await server).port };
  };
  const driver = createEscposTcpPrinter({
    id: options.id,
    address,
    dots,
    patienceMs: PATIENCE_MS,
    log: options.log ?? silentLog,
  });
  return {
    ...driver,
    paper,
    unplug: (unplugged) => {
      plugged = !unplugged;
    },
    close: async () => {
      await driver.close();
      await (await server)?.close();
    },
  };
}
