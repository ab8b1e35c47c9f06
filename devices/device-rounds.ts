/** Asks each device how it is, by its own clock, so that a slow or silent one holds up nobody else. */
import type { DeviceWatch } from './device-watch.ts';
import { type DeviceLog, reasonOf } from './log.ts';
import type { Driver } from './opened.ts';

/** How often a device that can be asked cheaply is asked. Asking a document scanner wakes it, so that one is asked rarely. */
const POLL_MS: Readonly<Partial<Record<Driver['kind'], number>>> = {
  'receipt-printer': 3000,
  // Each question to the spooler is a process.
  'page-printer': 10_000,
  'document-scanner': 60_000,
  'queue-board': 30_000,
};
/** A printer that says nothing is waited for two seconds each time, in which no other PC gets through to it. */
const POLL_SILENT_MS = 15_000;
/** A driver that tells of changes is asked so soon after, in milliseconds, and not more often than that. */
const HEED_MS = 250;

/** A printer or scanner that was just plugged in takes this long until it answers. */
const STARTING_MS = 2500;

export interface DeviceRounds {
  /** Asks now; never rejects. A reader tells its state by itself and is not asked. */
  ask(watch: DeviceWatch): Promise<void>;
  /** Something was plugged in or out: asks at once, and again a little later where the device is still starting. */
  plugged(watch: DeviceWatch): void;
  /** Asks now and from now on. */
  begin(watch: DeviceWatch): void;
  end(watch: DeviceWatch): void;
}

/** `isAtWork`: a question asked just before a job began must not hide that the device is at work. */
export function createRounds(log: DeviceLog, isAtWork: (watch: DeviceWatch) => boolean): DeviceRounds {
  const timers = new Map<DeviceWatch, NodeJS.Timeout | undefined>();
  const asking = new Map<DeviceWatch, 'once' | 'again'>();

  async function ask(watch: DeviceWatch): Promise<void> {
    const { opened } = watch.device;
    if (opened.kind === 'barcode-scanner') return;
    try {
      const seen = await opened.driver.status();
      if (!isAtWork(watch)) watch.saw(seen);
    } catch (error) {
      log.warn({ device: watch.config.id, reason: reasonOf(error) }, 'device status failed');
      watch.saw({ state: 'unknown' });
    }
  }

  /** One question at a time for each device, however often a cable is pulled: asked again when one came meanwhile. */
  function askSoon(watch: DeviceWatch): void {
    if (asking.has(watch)) {
      asking.set(watch, 'again');
      return;
    }
    asking.set(watch, 'once');
    void ask(watch).then(() => {
      const again = asking.get(watch) === 'again';
      asking.delete(watch);
      if (again && timers.has(watch)) askSoon(watch);
    });
  }

  function plugged(watch: DeviceWatch): void {
    if (!timers.has(watch)) return;
    askSoon(watch);
    setTimeout(() => {
      const { state } = watch.view();
      if (timers.has(watch) && (state === 'absent' || state === 'unknown')) askSoon(watch);
    }, STARTING_MS).unref();
  }

  function round(watch: DeviceWatch): void {
    const every = POLL_MS[watch.device.opened.kind];
    void ask(watch).then(() => {
      if (every === undefined || !timers.has(watch)) return;
      const pause = watch.view().state === 'unknown' ? Math.max(every, POLL_SILENT_MS) : every;
      timers.set(
        watch,
        setTimeout(() => round(watch), pause),
      );
    });
  }

  /** Some drivers say by themselves when there is a reason to ask. */
  function heed(watch: DeviceWatch): void {
    const { opened } = watch.device;
    if (opened.kind !== 'receipt-printer' && opened.kind !== 'queue-board') return;
    let soon = false;
    opened.driver.onChange?.(() => {
      if (soon) return;
      soon = true;
      setTimeout(() => {
        soon = false;
        if (timers.has(watch)) void ask(watch);
      }, HEED_MS).unref();
    });
  }

  return {
    ask,
    plugged,
    begin: (watch) => {
      timers.set(watch, undefined);
      heed(watch);
      round(watch);
    },
    end: (watch) => {
      clearTimeout(timers.get(watch));
      timers.delete(watch);
    },
  };
}
