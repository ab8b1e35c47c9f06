/** A reader without a cable: the device bench feeds it the bytes that a cable would bring. Same framing as the real one. */
import type { BarcodeScanner, BarcodeScannerEvents } from './contract.ts';
import { type ByteReader, createByteReader, type ReaderIdentity } from './reader.ts';

export interface VirtualBarcodeScanner extends BarcodeScanner {
  /** False while it is unplugged or closed: nothing arrived. */
  feed(bytes: Uint8Array): boolean;
  unplug(unplugged: boolean): void;
}

export function createVirtualBarcodeScanner(identity: ReaderIdentity): VirtualBarcodeScanner {
  let wired: { readonly events: BarcodeScannerEvents; readonly reader: ByteReader } | undefined;
  let plugged = true;
  const tell = (): void => (plugged ? wired?.events.onState('ready') : wired?.events.onState('absent', 'MC-BCR-01'));
  return {
    start: (events) => {
      wired = { events, reader: createByteReader(identity, events) };
      tell();
    },
    feed: (bytes) => {
      if (!plugged || !wired) return false;
      wired.reader.push(bytes);
      return true;
    },
    unplug: (unplugged) => {
      plugged = !unplugged;
      if (unplugged) wired?.reader.drop();
      tell();
    },
    close: async () => {
      wired?.reader.drop();
      wired = undefined;
    },
  };
}
