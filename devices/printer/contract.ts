/** Printers. A receipt printer takes 1-bit rasters and can be asked how it is; a page printer takes PDFs. */
import type { DeviceState } from '../../domain/device.ts';
import type { ErrorCode } from '../../domain/errors.ts';

/** One bit a dot, rows padded to whole bytes, most significant bit first, 1 = black. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export interface PrinterStatus {
  readonly state: DeviceState;
  /** Why it needs attention (MC-PRN-…). */
  readonly code?: ErrorCode;
  /** Does not stop printing: MC-PRN-04, paper near its end. */
  readonly warning?: ErrorCode;
}

/**
 * What is known of a job after the driver has done all it can. `printed` needs the device's own evidence; a printer that
 * cannot tell gives `uncertain`, and an officer is asked. `not-printed`: certainly nothing came out, safe to repeat.
 */
export type PrintOutcome =
  | { readonly outcome: 'printed'; readonly evidence: string }
  | { readonly outcome: 'uncertain'; readonly code: ErrorCode }
  | { readonly outcome: 'not-printed'; readonly code: ErrorCode };

export interface ReceiptPrinter {
  /** Asks the device (DLE EOT); answers within 2 s, `unknown` where it says nothing. */
  status(): Promise<PrinterStatus>;
  /** Sends, cuts and waits for the device's evidence; the time limit grows with the job. Never rejects. */
  print(bitmap: Bitmap, job: { readonly id: string; readonly copies: number }): Promise<PrintOutcome>;
  /** Dots across the head: 576 for 80 mm, 384 for 58 mm. */
  readonly dots: number;
  /** Told when its state may be another now (line lost, printer spoke up): a reason to ask. Never told where it must be asked. */
  onChange?(listener: () => void): void;
  close(): Promise<void>;
}

export interface PagePrinter {
  status(): Promise<PrinterStatus>;
  /** Hands the PDF to the OS spooler and follows the job to its end. Never rejects. */
  print(
    pdf: Uint8Array,
    job: { readonly id: string; readonly title: string; readonly media: 'A4' | 'A5'; readonly copies: number },
  ): Promise<PrintOutcome>;
  close(): Promise<void>;
}
