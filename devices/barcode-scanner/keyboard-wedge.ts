/**
 * The receiving end of a reader in keyboard mode. Its keys go to whichever window has the focus; that window knows them for
 * a reader's and brings them here, where they become a scan like any other. Nobody can ask such a reader whether it is
 * plugged in: its state is unknown until it was heard, and ready from then on.
 */
import type { BarcodeScannerEvents, KeyboardWedge } from './contract.ts';
import { decodeTyped } from './decode.ts';
import { createScanGate, type ReaderIdentity, type ScanGate } from './reader.ts';

export function createKeyboardWedge(identity: ReaderIdentity): KeyboardWedge {
  let wired: { readonly events: BarcodeScannerEvents; readonly gate: ScanGate } | undefined;
  return {
    start: (events) => {
      wired = { events, gate: createScanGate(identity, events) };
      events.onState('unknown');
    },
    feed: (typed, trial = false) => {
      if (!wired) return false;
      wired.events.onState('ready');
      return wired.gate(decodeTyped(typed), trial);
    },
    close: async () => {
      wired = undefined;
    },
  };
}
