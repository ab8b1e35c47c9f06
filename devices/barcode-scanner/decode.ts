/** The bytes or the text of one read, made a scan's text or refused: the same rules whatever line it came by. Pure. */
import { splitAim } from '../../domain/aim.ts';
import type { ErrorCode } from '../../domain/errors.ts';

/** The longest read, in bytes without its end; a version 40 QR code holds less. */
export const MAX_READ_BYTES = 4096;

/** What came whole off a line. `aim`: the symbology identifier, already taken off `text`. */
export type Frame = { readonly text: string; readonly aim?: string | undefined } | { readonly refused: ErrorCode };

// Control characters in a read are line noise or an attack on a keyboard shortcut; GS (0x1d) separates GS1 fields.
const NOISE = /[\u0000-\u001c\u001e\u001f\u007f]/;
/** An end that the reader was told to send, where the line itself already has one. */
const ENDS = /[\r\n\t]+$/;

/**
 * UTF-8 and nothing else: a guessed character set turns a Vietnamese name into another's. `aim`: what a report says beside
 * the data; without one an id at the start of the data is taken off.
 */
export function decodeRead(bytes: Uint8Array, aim?: string): Frame {
  if (bytes.length > MAX_READ_BYTES) return { refused: 'MC-SCN-03' };
  try {
    return frameOf(new TextDecoder('utf-8', { fatal: true }).decode(bytes), aim);
  } catch {
    return { refused: 'MC-SCN-01' };
  }
}

/** The same for what a reader typed as a keyboard. */
export function decodeTyped(typed: string): Frame {
  return new TextEncoder().encode(typed).length > MAX_READ_BYTES ? { refused: 'MC-SCN-03' } : frameOf(typed, undefined);
}

function frameOf(read: string, aim: string | undefined): Frame {
  const frame = aim === undefined ? splitAim(read.replace(ENDS, '')) : { aim, text: read.replace(ENDS, '') };
  return frame.text === '' || NOISE.test(frame.text) ? { refused: 'MC-SCN-01' } : frame;
}
