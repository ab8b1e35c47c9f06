/** Starting a host process, in the repository and in the installed program alike. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { HostType, Order } from './messages.ts';

const HOST_FILE = fileURLToPath(new URL('./host.ts', import.meta.url));
/** A call into the system that never returns takes a thread with it; there are more than devices. */
const THREADS = '32';
/** Of what it says on its error output the end is kept, for the log. */
const ERRORS_KEPT = 1000;

export interface HostProcess {
  /** A failure to send shows as the process's end. */
  send(order: Order): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Once; why it ended or could not be started. */
  onExit(listener: (reason: string) => void): void;
  errors(): string;
  kill(): void;
  /** Settles when it has ended. */
  readonly gone: Promise<void>;
}

export function spawnHost(type: HostType): HostProcess {
  // Without the station's own flags and NODE_OPTIONS, which may be a test runner's.
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(process.execPath, [HOST_FILE, type], {
    env: { ...env, UV_THREADPOOL_SIZE: THREADS },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
    windowsHide: true,
  });
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-ERRORS_KEPT);
  });
  let tell: (reason: string) => void = () => undefined;
  const gone = new Promise<void>((resolve) => {
    const end = (reason: string): void => {
      resolve();
      tell(reason);
    };
    child.once('error', (error) => end(error.message));
    child.once('exit', (code, signal) => end(`its process ended: ${signal ?? code}`));
  });
  return {
    send: (order) => void (child.connected && child.send(order, () => undefined)),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => {
      tell = listener;
    },
    errors: () => errors,
    kill: () => void child.kill('SIGKILL'),
    gone,
  };
}
