/**
 * Byte lines to devices: serial, HID, USB printer class, TCP. Native modules run in processes of their own behind this
 * contract, so that one that hangs or crashes costs a line and never the station.
 */
import type { DeviceIdentity } from '../../domain/device.ts';

export type PortAddress =
  | { readonly type: 'serial'; readonly path: string; readonly baudRate: number }
  | { readonly type: 'hid'; readonly path: string }
  | { readonly type: 'usb-printer'; readonly path: string }
  | { readonly type: 'tcp'; readonly host: string; readonly port: number };

/**
 * Why a line is not there: `absent` (nothing plugged in), `in-use` (another program has it, or it cannot be opened for a reason that nobody knows), `denied` (no right to open it),
 * `hung` (its driver stopped answering and was ended), `lost` (it was open and went away).
 */
export type PortFaultKind = 'absent' | 'in-use' | 'denied' | 'hung' | 'lost';

export class PortFault extends Error {
  readonly kind: PortFaultKind;
  constructor(kind: PortFaultKind, reason: string) {
    super(reason);
    this.name = 'PortFault';
    this.kind = kind;
  }
}

export interface OpenPort {
  /** Resolves when the line took the bytes; rejects with a `PortFault`. What is written to a lost line is never sent later. */
  write(bytes: Uint8Array): Promise<void>;
  /** Idempotent; no event comes after it resolves. What was taken is still sent, as far as that goes quickly. */
  close(): Promise<void>;
  /** Closes at once and drops what was taken and not yet sent, where a line can do that: a broken-off job must not go on. */
  abort?(): Promise<void>;
}

export interface PortEvents {
  /** For HID one call is one report, with its report id first. */
  readonly onData: (bytes: Uint8Array) => void;
  /** Once; the line is closed then and another must be opened. */
  readonly onLost: (fault: PortFault) => void;
}

/** One thing plugged in. `path` is where it is now; `identity` what it is, where it tells. */
export interface SeenPort {
  readonly type: 'serial' | 'hid' | 'usb-printer';
  readonly path: string;
  readonly identity?: DeviceIdentity | undefined;
  /** This program has it open. */
  readonly held?: boolean | undefined;
  /** HID only: 140 and 2 are a barcode reader. */
  readonly usagePage?: number | undefined;
  readonly usage?: number | undefined;
}

export interface Ports {
  /** Rejects with a `PortFault`; never takes longer than 5 s. A path that this program has open is `in-use`. */
  open(address: PortAddress, events: PortEvents): Promise<OpenPort>;
  /** What is plugged in now; never rejects: what cannot be listed is empty. */
  list(type: SeenPort['type']): Promise<readonly SeenPort[]>;
  /** Told within 2 s of something being plugged in or out; returns how to stop listening. */
  onPlug(listener: () => void): () => void;
  close(): Promise<void>;
}
