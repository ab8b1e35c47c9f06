/** Runs one batch on any document scanner and keeps what came of it. */
import type { DocumentScanner, ScanEnd, ScannedPage, ScanOptions } from '../../devices/document-scanner/contract.ts';

export const FEEDER: ScanOptions = { source: 'feeder', dpi: 150, mode: 'gray', maxPages: 200 };

export interface Scanned {
  readonly end: ScanEnd;
  readonly pages: readonly ScannedPage[];
}

export async function scanBatch(
  driver: DocumentScanner,
  options: Partial<ScanOptions> = {},
  onPage: (page: ScannedPage) => Promise<void> = async () => undefined,
  signal: AbortSignal = new AbortController().signal,
): Promise<Scanned> {
  const pages: ScannedPage[] = [];
  const keep = async (page: ScannedPage): Promise<void> => {
    pages.push(page);
    await onPage(page);
  };
  const end = await driver.scan({ ...FEEDER, ...options }, keep, signal);
  return { end, pages };
}
