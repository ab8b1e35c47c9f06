/**
 * The receiving end of a reader in keyboard mode. Its keys go to whichever window has the focus; that window knows them for
 * a reader's and brings them here, where they become a scan like any other. Nobody can ask such a reader whether it is
 * plugged in: its state is unknown until it was heard, and ready from then on.
 */
import type { BarcodeScannerEvents, KeyboardWedge } from './contract.ts';
import { decodeTyped } from './decode.ts';
import { createScanGate, type ReaderIdentity, type ScanGate } from './reader.ts';

export interface KeyboardWedgeOptions extends ReaderIdentity {
  /** What the reader is programmed to type around a code. */
  readonly prefix: string;
  readonly suffix: string;
}

export function createKeyboardWedge(options: KeyboardWedgeOptions): KeyboardWedge {
  let wired: { readonly events: BarcodeScannerEvents; readonly gate: ScanGate } | undefined;
  return {
    start: (events) => {
      wired = { events, gate: createScanGate(options, events) };
      events.onState('unknown');
    },
    typed: (read, trial = false) => {
      if (!wired) return false;
      wired.events.onState('ready');
      return wired.gate(decodeTyped(unwrapped(read, options)), trial);
    },
    close: async () => {
      wired = undefined;
    },
  };
}

function unwrapped(read: string, { prefix, suffix }: KeyboardWedgeOptions): string {
  const from = prefix !== '' && read.startsWith(prefix) ? prefix.length : 0;
  const to = suffix !== '' && read.endsWith(suffix) ? read.length - suffix.length : read.length;
  return read.slice(from, Math.max(from, to));
}
