/** What the device bench page can do to the virtual devices: scan something, see the paper, load sheets, make faults. */
import type { FeederFault, PagePrinterFault, PaperState, ReaderFault } from '../domain/bench.ts';
import type { Bitmap } from './printer/contract.ts';
import type { BoardCall } from './queue-board/contract.ts';

export type { FeederFault, PaperState };

export interface VirtualBench {
  /** Feeds bytes to a virtual reader as its cable would; ends with CR. Answers false when there is no such reader. */
  scan(deviceId: string, text: string): boolean;
  /** The cable of a reader, a receipt printer or a board; false for any other device. */
  unplug(deviceId: string, unplugged: boolean): boolean;
  /** Undefined where there is no such reader. */
  readerFault(deviceId: string): ReaderFault | undefined;
  setReaderFault(deviceId: string, fault: ReaderFault): boolean;
  readonly printer: {
    paper(): PaperState;
    setPaper(state: PaperState): void;
    /** What came out so far, newest last (at most 50 kept), decoded from the bytes that the driver sent. */
    slips(): readonly { readonly id: number; readonly at: number; readonly bitmap: Bitmap; readonly cut: boolean }[];
    tearOff(): void;
  };
  readonly board: {
    /** What stands on the virtual queue boards now. */
    shown(): readonly BoardCall[];
  };
  readonly pagePrinter: {
    fault(): PagePrinterFault;
    setFault(fault: PagePrinterFault): void;
    papers(): readonly { readonly id: number; readonly at: number; readonly title: string; readonly pdf: Uint8Array }[];
  };
  readonly feeder: {
    state(): { readonly sheets: number; readonly fault: FeederFault; readonly faultAt: number };
    load(sheets: number): void;
    setFault(fault: FeederFault, atSheet: number): void;
  };
  reset(): void;
}
