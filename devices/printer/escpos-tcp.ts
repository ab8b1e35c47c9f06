/** A receipt printer on TCP (port 9100). */
import type { DeviceLog } from '../log.ts';
import { openTcpLine } from '../ports/tcp-line.ts';
import type { ReceiptPrinter } from './contract.ts';
import type { JobTimes } from './escpos-job.ts';
import { createNetworkLine } from './escpos-line.ts';
import { createEscposPrinter } from './escpos-printer.ts';
import { type PrinterModel, printerModel } from './models.ts';

export interface PrinterAddress {
  readonly host: string;
  readonly port: number;
}

export interface EscposTcpOptions extends Partial<JobTimes> {
  readonly id: string;
  /** Asked at every connection, so that a virtual printer can find its port late. */
  readonly address: () => Promise<PrinterAddress>;
  readonly dots: number;
  readonly model?: PrinterModel;
  readonly log?: DeviceLog;
}

export function createEscposTcpPrinter({ address, model, ...options }: EscposTcpOptions): ReceiptPrinter {
  const line = createNetworkLine(async (events) => openTcpLine({ type: 'tcp', ...(await address()) }, events));
  return createEscposPrinter({ ...options, line, model: model ?? printerModel('generic') });
}
