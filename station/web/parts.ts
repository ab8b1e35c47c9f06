/** What the web server is made of, and how a request shows whose window it is. */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Sessions } from '../sessions.ts';
import type { Station } from '../station.ts';

export interface WebParts {
  readonly station: Station;
  readonly sessions: Sessions;
  readonly shellKey: string;
  /** Bearer of the technician's command line (station/address.ts). */
  readonly technicianKey: string;
  readonly rendererDir: string;
  readonly assetsDir: string;
}

/** One cookie a window, kept apart by its path. */
export const COOKIE_NAME = 'motcua';

export function sessionOf(request: FastifyRequest): string | undefined {
  const found = /(?:^|;\s*)motcua=([A-Za-z0-9_-]{20,100})(?:;|$)/.exec(request.headers.cookie ?? '');
  return found?.[1];
}

/** Whether a request carries this key as its bearer; takes as long for a wrong one as for the right one. */
export function hasKey(request: FastifyRequest, key: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const expected = Buffer.from(`Bearer ${key}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
