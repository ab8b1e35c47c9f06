/**
 * Where the running station is, for the technician's command line on the same PC: a file in the data folder that only its
 * owner may read, with a key that lets act as the technician and ends with this run. It goes away when the station stops.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';

const addressSchema = z.object({
  origin: z
    .string()
    .max(64)
    .regex(/^http:\/\/127\.0\.0\.1:\d{1,5}$/),
  key: z.string().min(16).max(256),
  pid: z.int().positive(),
});
export type StationAddress = z.infer<typeof addressSchema>;

const fileIn = (dataFolder: string): string => join(dataFolder, 'station-address.json');

export const newKey = (): string => randomBytes(24).toString('base64url');

export function writeAddress(dataFolder: string, address: StationAddress): void {
  const file = fileIn(dataFolder);
  writeFileSync(`${file}.new`, JSON.stringify(address), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Only this run's own: another one may have taken its place. */
export function removeAddress(dataFolder: string, pid: number): void {
  if (readAddress(dataFolder)?.pid === pid) rmSync(fileIn(dataFolder), { force: true });
}

/** Undefined where there is none or it is none; a station that was killed leaves its own behind (`isAlive` tells). */
export function readAddress(dataFolder: string): StationAddress | undefined {
  try {
    return addressSchema.parse(JSON.parse(readFileSync(fileIn(dataFolder), 'utf8')));
  } catch {
    return undefined;
  }
}

const PROBE_MS = 3000;

/**
 * Whether a station is there: its process runs and something takes connections at its address. A number that another
 * process has by now, or a port that nobody listens on, is an address left behind; one that hangs is there.
 */
export async function isAlive({ origin, pid }: StationAddress): Promise<boolean> {
  if (!runs(pid)) return false;
  const { hostname, port } = new URL(origin);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    const done = (there: boolean): void => {
      socket.destroy();
      resolve(there);
    };
    socket.setTimeout(PROBE_MS, () => done(true));
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
