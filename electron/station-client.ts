/** The shell's few requests to its station. Everything else is between the page and the station. */

import type { WindowRole } from '../domain/role.ts';
import {
  type StationReady,
  shellLinkResponseSchema,
  stationHealthSchema,
  type ToldMonitor,
  verifyPinResponseSchema,
} from '../domain/shell-protocol.ts';

const REQUEST_LIMIT_MS = 5_000;

/** A one-time address that opens a window of this role. Throws when the station does not give one of its own. */
export async function requestLink(station: StationReady, role: WindowRole): Promise<string> {
  const { url } = shellLinkResponseSchema.parse(await post(station, '/shell/link', { role }));
  if (new URL(url).origin !== station.origin) throw new Error('the station gave a link to another origin');
  return url;
}

export async function verifyPin(station: StationReady, pin: string): Promise<boolean> {
  return verifyPinResponseSchema.parse(await post(station, '/shell/verify-pin', { pin })).ok;
}

/** Of what the technician can choose from; throws when the station does not hear it. */
export async function tellMonitors(station: StationReady, monitors: readonly ToldMonitor[]): Promise<void> {
  await post(station, '/shell/monitors', { monitors });
}

/** False for no answer in time, a refusal or an answer that is not the station's. */
export async function isAlive(origin: string, limitMs: number = REQUEST_LIMIT_MS): Promise<boolean> {
  try {
    const response = await fetch(`${origin}/health`, { signal: AbortSignal.timeout(limitMs) });
    return stationHealthSchema.safeParse(await response.json()).success;
  } catch {
    // Every failure means the same to the supervisor: no sign of life this time.
    return false;
  }
}

async function post(station: StationReady, path: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${station.origin}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${station.shellKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(REQUEST_LIMIT_MS),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}
