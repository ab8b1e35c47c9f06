/**
 * Starts the station, watches it and starts it again, with growing pauses and without ever giving up. A restarted
 * station gets its old port and key, so that open pages go on by themselves.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  type StationReady,
  type StationSecret,
  stationReadySchema,
  stationRecoveringSchema,
} from '../domain/shell-protocol.ts';
import { type BackOff, delayAfter } from './backoff.ts';

export type StationState =
  | { readonly kind: 'starting'; readonly failures: number }
  | { readonly kind: 'running'; readonly ready: StationReady }
  /** It ended or never became ready; the next attempt follows after `retryInMs`. */
  | { readonly kind: 'waiting'; readonly failures: number; readonly retryInMs: number }
  | { readonly kind: 'stopped' };

export interface SupervisorOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly backOff: BackOff;
  /** How long a start may take, milliseconds; the first one creates databases. */
  readonly startLimitMs: number;
  /** A station that ran this long was healthy: its end counts as the first failure again. */
  readonly stableAfterMs: number;
  /** How often it is asked for a sign of life; `missedLimit` silences in a row and it is killed. */
  readonly pulseMs: number;
  readonly missedLimit: number;
  /** How long it may take to stop when asked to. */
  readonly stopLimitMs: number;
  readonly isAlive: (origin: string) => Promise<boolean>;
  readonly onChange: (state: StationState) => void;
}

/** A ready line is short; whatever writes more than this is not a station. */
const LONGEST_READY_LINE = 4_096;
/** Putting a large store together again, from a backup in a slow network folder, milliseconds. */
const RECOVERY_LIMIT_MS = 3_600_000;
/** After this many failures the old port is given up: another program may hold it. */
const FAILURES_BEFORE_NEW_PORT = 4;

export class StationSupervisor {
  readonly #options: SupervisorOptions;
  #state: StationState = { kind: 'stopped' };
  #child: ChildProcess | undefined;
  #last: StationReady | undefined;
  #failures = 0;
  #secret: string | undefined;
  #timers = new Set<NodeJS.Timeout>();

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  get state(): StationState {
    return this.#state;
  }

  /** `secret`: what the station's keys are locked with, told to it on its standard input; absent where it has that itself. */
  start(secret?: string): void {
    if (this.#state.kind !== 'stopped') return;
    this.#secret = secret;
    this.#failures = 0;
    this.#launch();
  }

  /** Asks the station to stop, kills it when it does not; resolves once it is gone. Nothing is started afterwards. */
  async stop(): Promise<void> {
    this.#change({ kind: 'stopped' });
    this.#clearTimers();
    const child = this.#child;
    if (child === undefined || hasEnded(child)) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const kill = setTimeout(() => child.kill('SIGKILL'), this.#options.stopLimitMs);
    // A closed input is the only polite word that Windows knows; elsewhere the signal says the same.
    child.stdin?.end();
    if (process.platform !== 'win32') child.kill('SIGTERM');
    await ended;
    clearTimeout(kill);
  }

  #launch(): void {
    this.#clearTimers();
    this.#change({ kind: 'starting', failures: this.#failures });
    const { command, args, cwd } = this.#options;
    const child = spawn(command, [...args], { cwd, env: this.#environment(), stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child = child;
    // Its own input breaking means it is gone; 'exit' tells that.
    child.stdin?.on('error', () => undefined);
    if (this.#secret !== undefined) child.stdin?.write(secretLine(this.#secret));
    child.once('error', () => this.#failed(child));
    child.once('exit', () => this.#failed(child));
    this.#after(this.#options.startLimitMs, () => child.kill('SIGKILL'));
    readLines(child, (line) => this.#heard(child, line));
  }

  #environment(): NodeJS.ProcessEnv {
    if (this.#last === undefined || this.#failures >= FAILURES_BEFORE_NEW_PORT) return { ...this.#options.env };
    return {
      ...this.#options.env,
      MOTCUA_PORT: new URL(this.#last.origin).port,
      MOTCUA_SHELL_KEY: this.#last.shellKey,
    };
  }

  /** Whether more is to be heard. */
  #heard(child: ChildProcess, line: string): boolean {
    if (isRecovering(line) && this.#child === child && this.#state.kind === 'starting') {
      this.#clearTimers();
      this.#after(RECOVERY_LIMIT_MS, () => child.kill('SIGKILL'));
      return true;
    }
    this.#becameReady(child, line);
    return false;
  }

  #becameReady(child: ChildProcess, line: string): void {
    if (this.#child !== child || this.#state.kind !== 'starting') return;
    const ready = parseReady(line);
    if (ready === undefined) {
      child.kill('SIGKILL');
      return;
    }
    this.#clearTimers();
    this.#last = ready;
    this.#after(this.#options.stableAfterMs, () => {
      this.#failures = 0;
    });
    this.#change({ kind: 'running', ready });
    this.#watch(child, ready.origin, 0);
  }

  #watch(child: ChildProcess, origin: string, missed: number): void {
    this.#after(this.#options.pulseMs, () => {
      void this.#options.isAlive(origin).then((alive) => {
        if (this.#child !== child || this.#state.kind !== 'running') return;
        const silences = alive ? 0 : missed + 1;
        if (silences >= this.#options.missedLimit) child.kill('SIGKILL');
        else this.#watch(child, origin, silences);
      });
    });
  }

  #failed(child: ChildProcess): void {
    if (this.#child !== child || this.#state.kind === 'stopped' || this.#state.kind === 'waiting') return;
    this.#clearTimers();
    this.#failures += 1;
    const retryInMs = delayAfter(this.#failures, this.#options.backOff);
    this.#change({ kind: 'waiting', failures: this.#failures, retryInMs });
    this.#after(retryInMs, () => this.#launch());
  }

  #after(delayMs: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, delayMs);
    this.#timers.add(timer);
  }

  #clearTimers(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #change(state: StationState): void {
    this.#state = state;
    this.#options.onChange(state);
  }
}

const hasEnded = (child: ChildProcess): boolean =>
  child.exitCode !== null || child.signalCode !== null || child.pid === undefined;

/** Calls back with each line, or with what does not fit one, until told that it is enough. Later output is drained, so that the pipe never fills. */
function readLines(child: ChildProcess, onLine: (line: string) => boolean): void {
  let text = '';
  let done = false;
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    if (done) return;
    text += chunk;
    for (let end = text.indexOf('\n'); end >= 0 && !done; end = text.indexOf('\n')) {
      const line = text.slice(0, end);
      text = text.slice(end + 1);
      done = !onLine(line);
    }
    if (!done && text.length > LONGEST_READY_LINE) done = !onLine(text);
  });
}

function isRecovering(line: string): boolean {
  try {
    return line.length <= LONGEST_READY_LINE && stationRecoveringSchema.safeParse(JSON.parse(line)).success;
  } catch {
    // Not JSON at all: the ready line's reader says what it is.
    return false;
  }
}

const secretLine = (secret: string): string =>
  `${JSON.stringify({ motcua: 'secret', secret } satisfies StationSecret)}\n`;

/** Undefined for anything that is not the ready line of domain/shell-protocol.ts. */
export function parseReady(line: string): StationReady | undefined {
  if (line.length > LONGEST_READY_LINE) return undefined;
  try {
    return stationReadySchema.safeParse(JSON.parse(line)).data;
  } catch {
    // Not JSON at all is the same answer as the wrong JSON.
    return undefined;
  }
}
