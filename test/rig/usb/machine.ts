/** One run of the emulated PC. No network, no disk of its own; it sees this machine's files read-only and one folder to write in. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface MachineRun {
  readonly image: string;
  readonly initrd: string;
  /** Where the guest leaves its results. */
  readonly results: string;
  /** The whole run; then it is ended. */
  readonly limitMs: number;
  readonly onConsole: (line: string) => void;
}

export interface MachineEnd {
  readonly exitCode: number;
  readonly timedOut: boolean;
  /** Its kernel stopped: nobody's drivers run in there, so it is the emulated far end's fault. */
  readonly panicked: boolean;
  /** The last lines of the guest's console. */
  readonly console: readonly string[];
}

export const QEMU = 'qemu-system-x86_64';
const KEPT_LINES = 400;
const PANIC = 'Kernel panic';
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Software emulation, always: the figures mean the same on every machine, and a nested KVM was seen to hang. One processor:
 * with two emulated in threads, Node crashed in one start of five (docs/decisions/0014). No mitigations, since nobody attacks it.
 */
export const qemuArguments = (machine: Pick<MachineRun, 'image' | 'initrd' | 'results'>): readonly string[] => [
  ...['-accel', 'tcg,thread=single', '-cpu', 'Nehalem', '-smp', '1', '-m', '1500'],
  ...['-nographic', '-no-reboot', '-nic', 'none', '-vga', 'none'],
  ...['-kernel', machine.image, '-initrd', machine.initrd],
  ...['-append', 'console=ttyS0 quiet panic=-1 oops=panic mitigations=off nokaslr random.trust_cpu=on'],
  ...share('hostroot', '/', 'readonly=on,multidevs=remap'),
  ...share('results', machine.results, 'multidevs=remap'),
];

const share = (tag: string, path: string, more: string): readonly string[] => [
  '-fsdev',
  // QEMU takes a doubled comma for a comma.
  `local,id=${tag},path=${path.replaceAll(',', ',,')},security_model=none,${more}`,
  '-device',
  `virtio-9p-pci,fsdev=${tag},mount_tag=${tag}`,
];

export function runMachine(machine: MachineRun): Promise<MachineEnd> {
  const child = spawn(QEMU, [...qemuArguments(machine)], { stdio: ['ignore', 'pipe', 'pipe'] });
  const kept: string[] = [];
  let timedOut = false;
  const keep = (line: string): void => {
    kept.push(line);
    if (kept.length > KEPT_LINES) kept.shift();
    machine.onConsole(line);
  };
  createInterface({ input: child.stdout }).on('line', keep);
  createInterface({ input: child.stderr }).on('line', keep);
  const limit = setTimeout(() => {
    timedOut = true;
    child.kill('SIGKILL');
  }, machine.limitMs);
  // Whoever stops this program stops the emulated PC, and what it left in /tmp is cleared away as at any end.
  const stop = (): void => {
    child.kill('SIGKILL');
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  process.once('exit', stop);
  const over = (): void => {
    clearTimeout(limit);
    for (const signal of SIGNALS) process.off(signal, stop);
    process.off('exit', stop);
  };
  return new Promise<MachineEnd>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      resolve({ exitCode: code ?? 1, timedOut, panicked: kept.some((line) => line.includes(PANIC)), console: kept }),
    );
  }).finally(over);
}
