/**
 * The shell's own pages, without script, shown while the station cannot show anything. They come over a scheme of
 * their own, so that no window needs the privileges of file: addresses.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { protocol, type Session } from 'electron';

const SCHEME = 'motcua';
const ORIGIN = `${SCHEME}://shell/`;
const NAMES = ['waiting.html', 'pin.html'] as const;
type PageName = (typeof NAMES)[number];

export type WaitingReason = 'starting' | 'restarting' | 'trouble';

export const PIN_PAGE = `${ORIGIN}pin.html`;
/** The sentence is chosen by the address's fragment. */
export const waitingPage = (reason: WaitingReason): string => `${ORIGIN}waiting.html#${reason}`;
export const isOwnPage = (url: string): boolean => url.startsWith(ORIGIN);

/** Must be called before Electron is ready. */
export function declarePages(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true } }]);
}

/** Lets the windows of this session open our pages; any other address under the scheme is not found. */
export function servePages(session: Session): void {
  if (session.protocol.isProtocolHandled(SCHEME)) return;
  session.protocol.handle(SCHEME, async ({ url }) => {
    const name = findPage(url);
    if (name === undefined) return new Response('', { status: 404 });
    const html = await readFile(join(__dirname, 'pages', name), 'utf8');
    return new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8' } });
  });
}

const findPage = (url: string): PageName | undefined => NAMES.find((name) => new URL(url).pathname === `/${name}`);

/** After this many failures in a row the page also says whom to tell. */
const FAILURES_BEFORE_TROUBLE = 5;

export function waitingReason(failures: number, seenBefore: boolean): WaitingReason {
  if (failures >= FAILURES_BEFORE_TROUBLE) return 'trouble';
  return failures > 0 || seenBefore ? 'restarting' : 'starting';
}
