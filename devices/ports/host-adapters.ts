/** Which native module a host process loads: one, and only its own. */
import type { PortEvents, SeenPort } from './contract.ts';
import type { Line } from './line.ts';
import type { HostAddress } from './messages.ts';

export interface Adapter {
  open(address: HostAddress, events: PortEvents): Promise<Line>;
  list(): Promise<readonly SeenPort[]>;
}

const wrongType = (address: HostAddress): Promise<never> =>
  Promise.reject(new Error(`this process opens no ${address.type} line`));

/** Rejects for a type that nobody knows. */
export async function loadAdapter(type: string | undefined): Promise<Adapter> {
  switch (type) {
    case 'serial': {
      const { listSerialPorts, openSerialLine } = await import('./serial-line.ts');
      return {
        open: (address, events) => (address.type === 'serial' ? openSerialLine(address, events) : wrongType(address)),
        list: listSerialPorts,
      };
    }
    case 'hid': {
      const { listHidDevices, openHidLine } = await import('./hid-line.ts');
      return {
        open: (address, events) => (address.type === 'hid' ? openHidLine(address, events) : wrongType(address)),
        list: listHidDevices,
      };
    }
    case 'usb-printer': {
      const { openUsbPrinterLine } = await import('./usb-printer-line.ts');
      return {
        open: (address, events) =>
          address.type === 'usb-printer' ? openUsbPrinterLine(address, events) : wrongType(address),
        list: async () => [],
      };
    }
    default:
      throw new Error(`no lines of type ${type}`);
  }
}
