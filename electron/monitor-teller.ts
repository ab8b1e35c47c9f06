/**
 * Tells the station which monitors there are and what stands on them, so that a technician finds them among the devices: once
 * for each start of the station, and again when something of it has changed. Nobody waits for it.
 */
import type { StationReady, ToldMonitor } from '../domain/shell-protocol.ts';

/** After a station that did not hear it. */
const AGAIN_MS = 10_000;

export interface MonitorTellerParts {
  readonly station: () => StationReady | undefined;
  readonly monitors: () => readonly ToldMonitor[];
  readonly send: (station: StationReady, monitors: readonly ToldMonitor[]) => Promise<void>;
}

/** To be called whenever the station, the monitors or the windows may have changed. */
export const createMonitorTeller = ({ station, monitors, send }: MonitorTellerParts): (() => void) => {
  let told: string | undefined;
  let isWaiting = false;
  const failed = (error: unknown): void => {
    console.error(`monitors: ${String(error)}`);
    told = undefined;
    if (isWaiting) return;
    isWaiting = true;
    setTimeout(again, AGAIN_MS).unref();
  };
  const again = (): void => {
    isWaiting = false;
    tell();
  };
  const tell = (): void => {
    const ready = station();
    if (ready === undefined) return;
    const now = monitors();
    // A station that was started anew knows nothing: its number is another.
    const word = JSON.stringify([ready.pid, now]);
    if (word === told) return;
    told = word;
    send(ready, now).catch(failed);
  };
  return tell;
};
