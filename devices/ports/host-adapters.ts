/** Which native module a host process loads: one, and only its own. */
import { assertNever } from '../../domain/assert-never.ts';
import type { PortEvents, SeenPort } from './contract.ts';
import type { Line } from './line.ts';
import type { HostAddress, HostType } from './messages.ts';

export interface Adapter {
  open(address: HostAddress, events: PortEvents): Promise<Line>;
  list(): Promise<readonly SeenPort[]>;
}

const wrongType = (address: HostAddress): Promise<never> =>
  Promise.reject(new Error(`this process opens no ${address.type} line`));

export async function loadAdapter(type: HostType): Promise<Adapter> {
  switch (type) {
    case 'serial': {
      const { listSerialPorts, openSerialLine } = await import('./serial-line.ts');
      return {
        open: (address, events) => (address.type === type ? openSerialLine(address, events) : wrongType(address)),
        list: listSerialPorts,
      };
    }
    case 'hid': {
      const { listHidDevices, openHidLine } = await import('./hid-line.ts');
      return {
        open: (address, events) => (address.type === type ? openHidLine(address, events) : wrongType(address)),
        list: listHidDevices,
      };
    }
    case 'usb-printer': {
      const { openUsbPrinterLine } = await import('./usb-printer-line.ts');
      return {
        open: (address, events) => (address.type === type ? openUsbPrinterLine(address, events) : wrongType(address)),
        list: async () => [],
      };
    }
    default:
      return assertNever(type);
  }
}
