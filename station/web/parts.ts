/** What the web server is made of, and how a request shows whose window it is. */
import type { FastifyRequest } from 'fastify';
import type { Sessions } from '../sessions.ts';
import type { Station } from '../station.ts';

export interface WebParts {
  readonly station: Station;
  readonly sessions: Sessions;
  readonly shellKey: string;
  readonly rendererDir: string;
  readonly assetsDir: string;
}

/** One cookie a window, kept apart by its path. */
export const COOKIE_NAME = 'motcua';

export function sessionOf(request: FastifyRequest): string | undefined {
  const found = /(?:^|;\s*)motcua=([A-Za-z0-9_-]{20,100})(?:;|$)/.exec(request.headers.cookie ?? '');
  return found?.[1];
}
