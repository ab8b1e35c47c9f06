/** A TCP line. It needs no native module, so it stays in the station's own process. */
import { connect, type Socket } from 'node:net';
import type { PortEvents } from './contract.ts';
import { type AddressOf, createLineEnd, type Line } from './line.ts';

/** After this long without traffic the system itself asks whether the other end is there, in milliseconds. */
const KEEP_ALIVE_MS = 10_000;

export async function openTcpLine(address: AddressOf<'tcp'>, events: PortEvents): Promise<Line> {
  const socket = connect({ host: address.host, port: address.port, noDelay: true, keepAlive: true });
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
  await connected(socket);
  const end = createLineEnd(events);
  socket.on('data', (bytes) => end.ended || events.onData(bytes));
  socket.on('error', end.lost);
  socket.on('close', () => end.lost('the other end closed the line'));
  return {
    write: (bytes) => end.guard(() => writeTo(socket, bytes)),
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    abort: async () => {
      end.closed();
      if (socket.closed) return;
      const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      socket.resetAndDestroy();
      await gone;
    },
    close: async () => {
      end.closed();
      if (socket.closed) return;
      const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      // What was taken is still sent; a line that takes nothing is cut.
      socket.end();
      const cut = setTimeout(() => socket.destroy(), 500);
      await gone;
      clearTimeout(cut);
    },
  };
}

const writeTo = (socket: Socket, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => socket.write(bytes, (error) => (error ? reject(error) : resolve())));

/** Whoever opens limits the time; a socket that comes too late is closed by them. */
const connected = (socket: Socket): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve();
    });
  });
