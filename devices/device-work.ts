/** Drivers as the station gets them: the device shows as busy while it works, and as it really is right after. */
import type { DeviceWatch } from './device-watch.ts';
import type { DocumentScanner } from './document-scanner/contract.ts';
import { stateOfReason } from './document-scanner/scanimage.ts';
import type { SeenState } from './opened.ts';
import type { PagePrinter, ReceiptPrinter } from './printer/contract.ts';

export interface DeviceWork {
  isAtWork(watch: DeviceWatch): boolean;
  receiptPrinter(watch: DeviceWatch, driver: ReceiptPrinter): ReceiptPrinter;
  pagePrinter(watch: DeviceWatch, driver: PagePrinter): PagePrinter;
  documentScanner(watch: DeviceWatch, driver: DocumentScanner): DocumentScanner;
}

/** `ask` is called when a printer has done its work. */
export function createWork(ask: (watch: DeviceWatch) => Promise<void>): DeviceWork {
  const atWork = new Map<DeviceWatch, number>();
  const jobsOf = (watch: DeviceWatch): number => atWork.get(watch) ?? 0;

  async function working<T>(watch: DeviceWatch, work: () => Promise<T>): Promise<T> {
    atWork.set(watch, jobsOf(watch) + 1);
    watch.saw({ state: 'busy' });
    try {
      return await work();
    } finally {
      if (jobsOf(watch) > 1) atWork.set(watch, jobsOf(watch) - 1);
      else atWork.delete(watch);
      await ask(watch);
    }
  }

  /** A scanner that just said why it stopped need not be asked again: the reason stands until the next look. */
  async function scan(
    watch: DeviceWatch,
    driver: DocumentScanner,
    ...[options, onPage, signal]: Parameters<DocumentScanner['scan']>
  ): ReturnType<DocumentScanner['scan']> {
    watch.saw({ state: 'busy' });
    const end = await driver.scan(options, onPage, signal);
    watch.saw(stateAfterScan(end));
    return end;
  }

  return {
    isAtWork: (watch) => jobsOf(watch) > 0,
    receiptPrinter: (watch, driver) => ({
      ...driver,
      print: (bitmap, job) => working(watch, () => driver.print(bitmap, job)),
    }),
    pagePrinter: (watch, driver) => ({
      ...driver,
      print: (pdf, job) => working(watch, () => driver.print(pdf, job)),
    }),
    documentScanner: (watch, driver) => ({
      ...driver,
      scan: (options, onPage, signal) => scan(watch, driver, options, onPage, signal),
    }),
  };
}

/** What is about one page or one wish, not about the device. */
const NO_FAULT = ['MC-DSC-02', 'MC-DSC-06', 'MC-DSC-07', 'MC-DSC-08', 'MC-DSC-11'];

/** An emptied feeder or a stop by the officer is no fault of the device. */
function stateAfterScan(end: Awaited<ReturnType<DocumentScanner['scan']>>): SeenState {
  if (end.end === 'done' || NO_FAULT.includes(end.code) || !end.code.startsWith('MC-DSC-')) return { state: 'ready' };
  return { state: stateOfReason(end.code), code: end.code };
}
