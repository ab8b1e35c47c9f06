/** The shell's own pages: files beside its code, without script, shown while the station cannot show anything. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const PAGES = join(__dirname, 'pages');

export const WAITING_PAGE = join(PAGES, 'waiting.html');
export const PIN_PAGE = join(PAGES, 'pin.html');

export type WaitingReason = 'starting' | 'restarting' | 'trouble';

/** After this many failures in a row the page also says whom to tell. */
const FAILURES_BEFORE_TROUBLE = 5;

export function waitingReason(failures: number, seenBefore: boolean): WaitingReason {
  if (failures >= FAILURES_BEFORE_TROUBLE) return 'trouble';
  return failures > 0 || seenBefore ? 'restarting' : 'starting';
}

export const isOwnPage = (url: string): boolean => url.startsWith(`${pathToFileURL(PAGES).href}/`);
