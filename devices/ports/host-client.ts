/**
 * One life of one host process, seen from the station. It is pinged; one that does not answer is killed, since a hung native
 * module listens to no gentler signal. However it ends, every line in it ends with it, once, and every question is answered.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { assertNever } from '../../domain/assert-never.ts';
import { type DeviceLog, reasonOf } from '../log.ts';
import { type OpenPort, type PortEvents, PortFault, type SeenPort } from './contract.ts';
import { within } from './faults.ts';
import { type HostAddress, type HostType, type Order, type Report, reportSchema } from './messages.ts';

/** Beside this file in the repository and in the installed program alike. */
const HOST_FILE = fileURLToPath(new URL('./host.ts', import.meta.url));
const PING_MS = 1000;
/** Pings without an answer after which a host is hung. Counted, not timed: a held-up station must not blame its hosts. */
const MISSED = 3;
/** How long a host may take to load its module, in milliseconds: a slow PC, a cold disk. */
const START_MS = 15_000;
/** A call into the system that never returns takes a thread with it; there are more than devices. */
const THREADS = '32';
const CLOSE_MS = 2500;
/** Bytes of one line that were not taken yet; beyond it a write is refused. A slip is 72 kB, a long one half a megabyte. */
const MAX_UNSENT = 8_000_000;
const ERROR_TAIL = 1000;

export interface Host {
  open(address: HostAddress, events: PortEvents): Promise<OpenPort>;
  list(): Promise<readonly SeenPort[]>;
  /** Lines open or being opened, questions unanswered. */
  readonly busy: boolean;
  /** It has loaded its module and answers. */
  readonly ready: boolean;
  readonly ended: boolean;
  /** Ends it as one that hangs. */
  kill(reason: string): void;
  close(): Promise<void>;
}

export interface HostOptions {
  readonly type: HostType;
  readonly log: DeviceLog;
  readonly pingMs?: number | undefined;
  /** It ended by itself or was killed; not told after `close`. The paths are the lines that it had. */
  readonly onEnd: (fault: PortFault, paths: readonly string[]) => void;
}

interface Question {
  readonly resolve: (ports: readonly SeenPort[]) => void;
  readonly reject: (fault: PortFault) => void;
}
interface OpenLineRecord {
  readonly path: string;
  readonly events: PortEvents;
  unsent: number;
}

export function startHost({ type, log, pingMs = PING_MS, onEnd }: HostOptions): Host {
  const child = spawnHost(type);
  const questions = new Map<number, Question>();
  const lines = new Map<number, OpenLineRecord>();
  const life = { ready: false, ended: false, unanswered: 0, errors: '' };
  let lastId = 0;

  function finish(fault: PortFault, tellOwner: boolean): void {
    if (life.ended) return;
    life.ended = true;
    clearInterval(beat);
    child.kill('SIGKILL');
    const held = [...lines.values()];
    lines.clear();
    for (const { reject } of questions.values()) reject(fault);
    questions.clear();
    if (tellOwner) {
      log.warn({ type, fault: fault.kind, reason: fault.message, errors: life.errors }, 'a host of device lines ended');
      onEnd(
        fault,
        held.map(({ path }) => path),
      );
    }
    for (const { events } of held) guarded(() => events.onLost(fault));
  }
  const hung = (reason: string): void => finish(new PortFault('hung', reason), true);
  /** A driver's own fault in its handler must not look like a fault of the host, and not reach the station's loop. */
  const guarded = (handler: () => void): void => {
    try {
      handler();
    } catch (error) {
      log.warn({ type, reason: reasonOf(error) }, 'a handler of a line failed');
    }
  };

  const beat = setInterval(() => {
    life.unanswered += 1;
    if (life.unanswered > (life.ready ? MISSED : START_MS / pingMs)) hung(`no answer to ${life.unanswered} pings`);
    else send({ do: 'ping' });
  }, pingMs);

  function send(order: Order): void {
    // A failure to send shows as the child's end.
    if (child.connected) child.send(order, () => undefined);
  }
  const ask = (id: number, order: Order): Promise<readonly SeenPort[]> =>
    new Promise((resolve, reject) => {
      if (life.ended) return reject(new PortFault('lost', 'the host of this line has ended'));
      questions.set(id, { resolve, reject });
      send(order);
    });

  function answer(id: number, settle: (question: Question) => void): void {
    const question = questions.get(id);
    questions.delete(id);
    if (question) settle(question);
  }
  function hear(report: Report): void {
    // Whatever it says, its loop turns.
    life.unanswered = 0;
    switch (report.is) {
      case 'ready':
        life.ready = true;
        break;
      case 'pong':
        break;
      case 'done':
        answer(report.ask, ({ resolve }) => resolve([]));
        break;
      case 'failed':
        answer(report.ask, ({ reject }) => reject(new PortFault(report.fault.kind, report.fault.reason)));
        break;
      case 'listed':
        answer(report.ask, ({ resolve }) => resolve(report.ports));
        break;
      case 'data':
        guarded(() => lines.get(report.line)?.events.onData(report.bytes));
        break;
      case 'lost':
        lose(report.line, new PortFault(report.fault.kind, report.fault.reason));
        break;
      case 'slowed':
        log.info({ type, path: lines.get(report.line)?.path }, 'a line sends more than it may and is slowed');
        break;
      default:
        assertNever(report);
    }
  }
  function lose(id: number, fault: PortFault): void {
    const line = lines.get(id);
    lines.delete(id);
    if (line) guarded(() => line.events.onLost(fault));
  }

  child.on('message', (message) => {
    if (life.ended) return;
    const report = reportSchema.safeParse(message);
    if (report.success) hear(report.data);
    else hung('it says what nobody understands');
  });
  child.on('error', (error) => finish(new PortFault('lost', error.message), true));
  child.on('exit', (code, signal) => finish(new PortFault('lost', `its process ended: ${signal ?? code}`), true));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    life.errors = (life.errors + text).slice(-ERROR_TAIL);
  });

  async function open(address: HostAddress, events: PortEvents): Promise<OpenPort> {
    lastId += 1;
    const id = lastId;
    lines.set(id, { path: address.path, events, unsent: 0 });
    try {
      await ask(id, { do: 'open', line: id, address });
    } catch (error) {
      lines.delete(id);
      throw error;
    }
    return portOf(id);
  }
  const portOf = (id: number): OpenPort => ({
    write: async (bytes) => {
      const line = lines.get(id);
      if (!line) throw new PortFault('lost', 'the line is closed');
      if (line.unsent + bytes.length > MAX_UNSENT) throw new PortFault('hung', 'the line takes nothing');
      line.unsent += bytes.length;
      lastId += 1;
      const mine = lastId;
      await ask(mine, { do: 'write', line: id, ask: mine, bytes }).finally(() => {
        line.unsent -= bytes.length;
      });
    },
    close: () => shut(id, false),
    abort: () => shut(id, true),
  });
  async function shut(line: number, drop: boolean): Promise<void> {
    if (!lines.delete(line) || life.ended) return;
    lastId += 1;
    const gone = within(CLOSE_MS, ask(lastId, { do: 'close', line, ask: lastId, drop }));
    await gone.catch((error) => log.info({ type, reason: reasonOf(error) }, 'a line was left, not closed'));
  }

  return {
    open,
    list: () => {
      lastId += 1;
      return ask(lastId, { do: 'list', ask: lastId });
    },
    get busy() {
      return lines.size > 0 || questions.size > 0;
    },
    get ready() {
      return life.ready;
    },
    get ended() {
      return life.ended;
    },
    kill: hung,
    close: async () => {
      const exited =
        child.exitCode === null && child.signalCode === null && child.pid !== undefined
          ? new Promise<void>((resolve) => child.once('exit', () => resolve()))
          : Promise.resolve();
      finish(new PortFault('lost', 'the station is closing'), false);
      await exited;
    },
  };
}

/** Without the station's own flags and NODE_OPTIONS, which may be a test runner's. */
function spawnHost(type: HostType): ChildProcess {
  const { NODE_OPTIONS: _, ...env } = process.env;
  return spawn(process.execPath, [HOST_FILE, type], {
    env: { ...env, UV_THREADPOOL_SIZE: THREADS },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
    windowsHide: true,
  });
}
