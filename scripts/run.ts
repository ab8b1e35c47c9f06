/** Starting other programs from the scripts: one that must succeed, one whose words we want, and a clock beside each step. */
import { type SpawnOptions, spawn } from 'node:child_process';

export class CommandFailed extends Error {
  readonly exitCode: number;

  constructor(command: string, exitCode: number, output: string) {
    super(`${command} ended with ${exitCode}${output ? `:\n${output}` : ''}`);
    this.name = 'CommandFailed';
    this.exitCode = exitCode;
  }
}

/** Runs to the end with our own standard streams; throws CommandFailed on any exit but 0. */
export async function run(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<void> {
  const exitCode = await exitOf(command, args, { stdio: 'inherit', ...options });
  if (exitCode !== 0) throw new CommandFailed([command, ...args].join(' '), exitCode, '');
}

/** Runs to the end and returns what it wrote to standard output; its errors are in the exception. */
export async function capture(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<string> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  const child = spawn(command, [...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  if (exitCode !== 0)
    throw new CommandFailed([command, ...args].join(' '), exitCode, Buffer.concat(err).toString().trim());
  return Buffer.concat(out).toString();
}

/** True when the program starts and ends with 0; false also when there is no such program. */
export async function succeeds(command: string, args: readonly string[]): Promise<boolean> {
  return exitOf(command, args, { stdio: 'ignore' }).then(
    (code) => code === 0,
    () => false,
  );
}

function exitOf(command: string, args: readonly string[], options: SpawnOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], options);
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

export interface StepTaken {
  readonly name: string;
  /** Seconds since this process began, and how long the step took. */
  readonly from: number;
  readonly seconds: number;
}

const taken: StepTaken[] = [];
/** Every step of this process that came to an end, well or not, in the order of their beginnings. */
export const stepsTaken = (): readonly StepTaken[] => taken.toSorted((one, other) => one.from - other.from);

/** Names a step, runs it and says how long it took, on standard error. */
export async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const from = performance.now() / 1000;
  console.error(`motcua: ${name} …`);
  try {
    return await work();
  } finally {
    const seconds = performance.now() / 1000 - from;
    taken.push({ name, from, seconds });
    console.error(`motcua: ${name}: ${seconds.toFixed(1)} s`);
  }
}
