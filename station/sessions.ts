/**
 * Who a window is. The shell asks for a one-time link; opening it sets an HttpOnly cookie for that window's path alone.
 * Sessions outlive a restart of the station: only their SHA-256 is on disk.
 */
import { hash, randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { type Role, roleOfWindow, type WindowRole, windowRoleSchema } from '../domain/role.ts';

const LINK_LIFETIME_MS = 10 * 60_000;
const SESSION_LIFETIME_MS = 30 * 24 * 3_600_000;
const MAX_SESSIONS = 200;

const sessionSchema = z.object({ hash: z.string(), window: windowRoleSchema, madeAt: z.number() });
type Session = z.infer<typeof sessionSchema>;

const digest = (token: string) => hash('sha256', token);

export interface Sessions {
  /** A token that opens a window once, within ten minutes. */
  makeLink(window: WindowRole): string;
  /** Spends a link; undefined when it is unknown, spent or old. */
  openLink(token: string): { readonly window: WindowRole; readonly session: string } | undefined;
  roleOf(window: WindowRole, session: string | undefined): Role | undefined;
}

export function openSessions(file: string, now: () => number = Date.now): Sessions {
  const links = new Map<string, { window: WindowRole; madeAt: number }>();
  let sessions = readSessions(file).filter(({ madeAt }) => now() - madeAt < SESSION_LIFETIME_MS);
  const remember = (session: Session) => {
    sessions = [...sessions, session].slice(-MAX_SESSIONS);
    writeFileSync(`${file}.new`, JSON.stringify(sessions), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  };
  return {
    makeLink: (window) => {
      const token = randomBytes(24).toString('base64url');
      links.set(digest(token), { window, madeAt: now() });
      return token;
    },
    openLink: (token) => {
      const link = links.get(digest(token));
      links.delete(digest(token));
      if (!link || now() - link.madeAt > LINK_LIFETIME_MS) return undefined;
      const session = randomBytes(32).toString('base64url');
      remember({ hash: digest(session), window: link.window, madeAt: now() });
      return { window: link.window, session };
    },
    roleOf: (window, session) => {
      if (!session) return undefined;
      const wanted = digest(session);
      return sessions.some((known) => known.hash === wanted && known.window === window)
        ? roleOfWindow(window)
        : undefined;
    },
  };
}

/** An unreadable file costs the windows a new link, nothing more. */
function readSessions(file: string): Session[] {
  try {
    const parsed = z.array(sessionSchema).safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data : [];
  } catch {
    return [];
  }
}
