/** Printers that misbehave at the socket: for what the station does, not for the driver (test/devices). */
import { createServer, type Server, type Socket } from 'node:net';
import type { DeviceConfig } from '../../domain/device-config.ts';
import { paperDots } from '../../forms/paper-dots.ts';

export interface DeadPrinter {
  readonly port: number;
  readonly received: () => number;
  readonly close: () => Promise<void>;
}

/** `silent`: takes every byte and never answers. `refuse`: hangs up at once. */
export async function createDeadPrinter(how: 'silent' | 'refuse'): Promise<DeadPrinter> {
  let received = 0;
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      received += chunk.length;
    });
    if (how === 'refuse') socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const close = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { port, received: () => received, close };
}

const networkPrinter = (port: number, model: string, dots?: number): DeviceConfig => ({
  id: 'slip-printer',
  name: 'Máy in phiếu',
  kind: 'receipt-printer',
  driver: 'escpos-tcp',
  host: '127.0.0.1',
  port,
  dots,
  model,
});

export const SILENT_PRINTER = (port: number): DeviceConfig => networkPrinter(port, 'generic', paperDots);
/** Its head's width is the model's: a technician who names the model need not know it. */
export const NARROW_PRINTER = (port: number): DeviceConfig => networkPrinter(port, 'generic-58');
