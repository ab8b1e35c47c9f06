/** Trying a device: what it does is seen, and nothing of it is kept in a dossier. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeviceHub } from '../../devices/contract.ts';
import type { DocumentScanner, ScanEnd, ScannedPage, ScanOptions } from '../../devices/document-scanner/contract.ts';
import type { ProcessedPage } from '../../devices/document-scanner/pages/contract.ts';
import { createPagePipeline } from '../../devices/document-scanner/pages/pipeline.ts';
import type { DeviceLog } from '../../devices/log.ts';
import type { PageTrial } from '../../domain/device-trial.ts';
import { type ErrorCode, MotcuaError } from '../../domain/errors.ts';

/** Feeds what is in the tray, three sheets at most, and throws the pages away: proof that the device feeds. */
export async function tryFeeding(
  hub: DeviceHub,
  id: string,
): Promise<{ readonly pages: number; readonly code: ErrorCode | undefined }> {
  const { driver } = scannerOf(hub, id);
  let pages = 0;
  const end = await driver.scan(
    { source: 'feeder', dpi: 150, mode: 'gray', maxPages: 3 },
    async ({ file }) => {
      pages += 1;
      await rm(file, { force: true });
    },
    new AbortController().signal,
  );
  const code = end.end === 'stopped' ? end.code : undefined;
  hub.note(id, { pages, test: { ok: code === undefined, observed: `${pages}` } });
  return { pages, code };
}

/** One sheet at full quality, straightened and with the codes on it; from the glass where there is no feeder. */
export async function tryPage(hub: DeviceHub, id: string, tmpDir: string, log: DeviceLog): Promise<PageTrial> {
  const { driver } = scannerOf(hub, id);
  const dir = await mkdtemp(join(tmpDir, 'trial-'));
  try {
    const { page, end } = await onePage(driver);
    const code = end.end === 'stopped' ? end.code : undefined;
    const processed = page ? await processed1(page, dir, log) : undefined;
    hub.note(id, { jobs: 1, pages: page ? 1 : 0, test: { ok: processed !== undefined, observed: page ? '1' : '0' } });
    return {
      pages: page ? 1 : 0,
      // A feeder that ran empty after its one sheet did what was asked.
      ...(code && !page ? { code } : {}),
      ...(processed ? { picture: await pictureOf(processed) } : {}),
      codes: processed?.codes.map(({ symbology, text }) => ({ symbology, text })) ?? [],
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

function scannerOf(hub: DeviceHub, id: string): { readonly driver: DocumentScanner } {
  const scanner = hub.documentScanner(id);
  if (!scanner) throw new MotcuaError('MC-API-05');
  return scanner;
}

/** The scanner has no such place for paper. */
const OTHER_WAY: ErrorCode = 'MC-DSC-11';

async function onePage(driver: DocumentScanner): Promise<{ readonly page?: ScannedPage; readonly end: ScanEnd }> {
  let page: ScannedPage | undefined;
  const scan = (source: ScanOptions['source']): Promise<ScanEnd> =>
    driver.scan(
      { source, dpi: 300, mode: 'gray', maxPages: 1 },
      async (seen) => {
        if (page) await rm(seen.file, { force: true });
        else page = seen;
      },
      new AbortController().signal,
    );
  const fed = await scan('feeder');
  const end = fed.end === 'stopped' && fed.code === OTHER_WAY && !page ? await scan('flatbed') : fed;
  return { ...(page ? { page } : {}), end };
}

async function processed1(page: ScannedPage, dir: string, log: DeviceLog): Promise<ProcessedPage | undefined> {
  const pipeline = createPagePipeline({ log, workers: 1 });
  try {
    const done = await pipeline.process({ file: page.file, dpi: page.dpi, into: join(dir, 'page') });
    return done.ok ? done.page : undefined;
  } finally {
    await pipeline.close();
    await rm(page.file, { force: true });
  }
}

async function pictureOf(page: ProcessedPage): Promise<NonNullable<PageTrial['picture']>> {
  const { format, widthPx, heightPx, dpi, blank, skew } = page;
  return { format, widthPx, heightPx, dpi, blank, skew, base64: (await readFile(page.file)).toString('base64') };
}

/** Shows a number that no ticket has at every desk that has a board; answers which desks those are. */
export async function tryBoard(hub: DeviceHub, id: string, ownDesk: number): Promise<readonly number[]> {
  const board = hub.queueBoard(id);
  if (!board) throw new MotcuaError('MC-API-05');
  const shown = desksOfBoard(hub, id, ownDesk);
  for (const desk of shown) await board.driver.show({ ticket: 'A 888', desk });
  hub.note(id, { jobs: shown.length });
  return shown;
}

/** The desks that a board is configured for; one that names none hangs over this PC's. */
export function desksOfBoard(hub: DeviceHub, id: string, ownDesk: number): readonly number[] {
  const config = hub.configs().find((one) => one.id === id);
  const desks = config?.driver === 'led-serial' ? Object.keys(config.boards).map(Number) : [];
  return desks.length > 0 ? desks : [ownDesk];
}
