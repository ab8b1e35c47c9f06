/**
 * The interpreter behind a TCP port, as a network printer is: a small receive buffer that pushes back when it is full, and,
 * for tests, the ways in which the other end of a cable can be wrong.
 */
import { createServer, type Server, type Socket } from 'node:net';
import type { EscposInterpreter } from './escpos-interpreter.ts';

export type LineFault =
  | { readonly kind: 'none' }
  /** Some other device listens there: it answers anything with a page. */
  | { readonly kind: 'web-page' }
  /** The connection is reset after so many bytes of a job. */
  | { readonly kind: 'reset-after'; readonly bytes: number }
  /** Takes connections, reads nothing, says nothing. */
  | { readonly kind: 'hung' };

export interface EscposServer {
  readonly port: number;
  setFault(fault: LineFault): void;
  /** Bytes of all connections so far. */
  readonly received: number;
  close(): Promise<void>;
}

const RECEIVE_BUFFER = 32_768;
const PAGE =
  'HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n\r\n<html><body>Router login: 2026 VR:zz</body></html>\r\n';

/** Listens on 127.0.0.1; port 0 takes a free one. */
export async function startEscposServer(
  interpreter: EscposInterpreter,
  port = 0,
  onBytes: (bytes: Uint8Array) => void = () => undefined,
): Promise<EscposServer> {
  let fault: LineFault = { kind: 'none' };
  let received = 0;
  let discarding = false;
  const sockets = new Set<Socket>();

  function serve(socket: Socket): void {
    sockets.add(socket);
    const cable = interpreter.plug((bytes) => void (socket.writable && socket.write(bytes)));
    let mine = 0;
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      cable.unplug();
    });
    if (fault.kind === 'hung') return;
    socket.on('data', (bytes) => {
      if (discarding) return;
      mine += bytes.length;
      received += bytes.length;
      onBytes(bytes);
      if (fault.kind === 'web-page') socket.end(PAGE);
      else if (fault.kind === 'reset-after' && mine > fault.bytes) socket.resetAndDestroy();
      else cable.receive(bytes);
      if (interpreter.held > RECEIVE_BUFFER) socket.pause();
    });
  }
  interpreter.onClear(() => {
    discarding = true;
    for (const socket of sockets) if (socket.isPaused()) socket.read();
    discarding = false;
  });
  interpreter.onDrain(() => {
    if (interpreter.held <= RECEIVE_BUFFER) for (const socket of sockets) socket.resume();
  });

  const server = createServer(serve);
  await listen(server, port);
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    setFault: (next) => {
      fault = next;
    },
    get received() {
      return received;
    },
    close: () =>
      new Promise((resolve) => {
        interpreter.stop();
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
