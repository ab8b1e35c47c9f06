/**
 * A network scanner without a driver: eSCL (AirScan), the protocol of nearly every office device since 2013, over the
 * network or IPP-over-USB. The same contract as every other scanner; what makers do otherwise is data in quirks.ts.
 */
import { mkdtemp, readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeviceState } from '../../../domain/device.ts';
import type { ErrorCode } from '../../../domain/errors.ts';
import { type DeviceLog, reasonOf, silentLog } from '../../log.ts';
import { countJobs, createSerially, shared } from '../../serially.ts';
import type { DocumentScanner, ScanEnd, ScanOptions } from '../contract.ts';
import { createPageDelivery, type PageDelivery } from '../page-delivery.ts';
import { stateOfReason } from '../scanimage.ts';
import { sheetsOf, sideLimit } from '../sheets.ts';
import { type EsclCapabilities, parseCapabilities } from './capabilities.ts';
import { readFingerprint } from './certificate.ts';
import { codeOfFault, EsclFault } from './fault.ts';
import { baseOf, createEsclHttp } from './http.ts';
import { deleteJob, type JobEnd, type JobParts, readStatus, runJob } from './job.ts';
import { createLeftJob } from './left-job.ts';
import { quirksOf } from './quirks.ts';
import { scanOrder } from './settings.ts';
import { type EsclStatus, feederFault } from './status.ts';

export interface EsclOptions {
  readonly id: string;
  readonly url: string;
  /** SHA-256 of the scanner's own certificate, for `https` addresses. */
  readonly certificate?: string | undefined;
  readonly tmpDir: string;
  readonly log?: DeviceLog;
  readonly requestMs?: number;
  readonly idleMs?: number;
  readonly retryMs?: number;
  readonly stallMs?: number;
  readonly pageMs?: number;
}

type OnPage = Parameters<DocumentScanner['scan']>[1];
interface Seen {
  readonly state: DeviceState;
  readonly code?: ErrorCode;
}

export function createEsclScanner(options: EsclOptions): DocumentScanner {
  const { id, certificate } = options;
  const log = options.log ?? silentLog;
  const limits = { idleMs: options.idleMs ?? 60_000, retryMs: options.retryMs ?? 1000 };
  const base = baseOf(options.url);
  const http = createEsclHttp({
    base,
    certificate,
    requestMs: options.requestMs ?? 10_000,
    stallMs: options.stallMs ?? 20_000,
    pageMs: options.pageMs ?? 120_000,
  });
  const left = createLeftJob(options.tmpDir, id, log);
  const scans = countJobs(createSerially());
  const closing = new AbortController();
  let known: EsclCapabilities | undefined;

  /** Says a fault as a code; a certificate that is not ours is named in the log, so that it can be compared and registered. */
  async function said(error: unknown): Promise<ErrorCode> {
    log.warn({ device: id, reason: reasonOf(error) }, 'the network scanner could not be used');
    known = undefined;
    if (!(error instanceof EsclFault)) return isFull(error) ? 'MC-STO-01' : 'MC-DSC-05';
    if (error.kind === 'certificate')
      log.warn({ device: id, sha256: await readFingerprint(base, 5000) }, 'certificate of the network scanner');
    return codeOfFault(error);
  }

  async function capabilities(signal: AbortSignal): Promise<EsclCapabilities> {
    const answer = await http.ask('GET', 'ScannerCapabilities', { signal });
    if (answer.status !== 200) throw new EsclFault('foreign', `ScannerCapabilities: HTTP ${answer.status}`);
    const found = parseCapabilities(answer.text);
    log.info({ device: id, model: found.model, inputs: Object.keys(found.inputs) }, 'network scanner');
    return found;
  }

  async function forgetLeftJob(): Promise<void> {
    const job = await left.recall();
    if (job) await deleteJob({ http, left, log, device: id }, job);
  }

  /** As many jobs as it takes to empty the feeder: each gave a page at least, so the batch's limit bounds them too. */
  async function feed(parts: JobParts, order: string): Promise<JobEnd> {
    for (;;) {
      const end = await runJob(parts, order);
      if (end.end !== 'more') return end;
      log.info({ device: id, pages: parts.pages.sides }, 'the scanner stopped early and is asked to go on');
      await sleep(limits.retryMs, undefined, { signal: parts.signal });
    }
  }

  async function scanInto(folder: string, scan: ScanOptions, onPage: OnPage, signal: AbortSignal): Promise<ScanEnd> {
    known ??= await capabilities(signal);
    const order = scanOrder(known, scan);
    if (!order) return { end: 'stopped', sheets: 0, code: 'MC-DSC-11' };
    await forgetLeftJob();
    const own = new AbortController();
    const pages = createPageDelivery(order.dpi, onPage, (error) => {
      log.warn({ device: id, reason: reasonOf(error) }, 'a scanned page could not be kept');
      own.abort();
    });
    const parts: JobParts = {
      ...{ device: id, http, log, limits, left, folder, pages },
      quirks: quirksOf(known.model),
      sideLimit: sideLimit(scan),
      signal: AbortSignal.any([signal, own.signal]),
    };
    const end = await feed(parts, order.xml).catch(
      async (error: unknown): Promise<JobEnd> => ({
        end: 'stopped',
        code: parts.signal.aborted ? 'MC-DSC-08' : await said(error),
      }),
    );
    await pages.settled();
    return scanEnd(end, pages, sheetsOf(pages.sides, scan.source), signal.aborted);
  }

  async function scanNow(scan: ScanOptions, onPage: OnPage, signal: AbortSignal): Promise<ScanEnd> {
    const folder = await mkdtemp(join(options.tmpDir, 'scan-'));
    try {
      return await scanInto(folder, scan, onPage, AbortSignal.any([signal, closing.signal]));
    } finally {
      await clearFolder(folder);
    }
  }

  const look = shared(async (): Promise<Seen> => {
    try {
      return seenAs(await readStatus(http, closing.signal));
    } catch (error) {
      const code = await said(error);
      return { state: stateOfReason(code), code };
    }
  });

  return {
    status: () => (scans.busy ? Promise.resolve({ state: 'busy' }) : look()),
    scan: (scan, onPage, signal) =>
      scans.run(() =>
        scanNow(scan, onPage, signal).catch(
          async (error: unknown): Promise<ScanEnd> => ({ end: 'stopped', sheets: 0, code: await said(error) }),
        ),
      ),
    close: async () => {
      closing.abort();
      await scans.run(() => Promise.resolve());
    },
  };
}

const isFull = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOSPC';

/** An empty feeder is a feeder waiting for paper, not a fault. */
function seenAs(status: EsclStatus): Seen {
  const code = feederFault(status) ?? (status.state === 'down' ? 'MC-DSC-05' : undefined);
  if (code) return { state: stateOfReason(code), code };
  return { state: status.state === 'busy' ? 'busy' : 'ready' };
}

/** What a batch came to; a page that could not be kept outweighs how the feeding ended. */
function scanEnd(end: JobEnd, pages: PageDelivery, sheets: number, aborted: boolean): ScanEnd {
  if (pages.problem) return { end: 'stopped', sheets, code: pages.problem };
  if (aborted) return { end: 'stopped', sheets, code: 'MC-DSC-08' };
  const emptied = end.end !== 'stopped' || end.code === 'MC-DSC-02';
  if (!emptied) return { end: 'stopped', sheets, code: end.code };
  return sheets > 0 ? { end: 'done', sheets } : { end: 'stopped', sheets, code: 'MC-DSC-02' };
}

/** Half pages go; what is left belongs to whoever took the pages, or was set aside as damaged. */
async function clearFolder(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  await Promise.all(
    names.filter((name) => name.endsWith('.part')).map((name) => rm(join(folder, name), { force: true })),
  );
  // Fails while a page still lies there, and must.
  await rmdir(folder).catch(() => undefined);
}
