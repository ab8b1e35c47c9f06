/**
 * What a page may not do. Decisions are pure functions, so that each refusal has a test; electron/guard.ts hangs them
 * on Electron's events. Kiosk mode is only a full screen: what the operating system offers (Alt+Tab, Ctrl+Alt+Del)
 * must be closed there, see docs/.
 */
import { assertNever } from '../domain/assert-never.ts';
import type { WindowRole } from '../domain/role.ts';

/** Windows that strangers touch or that nobody watches: nothing but the page itself is allowed there. */
export const isPublic = (role: WindowRole): boolean => role === 'kiosk' || role === 'display';

/** Developer tools help the technician at a desk; on a public screen they are the way out. */
export function mayOpenDevTools(role: WindowRole): boolean {
  switch (role) {
    case 'kiosk':
    case 'display':
      return false;
    case 'counter':
    case 'setup':
      return true;
    default:
      return assertNever(role);
  }
}

/** A page stays on the station's origin. `origin` is undefined while there is no station: then nothing may be navigated to. */
export function mayNavigate(target: string, origin: string | undefined): boolean {
  if (origin === undefined || !URL.canParse(target)) return false;
  const { protocol, origin: theirs } = new URL(target);
  return protocol === 'http:' && theirs === origin;
}

/** A frame may also show what the page itself made: a PDF preview as a blob of the same origin, or nothing at all. */
export function mayShowInFrame(target: string, origin: string | undefined): boolean {
  if (target === 'about:blank' || mayNavigate(target, origin)) return true;
  return origin !== undefined && target.startsWith(`blob:${origin}/`);
}

/** Defence in depth: whatever a page asks the network for, only the station is reached. Local schemes carry no request. */
export function mayRequest(target: string, origin: string | undefined): boolean {
  if (!URL.canParse(target)) return false;
  const { protocol, host } = new URL(target);
  if (['blob:', 'data:', 'devtools:'].includes(protocol)) return true;
  return origin !== undefined && protocol === 'http:' && host === new URL(origin).host;
}

/** An officer may copy a dossier's code; no page gets a camera, a place, a notification or anything else. */
export const mayUsePermission = (permission: string, role: WindowRole): boolean =>
  role === 'counter' && permission === 'clipboard-sanitized-write';

export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly control: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  readonly shift: boolean;
}

const PUBLIC_KEYS: ReadonlySet<string> = new Set([
  'Enter',
  'Backspace',
  'Delete',
  'Tab',
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'Shift',
  'CapsLock',
]);

/** Printable characters arrive as one code point; some letters of a Vietnamese keyboard as a base with its marks. */
const isText = (key: string): boolean => [...key.normalize('NFC')].length === 1 && !/\p{Cc}/u.test(key);

/**
 * On a public window only text and moving about pass: a scanner types letters, and its control characters
 * (Ctrl+J opens a page in some browsers) are dropped with every other shortcut. At a desk only what would throw
 * away an unsaved page, or close it without asking, is refused.
 */
export function mayPress(role: WindowRole, press: KeyPress): boolean {
  const shortcut = press.control || press.alt || press.meta;
  if (isPublic(role)) return !shortcut && (isText(press.key) || PUBLIC_KEYS.has(press.key));
  if (press.key === 'F5' || press.key === 'F11') return false;
  return !((press.control || press.meta) && /^Key[RW]$/.test(press.code));
}

/** Ctrl+Alt+Shift+T, wherever the layout puts the letter. */
export const isTechnicianChord = ({ control, alt, shift, code }: KeyPress): boolean =>
  control && alt && shift && code === 'KeyT';
