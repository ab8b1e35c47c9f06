/**
 * The host processes: one for each type of line, begun when first needed and ended when idle. When one dies with several
 * lines in it, nobody can tell which of them killed it: from then on each of these has a process of its own, so that the
 * guilty one harms nobody else.
 */
import type { DeviceLog } from '../log.ts';
import { type OpenPort, type PortEvents, PortFault, type SeenPort } from './contract.ts';
import { within } from './faults.ts';
import { type Host, OPEN_MS, startHost } from './host-client.ts';
import type { HostAddress, HostType } from './messages.ts';

export interface HostPoolOptions {
  readonly log: DeviceLog;
  /** A process needed so long to begin that openings were given up meanwhile: now they are worth another try. */
  readonly onLateReady: () => void;
}

export interface HostPool {
  open(address: HostAddress, events: PortEvents): Promise<OpenPort>;
  list(type: HostType): Promise<readonly SeenPort[]>;
  close(): Promise<void>;
}

const LIST_MS = 4500;
const IDLE_MS = 30_000;
/** A host that lived this long and then ended was no failure to start. */
const STEADY_MS = 60_000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 10_000;
/** Paths that have their own process. There are not so many devices; a process takes some 45 MB. */
const MAX_ALONE = 12;
/** Of the time that a host may take to load: at most four minutes. */
const MOST_DOUBLINGS = 2;

interface Slot {
  host: Host | undefined;
  startedAt: number;
  /** When it was last asked for something, or seen at work. */
  usedAt: number;
  failures: number;
  notBefore: number;
}

export function createHostPool({ log, onLateReady }: HostPoolOptions): HostPool {
  const slots = new Map<string, Slot>();
  const alone = new Set<string>();
  let closed = false;

  const keyOf = ({ type, path }: HostAddress): string => (alone.has(`${type} ${path}`) ? `${type} ${path}` : type);

  function slotOf(key: string): Slot {
    const slot = slots.get(key) ?? { host: undefined, startedAt: 0, usedAt: 0, failures: 0, notBefore: 0 };
    slots.set(key, slot);
    return slot;
  }

  function separate(type: HostType, paths: readonly string[]): void {
    if (paths.length < 2) return;
    for (const path of paths) if (alone.size < MAX_ALONE) alone.add(`${type} ${path}`);
  }

  /** The running host of a slot, or a new one unless the last ones died young. */
  function hostOf(type: HostType, key: string): Host {
    if (closed) throw new PortFault('lost', 'the ports are closed');
    const slot = slotOf(key);
    const now = performance.now();
    slot.usedAt = now;
    if (slot.host && !slot.host.ended) return slot.host;
    if (now < slot.notBefore)
      throw new PortFault('hung', 'its driver failed again and again and is being given a rest');
    slot.startedAt = now;
    slot.host = startHost({
      type,
      log,
      // A PC too slow for the first try would be so for every one; and processes begun anew slow it further.
      patience: 2 ** Math.min(slot.failures, MOST_DOUBLINGS),
      onReady: () => void (performance.now() - now > OPEN_MS && onLateReady()),
      onEnd: (_, paths, loaded) => {
        rest(slot);
        // One that never came so far was killed by none of its lines.
        if (loaded) separate(type, paths);
      },
    });
    return slot.host;
  }

  function rest(slot: Slot): void {
    const now = performance.now();
    slot.failures = now - slot.startedAt > STEADY_MS ? 0 : slot.failures + 1;
    // The first time at once: whoever has lost a line waits a little anyway.
    const pause = slot.failures < 2 ? 0 : FIRST_PAUSE_MS * 2 ** (slot.failures - 2);
    slot.notBefore = now + Math.min(pause, LONGEST_PAUSE_MS);
  }

  async function open(address: HostAddress, events: PortEvents): Promise<OpenPort> {
    const key = keyOf(address);
    const host = hostOf(address.type, key);
    const wasReady = host.ready;
    try {
      return await host.open(address, events);
    } catch (error) {
      if (error instanceof PortFault && error.kind === 'hung' && wasReady) blame(host, key, address);
      throw error;
    }
  }

  /** An opening that never returns keeps its thread: alone in its process it is ended, else it is sent there next time. */
  function blame(host: Host, key: string, { type, path }: HostAddress): void {
    if (key !== type) host.kill('a line could not be opened in time');
    else if (alone.size < MAX_ALONE) alone.add(`${type} ${path}`);
  }

  const tidy = setInterval(() => {
    for (const slot of slots.values()) {
      const { host } = slot;
      if (!host || host.ended) continue;
      // A device that is out for a moment finds its host still there.
      if (host.busy) slot.usedAt = performance.now();
      if (performance.now() - slot.usedAt < IDLE_MS) continue;
      slot.host = undefined;
      void host.close();
    }
  }, IDLE_MS).unref();

  return {
    open,
    list: async (type) => {
      const host = hostOf(type, type);
      return within(LIST_MS, host.list());
    },
    close: async () => {
      closed = true;
      clearInterval(tidy);
      await Promise.all([...slots.values()].map(({ host }) => host?.close()));
    },
  };
}
