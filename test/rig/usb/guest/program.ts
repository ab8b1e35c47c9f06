/** The program under test: the station's own device hub with its own drivers, in a process of its own. Orders in, reports out. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { DeviceHub } from '../../../../devices/contract.ts';
import { createDeviceHub } from '../../../../devices/registry.ts';
import { assertNever } from '../../../../domain/assert-never.ts';
import { isOrder, type Order, type Report } from './messages.ts';
import { pattern } from './pattern.ts';

const tell = (report: Report): void => {
  process.send?.(report);
};
const logged =
  (level: string) =>
  (context: object, message: string): void =>
    tell({ is: 'log', text: `${level}: ${message} ${JSON.stringify(context)}` });

/**
 * What may go, goes before memory is measured. Asked for this late and not on the command line, where it would make the
 * compile cache void.
 */
function collect(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

let hub: DeviceHub | undefined;

function start({ configs }: Extract<Order, { readonly do: 'start' }>): void {
  hub = createDeviceHub({
    configs,
    now: Date.now,
    tmpDir: mkdtempSync(join(tmpdir(), 'usb-rig-')),
    log: { debug: logged('debug'), info: logged('info'), warn: logged('warn') },
  });
  hub.start({
    onScan: ({ deviceId, text, aim }) => tell({ is: 'scan', device: deviceId, text, ...(aim ? { aim } : {}) }),
    onScanRefused: (device, code) => tell({ is: 'refused', device, code }),
    onChange: (view) => tell({ is: 'state', view }),
  });
}

async function print({ ask, printer, rows, seed }: Extract<Order, { readonly do: 'print' }>): Promise<void> {
  const found = hub?.receiptPrinter(printer);
  if (!found) throw new Error(`no printer ${printer}`);
  const end = await found.driver.print(pattern(rows, seed), { id: `job-${seed}`, copies: 1 });
  tell({ is: 'printed', ask, outcome: end.outcome, why: end.outcome === 'printed' ? end.evidence : end.code });
}

async function obey(order: Order): Promise<void> {
  switch (order.do) {
    case 'start':
      return start(order);
    case 'print':
      return print(order);
    case 'list':
      return tell({ is: 'listed', ask: order.ask, devices: [...(hub?.list() ?? [])] });
    case 'collect':
      collect();
      return tell({ is: 'done', ask: order.ask });
    case 'close':
      await hub?.close();
      return tell({ is: 'done', ask: order.ask });
    default:
      return assertNever(order);
  }
}

process.on('message', (message) => {
  if (isOrder(message)) void obey(message);
});
process.on('disconnect', () => process.exit(0));
tell({ is: 'ready' });
