/**
 * A serial line (RS-232, or USB as a virtual COM port) through serialport 13.
 *
 * Learned on real parts: a port that nobody reads does not notice that it was unplugged, so data is always taken; a port
 * object that is opened again sends what was written to it while it was closed, so every connection gets a new one and
 * nothing is written to one that is not open; a lost device shows as `close` with an error, and a second program as "Cannot
 * lock port". When a device goes in the middle of its sending, there is no `close` at all: the library reads nothing, over
 * and over, at full speed. So the place is looked at too.
 */
import { SerialPort } from 'serialport';
import type { PortEvents, SeenPort } from './contract.ts';
import { identityFrom } from './identity.ts';
import { type AddressOf, createLineEnd, type Line, type LineEnd } from './line.ts';
import { fileAt, watchPlace } from './place-watch.ts';

export async function openSerialLine(address: AddressOf<'serial'>, events: PortEvents): Promise<Line> {
  const port = new SerialPort({ path: address.path, baudRate: address.baudRate, autoOpen: false });
  const end = createLineEnd(events);
  port.on('data', (bytes: Uint8Array) => end.ended || events.onData(bytes));
  port.on('error', (error) => void (port.isOpen ? undefined : end.lost(error)));
  await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
  const stopLooking = watchPlace(placeOf(address.path), () => {
    end.lost('its place is empty');
    void closePort(port);
  });
  port.once('close', (error?: Error | null) => {
    stopLooking();
    end.lost(error ?? 'the port closed');
  });
  return lineOf(port, end);
}

const lineOf = (port: SerialPort, end: LineEnd): Line => ({
  write: (bytes) => end.guard(() => writeTo(port, bytes)),
  pause: () => void port.pause(),
  resume: () => void port.resume(),
  close: () => {
    end.closed();
    return closePort(port);
  },
  abort: async () => {
    end.closed();
    if (port.isOpen) await new Promise<void>((resolve) => port.flush(() => resolve()));
    await closePort(port);
  },
});

const writeTo = (port: SerialPort, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    // Never into a closed port: it would be sent when the same object is opened again.
    if (!port.isOpen) reject(new Error('the port is closed'));
    else port.write(Buffer.from(bytes), (error) => (error ? reject(error) : resolve()));
  });

const closePort = (port: SerialPort): Promise<void> =>
  new Promise((resolve) => (port.isOpen ? port.close(() => resolve()) : resolve()));

/** Windows has no such files; its list of ports is the place. */
const placeOf = (path: string) => async (): Promise<string | undefined> =>
  process.platform === 'win32' ? (await SerialPort.list()).find((seen) => seen.path === path)?.path : fileAt(path);

/** For systems other than Linux, whose own lists need no helper program. */
export async function listSerialPorts(): Promise<readonly SeenPort[]> {
  return (await SerialPort.list()).map(({ path, manufacturer, serialNumber, vendorId, productId }) => ({
    type: 'serial',
    path,
    identity: identityFrom({ maker: manufacturer, serialNumber, vendorId, productId }),
  }));
}
