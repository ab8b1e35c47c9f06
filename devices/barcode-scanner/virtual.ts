/**
 * A reader without a cable: the device bench feeds it the bytes that a cable would bring, and spoils them as cables and
 * readers do. Same framing as the real one.
 */
import { assertNever } from '../../domain/assert-never.ts';
import type { ReaderFault } from '../../domain/bench.ts';
import type { BarcodeScanner, BarcodeScannerEvents } from './contract.ts';
import { type ByteReader, createByteReader, type ReaderIdentity } from './reader.ts';

export interface VirtualBarcodeScanner extends BarcodeScanner {
  /** False where nothing arrives: unplugged, silent or closed. With `slow` the bytes arrive one after the other. */
  feed(bytes: Uint8Array): boolean;
  fault(): ReaderFault;
  /** `unplugged` shows as absent; every other fault as a real reader shows it: not at all, until something is read. */
  setFault(fault: ReaderFault): void;
  /** The same as `setFault('unplugged')` and back. */
  unplug(unplugged: boolean): void;
}

/** Between two bytes of a slow reader, in milliseconds: as a reader at 1200 baud with a delay after each character. */
const SLOW_BYTE_MS = 40;
/** An endless code comes in pieces, as a jammed trigger sends it. */
const ENDLESS_PIECE_MS = 20;
const ENDLESS_PIECE = new Uint8Array(512).fill(0x41);
/** Noise as a wrong baud rate makes it: never UTF-8 and never the same length. */
const NOISE = [0xf8, 0x80, 0x00, 0xfe, 0x7f, 0xc0, 0x9a, 0x1b, 0xff, 0x83];

export function createVirtualBarcodeScanner(identity: ReaderIdentity): VirtualBarcodeScanner {
  let wired: { readonly events: BarcodeScannerEvents; readonly reader: ByteReader } | undefined;
  let fault: ReaderFault = 'none';
  let sending: NodeJS.Timeout | undefined;
  const tell = (): void =>
    fault === 'unplugged' ? wired?.events.onState('absent', 'MC-BCR-01') : wired?.events.onState('ready');
  const hush = (): void => {
    clearInterval(sending);
    sending = undefined;
  };

  const send = (reader: ByteReader, bytes: Uint8Array): boolean => {
    switch (fault) {
      case 'unplugged':
      case 'silent':
        return false;
      case 'none':
        reader.push(bytes);
        return true;
      case 'garbage':
        reader.push(noiseFor(bytes));
        return true;
      case 'endless':
        hush();
        sending = setInterval(() => reader.push(ENDLESS_PIECE), ENDLESS_PIECE_MS);
        return true;
      case 'slow':
        hush();
        sending = oneByOne(reader, bytes, hush);
        return true;
      default:
        return assertNever(fault);
    }
  };
  const setFault = (next: ReaderFault): void => {
    hush();
    if (next === 'unplugged') wired?.reader.drop();
    fault = next;
    tell();
  };

  return {
    start: (events) => {
      wired = { events, reader: createByteReader(identity, events) };
      tell();
    },
    feed: (bytes) => (wired ? send(wired.reader, bytes) : false),
    fault: () => fault,
    setFault,
    unplug: (unplugged) => setFault(unplugged ? 'unplugged' : 'none'),
    close: async () => {
      hush();
      wired?.reader.drop();
      wired = undefined;
    },
  };
}

const noiseFor = (bytes: Uint8Array): Uint8Array =>
  Uint8Array.from([...bytes].map((byte, index) => (byte === 0x0d ? byte : (NOISE[index % NOISE.length] ?? 0xff))));

function oneByOne(reader: ByteReader, bytes: Uint8Array, done: () => void): NodeJS.Timeout {
  let at = 0;
  return setInterval(() => {
    reader.push(bytes.subarray(at, at + 1));
    at += 1;
    if (at >= bytes.length) done();
  }, SLOW_BYTE_MS);
}
