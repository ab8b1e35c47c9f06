/** A barcode reader on a line that is kept open: serial and HID-POS readers differ only in the line and in what reads it. */
import { assertNever } from '../../domain/assert-never.ts';
import type { DeviceState } from '../../domain/device.ts';
import type { ErrorCode } from '../../domain/errors.ts';
import type { PortFaultKind, SeenPort } from '../ports/contract.ts';
import { type KeepOpenOptions, type KeptLine, keepOpen } from '../ports/reopening.ts';
import type { BarcodeScanner, BarcodeScannerEvents } from './contract.ts';
import type { ByteReader } from './reader.ts';

export interface KeptReaderOptions {
  readonly line: KeepOpenOptions;
  /** Made anew for each connection: half a code of the last one must not begin the next. */
  readonly reader: (events: BarcodeScannerEvents, seen: SeenPort | undefined) => ByteReader;
}

/** What a line's fault means for the officer. */
export function stateOfFault(kind: PortFaultKind): { readonly state: DeviceState; readonly code: ErrorCode } {
  switch (kind) {
    case 'absent':
    case 'lost':
      return { state: 'absent', code: 'MC-BCR-01' };
    case 'in-use':
    case 'hung':
      return { state: 'attention', code: 'MC-BCR-02' };
    case 'denied':
      return { state: 'attention', code: 'MC-BCR-03' };
    default:
      return assertNever(kind);
  }
}

export function createKeptReader({ line, reader: makeReader }: KeptReaderOptions): BarcodeScanner {
  let kept: KeptLine | undefined;
  let reader: ByteReader | undefined;
  let closed = false;
  const drop = (): void => {
    reader?.drop();
    reader = undefined;
  };
  return {
    start: (events) => {
      if (closed || kept) return;
      kept = keepOpen(line, {
        onOpen: (_, seen) => {
          reader = makeReader(events, seen);
          events.onState('ready');
        },
        onData: (bytes) => reader?.push(bytes),
        onDown: (fault) => {
          drop();
          const { state, code } = stateOfFault(fault.kind);
          events.onState(state, code);
        },
      });
    },
    close: async () => {
      closed = true;
      drop();
      await kept?.close();
    },
  };
}
