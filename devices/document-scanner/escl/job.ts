/**
 * One job of a network scanner: ordered, its pages fetched until there is none, and always deleted, however it ended: some
 * scanners refuse everybody after a job that nobody took away (cyanfish/naps2 discussion 868).
 */
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ErrorCode } from '../../../domain/errors.ts';
import { type DeviceLog, reasonOf } from '../../log.ts';
import type { PageDelivery } from '../page-delivery.ts';
import { EsclFault } from './fault.ts';
import type { EsclAnswer, EsclHttp } from './http.ts';
import type { LeftJob } from './left-job.ts';
import type { Quirks } from './quirks.ts';
import { type EsclStatus, feederFault, type JobStatus, jobIdOf, parseStatus } from './status.ts';

export interface JobLimits {
  /** No page for so long: the scanner hangs. Lamps may warm up for half a minute. */
  readonly idleMs: number;
  /** Between two questions of the same kind. */
  readonly retryMs: number;
}

export interface JobParts {
  readonly device: string;
  readonly http: EsclHttp;
  readonly log: DeviceLog;
  readonly quirks: Quirks;
  readonly limits: JobLimits;
  readonly left: LeftJob;
  readonly folder: string;
  readonly pages: PageDelivery;
  /** Sides that the whole batch may take. */
  readonly sideLimit: number;
  readonly signal: AbortSignal;
}

/** `more`: the job ended early and paper still lies in the feeder. */
export type JobEnd =
  | { readonly end: 'emptied' | 'full' | 'more' }
  | { readonly end: 'stopped'; readonly code: ErrorCode };

const stopped = (code: ErrorCode): JobEnd => ({ end: 'stopped', code });

/** As many as sane-airscan makes: half a minute of "not yet". */
const PAGE_TRIES = 30;
const ORDER_TRIES = 10;
/** After a page, "no such page" from a scanner that calls itself busy is believed this soon. */
const GONE_TRIES = 3;
/** A scanner that says 503 for ever may be jammed; its status tells. */
const LOOK_EVERY = 5;
const WAITING_PAGES = 2;
const DELETE_MS = 4000;
const DELETE_TRIES = 2;

export async function readStatus(http: EsclHttp, signal?: AbortSignal): Promise<EsclStatus> {
  const answer = await http.ask('GET', 'ScannerStatus', signal ? { signal } : {});
  if (answer.status !== 200) throw new EsclFault('foreign', `ScannerStatus: HTTP ${answer.status}`);
  return parseStatus(answer.text);
}

/** Orders the job and takes all its pages. Throws an `EsclFault` or the disk's error; the job is deleted then too. */
export async function runJob(parts: JobParts, order: string): Promise<JobEnd> {
  const opened = await openJob(parts, order);
  if ('end' in opened) return opened;
  await parts.left.keep(opened.path);
  try {
    return await takePages(parts, opened.path);
  } finally {
    await deleteJob(parts, opened.path);
  }
}

async function openJob(parts: JobParts, order: string): Promise<{ readonly path: string } | JobEnd> {
  const { http, limits, signal } = parts;
  for (let tries = 1; ; tries += 1) {
    const answer = await http.ask('POST', 'ScanJobs', { body: order, signal });
    if (answer.status === 201) return { path: jobPath(answer) };
    if (answer.status !== 503) return stopped(await refusal(parts, answer));
    const fault = feederFault(await readStatus(http, signal));
    if (fault) return stopped(fault);
    if (tries >= ORDER_TRIES) return stopped('MC-DSC-04');
    await sleep(limits.retryMs, undefined, { signal });
  }
}

/** The job below our own base: the host in `Location` may be the scanner's idea of itself, or somebody else. */
function jobPath({ location }: EsclAnswer): string {
  const id = location && location.length <= 500 && URL.canParse(location, 'http://x/') ? idIn(location) : '';
  if (id === '') throw new EsclFault('foreign', 'a job without an address');
  return `ScanJobs/${id}`;
}
const idIn = (location: string): string => {
  const { pathname } = new URL(location, 'http://x/');
  return /\/ScanJobs\/[^/]+\/?$/i.test(pathname) ? jobIdOf(pathname) : '';
};

/** 409 is a hindrance at the device, mostly an empty feeder; every other refusal is no answer of a scanner. */
async function refusal(parts: JobParts, { status }: EsclAnswer): Promise<ErrorCode> {
  parts.log.warn({ device: parts.device, status }, 'the scanner refused the job');
  if (status !== 409) return 'MC-DSC-10';
  const seen = await readStatus(parts.http, parts.signal);
  return feederFault(seen) ?? (seen.state === 'busy' ? 'MC-DSC-04' : 'MC-DSC-02');
}

async function takePages(parts: JobParts, job: string): Promise<JobEnd> {
  const { pages, quirks, signal } = parts;
  const before = pages.sides;
  for (;;) {
    await pages.checked();
    await pages.room(WAITING_PAGES);
    if (pages.problem) return stopped(pages.problem);
    if (pages.sides >= parts.sideLimit) return { end: 'full' };
    if (pages.sides > before && quirks.pauseMs > 0) await sleep(quirks.pauseMs, undefined, { signal });
    const got = await nextPage(parts, job, pages.sides - before);
    if (got !== 'page') return got === 'end' ? endOfJob(parts, job, pages.sides - before) : stopped(got);
  }
}

/** Fetches the next page into the delivery, or tells that there is none. `had` pages of this job came before. */
async function nextPage(parts: JobParts, job: string, had: number): Promise<'page' | 'end' | ErrorCode> {
  const { limits, signal } = parts;
  const until = performance.now() + limits.idleMs;
  for (let tries = 1; ; tries += 1) {
    const status = await fetchPage(parts, job, Math.max(1, until - performance.now()));
    if (status === 'page') return 'page';
    const again = await shallAskAgain(parts, job, { status, tries, had });
    if (again !== true) return again;
    if (tries >= PAGE_TRIES || performance.now() >= until) return 'MC-DSC-05';
    await sleep(limits.retryMs, undefined, { signal });
  }
}

const pageName = (side: number): string => `page${String(side).padStart(5, '0')}`;

/** A page that broke off is delivered too: the delivery sets it aside as damaged, and its sheet is counted. */
async function fetchPage(parts: JobParts, job: string, beginMs: number): Promise<'page' | number> {
  const { http, pages, folder, signal } = parts;
  const part = join(folder, `${pageName(pages.sides + 1)}.part`);
  const file = join(folder, `${pageName(pages.sides + 1)}.jpg`);
  try {
    const status = await http.page(`${job}/NextDocument`, part, { beginMs, signal });
    if (status !== 200) return status;
  } catch (error) {
    if (!(error instanceof EsclFault)) throw error;
    return brokenPage(parts, part, file, error);
  }
  await rename(part, file);
  pages.push(file);
  return 'page';
}

async function brokenPage(parts: JobParts, part: string, file: string, fault: EsclFault): Promise<'page'> {
  if (
    fault.kind === 'cut' &&
    (await rename(part, file).then(
      () => true,
      () => false,
    ))
  )
    parts.pages.push(file);
  else {
    await rm(part, { force: true });
    if (fault.kind !== 'too-large') throw fault;
    parts.pages.lost('MC-DSC-06');
  }
  parts.log.warn({ device: parts.device, reason: fault.message }, 'a page did not come whole');
  return 'page';
}

/** Whether an answer that was no page means "not yet" (true), the end, or a reason to stop. */
async function shallAskAgain(
  parts: JobParts,
  job: string,
  asked: { readonly status: number; readonly tries: number; readonly had: number },
): Promise<true | 'end' | ErrorCode> {
  const { status, tries, had } = asked;
  if (status === 503) {
    if (tries % LOOK_EVERY !== 0) return true;
    return feederFault(await readStatus(parts.http, parts.signal)) ?? true;
  }
  if (status !== 404 && status !== 410) return status === 409 || status === 400 ? 'end' : 'MC-DSC-05';
  const patience = had === 0 || parts.quirks.againOnGone ? PAGE_TRIES : GONE_TRIES;
  if (tries >= patience) return 'end';
  return (await stillScanning(parts, job, had)) ? true : 'end';
}

/** The scanner says itself that this job goes on, or, where it lists no jobs, that it is at work on the first page. */
async function stillScanning(parts: JobParts, job: string, had: number): Promise<boolean> {
  const seen = await readStatus(parts.http, parts.signal);
  if (feederFault(seen)) return false;
  const mine = ownJob(seen, job);
  if (mine) return mine.state === 'pending' || mine.state === 'processing';
  return seen.state === 'busy' && (had === 0 || parts.quirks.againOnGone);
}

const ownJob = (seen: EsclStatus, job: string): JobStatus | undefined =>
  seen.jobs.find((one) => one.id === jobIdOf(job));

/** No further page: was it the last one, or did something stop the feeder? */
async function endOfJob(parts: JobParts, job: string, had: number): Promise<JobEnd> {
  const seen = await readStatus(parts.http, parts.signal);
  const fault = feederFault(seen);
  if (fault) return stopped(fault);
  const mine = ownJob(seen, job);
  if (mine?.state === 'canceled') return stopped('MC-DSC-08');
  if ((mine?.imagesCompleted ?? 0) > had) {
    parts.pages.lost('MC-DSC-07');
    return stopped('MC-DSC-07');
  }
  if (had > 0 && seen.feeder === 'loaded') return { end: 'more' };
  return mine?.state === 'aborted' ? stopped('MC-DSC-05') : { end: 'emptied' };
}

/** Not hindered by an officer's stop: it has its own time limit. What could not be deleted is tried again before the next job. */
export async function deleteJob(
  { http, left, log, device }: Pick<JobParts, 'http' | 'left' | 'log' | 'device'>,
  job: string,
): Promise<void> {
  for (let tries = 1; tries <= DELETE_TRIES; tries += 1) {
    try {
      await http.ask('DELETE', job, { limitMs: DELETE_MS });
      return await left.forget();
    } catch (error) {
      log.warn({ device, reason: reasonOf(error) }, 'a scan job could not be deleted');
    }
  }
}
