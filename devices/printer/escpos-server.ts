/**
 * The interpreter at the end of a line: a TCP port as a network printer has, or any byte stream (a serial line). A small
 * receive buffer pushes back when it is full, a line's pace can be kept, and, for tests, the other end of a cable can be
 * wrong in the ways that it is.
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

/** What serving a line needs of it; sockets and serial ports are such. */
export interface ByteStream {
  on(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  write(bytes: Uint8Array): unknown;
  pause(): unknown;
  resume(): unknown;
  readonly writable: boolean;
}

export interface ServedLine {
  /** The line is gone. */
  end(): void;
}

const RECEIVE_BUFFER = 32_768;
const DLE = 0x10;
/** How finely a line's pace is kept. */
const TICK_MS = 5;

/**
 * Plugs a printer to a stream. `bytesPerSecond`: the line's pace, 11,520 for 115,200 baud; as fast as it comes when left out.
 * `onBytes` sees them as they arrive, and answers false to take no notice of them.
 */
export function serveLine(
  interpreter: EscposInterpreter,
  stream: ByteStream,
  options: {
    readonly bytesPerSecond?: number | undefined;
    readonly onBytes?: (bytes: Uint8Array) => boolean;
  } = {},
): ServedLine {
  const cable = interpreter.plug((bytes) => void (stream.writable && stream.write(bytes)));
  const perTick = options.bytesPerSecond ? Math.max(1, (options.bytesPerSecond * TICK_MS) / 1000) : Infinity;
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let ended = false;

  const settle = (): void => {
    if (ended) return;
    if (interpreter.held + waitingBytes > RECEIVE_BUFFER) stream.pause();
    else stream.resume();
  };
  /** A full printer leaves what comes on the line; a real-time command it hears all the same. */
  const takes = (piece: Uint8Array): boolean => interpreter.held <= RECEIVE_BUFFER || piece[0] === DLE;
  const deliver = (limit: number): void => {
    for (let left = limit; left > 0; ) {
      const piece = waiting[0];
      if (!piece || !takes(piece)) break;
      const taken = piece.subarray(0, Math.min(piece.length, Math.ceil(left)));
      waiting = taken.length < piece.length ? [piece.subarray(taken.length), ...waiting.slice(1)] : waiting.slice(1);
      waitingBytes -= taken.length;
      left -= taken.length;
      cable.receive(taken);
    }
    settle();
  };
  const pace = perTick === Infinity ? undefined : setInterval(() => deliver(perTick), TICK_MS);

  stream.on('data', (bytes) => {
    if (ended || options.onBytes?.(bytes) === false) return;
    waiting.push(bytes);
    waitingBytes += bytes.length;
    if (!pace) deliver(Infinity);
    else settle();
  });
  interpreter.onDrain(() => (pace ? settle() : deliver(Infinity)));
  interpreter.onClear(() => {
    waiting = [];
    waitingBytes = 0;
  });
  return {
    end: () => {
      if (ended) return;
      ended = true;
      clearInterval(pace);
      cable.unplug();
    },
  };
}

const PAGE =
  'HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n\r\n<html><body>Router login: 2026 VR:zz</body></html>\r\n';

/** Listens on 127.0.0.1; port 0 takes a free one. */
export async function startEscposServer(
  interpreter: EscposInterpreter,
  port = 0,
  onBytes: (bytes: Uint8Array) => void = () => undefined,
  bytesPerSecond?: number,
): Promise<EscposServer> {
  let fault: LineFault = { kind: 'none' };
  let received = 0;
  const sockets = new Set<Socket>();

  function serve(socket: Socket): void {
    sockets.add(socket);
    let mine = 0;
    socket.on('error', () => undefined);
    if (fault.kind === 'hung') {
      socket.on('close', () => sockets.delete(socket));
      return;
    }
    const take = (bytes: Uint8Array): boolean => {
      mine += bytes.length;
      received += bytes.length;
      onBytes(bytes);
      if (fault.kind === 'web-page') socket.end(PAGE);
      else if (fault.kind === 'reset-after' && mine > fault.bytes) socket.resetAndDestroy();
      else return true;
      return false;
    };
    const line = serveLine(interpreter, socket, { bytesPerSecond, onBytes: take });
    socket.on('close', () => {
      sockets.delete(socket);
      line.end();
    });
  }

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
