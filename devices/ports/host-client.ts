/**
 * One life of one host process, seen from the station. It is pinged; one that does not answer is killed, since a hung native
 * module listens to no gentler signal. However it ends, every line in it ends with it, once, and every question is answered.
 */
import { assertNever } from '../../domain/assert-never.ts';
import { type DeviceLog, reasonOf } from '../log.ts';
import { type OpenPort, type PortEvents, PortFault, type SeenPort } from './contract.ts';
import { within } from './faults.ts';
import { startHeartbeat } from './heartbeat.ts';
import { spawnHost } from './host-spawn.ts';
import { type HostAddress, type HostType, type Order, type Report, reportSchema } from './messages.ts';

/** An opening is given up after this long, in milliseconds. */
export const OPEN_MS = 4500;
const CLOSE_MS = 2500;
/** Bytes of one line that were not taken yet; beyond it a write is refused. A slip is 72 kB, a long one half a megabyte. */
const MAX_UNSENT = 8_000_000;

export interface Host {
  /** Rejects with a `PortFault` after 4.5 s at the latest. */
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
  /** It has loaded its module. */
  readonly onReady: () => void;
  /** It ended by itself or was killed; not told after `close`. The paths are the lines that it had. */
  readonly onEnd: (fault: PortFault, paths: readonly string[], loaded: boolean) => void;
  /** How many times longer than usual it may take to load its module. */
  readonly patience: number;
}

interface Question {
  readonly resolve: (ports: readonly SeenPort[]) => void;
  readonly reject: (fault: PortFault) => void;
}
interface LineRecord {
  readonly path: string;
  readonly events: PortEvents;
  unsent: number;
}

const faultOf = ({ kind, reason }: Pick<PortFault, 'kind'> & { readonly reason: string }): PortFault =>
  new PortFault(kind, reason);

export function startHost({ type, log, patience, onReady, onEnd }: HostOptions): Host {
  const child = spawnHost(type);
  const questions = new Map<number, Question>();
  const lines = new Map<number, LineRecord>();
  let lastId = 0;
  let ended = false;

  const send = (order: Order): void => child.send(order);
  const heart = startHeartbeat(
    () => send({ do: 'ping' }),
    (reason) => kill(reason),
    patience,
  );
  child.onMessage((message) => {
    if (ended) return;
    const report = reportSchema.safeParse(message);
    heart.heard();
    if (report.success) hear(report.data);
    else kill('it says what nobody understands');
  });
  child.onExit((reason) => finish(new PortFault('lost', reason), true));

  function kill(reason: string): void {
    finish(new PortFault('hung', reason), true);
  }
  function finish(fault: PortFault, tellOwner: boolean): void {
    if (ended) return;
    ended = true;
    heart.stop();
    child.kill();
    const held = [...lines.values()];
    lines.clear();
    for (const { reject } of questions.values()) reject(fault);
    questions.clear();
    if (tellOwner) {
      log.warn(
        { type, fault: fault.kind, reason: fault.message, said: child.errors() },
        'a host of device lines ended',
      );
      const paths = held.map(({ path }) => path);
      onEnd(fault, paths, heart.ready);
    }
    for (const { events } of held) guarded(() => events.onLost(fault));
  }
  /** A driver's own fault in its handler must not look like a fault of the host, and not reach the station's loop. */
  function guarded(handler: () => void): void {
    try {
      handler();
    } catch (error) {
      log.warn({ type, reason: reasonOf(error) }, 'a handler of a line failed');
    }
  }

  const newId = (): number => {
    lastId += 1;
    return lastId;
  };
  const ask = (id: number, order: Order): Promise<readonly SeenPort[]> =>
    new Promise((resolve, reject) => {
      if (ended) return reject(new PortFault('lost', 'the host of this line has ended'));
      questions.set(id, { resolve, reject });
      send(order);
    });
  function answer(id: number, settle: (question: Question) => void): void {
    const question = questions.get(id);
    questions.delete(id);
    if (question) settle(question);
  }

  function hear(report: Report): void {
    switch (report.is) {
      case 'ready':
        heart.begun();
        onReady();
        break;
      case 'pong':
        break;
      case 'done':
        answer(report.ask, ({ resolve }) => resolve([]));
        break;
      case 'failed':
        answer(report.ask, ({ reject }) => reject(faultOf(report.fault)));
        break;
      case 'listed':
        answer(report.ask, ({ resolve }) => resolve(report.ports));
        break;
      case 'data':
        guarded(() => lines.get(report.line)?.events.onData(report.bytes));
        break;
      case 'lost':
        lose(report.line, faultOf(report.fault));
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

  async function open(address: HostAddress, events: PortEvents): Promise<OpenPort> {
    const id = newId();
    lines.set(id, { path: address.path, events, unsent: 0 });
    try {
      await within(OPEN_MS, ask(id, { do: 'open', line: id, address }));
    } catch (error) {
      // Given up: should it open later, nobody wants it any more.
      if (lines.delete(id) && !ended) send({ do: 'close', line: id, ask: newId(), drop: true });
      throw error;
    }
    return { write: (bytes) => write(id, bytes), close: () => shut(id, false), abort: () => shut(id, true) };
  }
  async function write(id: number, bytes: Uint8Array): Promise<void> {
    const line = lines.get(id);
    if (!line) throw new PortFault('lost', 'the line is closed');
    if (line.unsent + bytes.length > MAX_UNSENT) throw new PortFault('hung', 'the line takes nothing');
    line.unsent += bytes.length;
    const mine = newId();
    await ask(mine, { do: 'write', line: id, ask: mine, bytes }).finally(() => {
      line.unsent -= bytes.length;
    });
  }
  async function shut(line: number, drop: boolean): Promise<void> {
    if (!lines.delete(line) || ended) return;
    const mine = newId();
    const gone = within(CLOSE_MS, ask(mine, { do: 'close', line, ask: mine, drop }));
    await gone.catch((error) => log.info({ type, reason: reasonOf(error) }, 'a line was left, not closed'));
  }

  return {
    open,
    list: () => {
      const mine = newId();
      return ask(mine, { do: 'list', ask: mine });
    },
    get busy() {
      return lines.size > 0 || questions.size > 0;
    },
    get ready() {
      return heart.ready;
    },
    get ended() {
      return ended;
    },
    kill,
    close: async () => {
      finish(new PortFault('lost', 'the station is closing'), false);
      await child.gone;
    },
  };
}
