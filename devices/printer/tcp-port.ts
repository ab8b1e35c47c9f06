/**
 * A TCP connection to a printer, as a port. Not through `Ports`, which gives each place to one user: a printer that is stuck
 * is asked over a second connection, and a broken-off job is dropped by a reset.
 */
import { connect, type Socket } from 'node:net';
import { type OpenPort, type PortEvents, PortFault } from '../ports/contract.ts';

/** How long what was taken may still go out at the end, in milliseconds. */
const LINGER_MS = 1000;

export async function openPrinterSocket(host: string, port: number, events: PortEvents): Promise<OpenPort> {
  const socket = connect({ host, port, noDelay: true });
  await connected(socket);
  let over = false;
  const lost = (reason: string): void => {
    if (over) return;
    over = true;
    events.onLost(new PortFault('lost', reason));
  };
  socket.on('data', (bytes) => over || events.onData(bytes));
  // Without a handler a reset would end the process; `close` follows and tells.
  socket.on('error', (error) => lost(error.message));
  socket.on('end', () => lost('the printer ended the connection'));
  socket.on('close', () => lost('the connection was closed'));
  return {
    write: (bytes) => writeTo(socket, bytes),
    close: () => {
      over = true;
      return ended(socket);
    },
    abort: async () => {
      over = true;
      socket.resetAndDestroy();
    },
  };
}

const connected = (socket: Socket): Promise<void> =>
  new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(new PortFault('absent', error.message));
    socket.once('error', fail);
    socket.once('connect', () => {
      socket.off('error', fail);
      resolve();
    });
  });

const writeTo = (socket: Socket, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    const gone = (): void => reject(new PortFault('lost', 'the connection was closed'));
    if (socket.destroyed) return gone();
    socket.once('close', gone);
    socket.write(bytes, (error) => {
      socket.off('close', gone);
      if (error) reject(new PortFault('lost', error.message));
      else resolve();
    });
  });

function ended(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve();
    };
    const timer = setTimeout(done, LINGER_MS);
    if (socket.destroyed) done();
    else socket.end(done);
  });
}
