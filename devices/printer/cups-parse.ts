/** What CUPS's lp and lpstat say, in the C locale. Pure. */
import type { ErrorCode } from '../../domain/errors.ts';
import type { PrinterStatus } from './contract.ts';

/** `request id is A4-12 (1 file(s))` → `A4-12`. */
export const parseRequestId = (stdout: string): string | undefined => /^request id is (\S+)/m.exec(stdout)?.[1];

/** By reason in a queue's `Alerts`; IPP calls them printer-state-reasons (RFC 8011, 5.4.12). The first that matches counts. */
const ALERTS: readonly (readonly [RegExp, ErrorCode])[] = [
  [/^(cover|door|interlock)-open/, 'MC-PRN-02'],
  [/^(media-(empty|needed)|input-tray-missing)/, 'MC-PRN-03'],
  [/^(offline|timed-out|shutdown)/, 'MC-PRN-01'],
  [/^(paused|stopped|moving-to-paused|spool-area-full)/, 'MC-PRN-07'],
  [/-error$|^media-jam$|^(output-area-full|marker-supply-empty|toner-empty|marker-waste-full)$/, 'MC-PRN-06'],
];

/** Reasons that stop the printer: `…-warning` and `…-report` do not. `offline-report` is CUPS's own name for a dead printer. */
const stops = (word: string): boolean => word === 'offline-report' || !/-(warning|report)$/.test(word);

/** The answer of `lpstat -l -p <queue>`. */
export function parseQueueStatus(stdout: string): PrinterStatus {
  const head = /^printer \S+ (.*)$/m.exec(stdout)?.[1];
  if (head === undefined) return { state: 'absent', code: 'MC-PRN-07' };
  const words = (/^\s*Alerts: (.*)$/m.exec(stdout)?.[1] ?? '').split(/[\s,]+/);
  const finding = ALERTS.find(([pattern]) => words.some((word) => stops(word) && pattern.test(word)));
  if (finding) return { state: 'attention', code: finding[1] };
  if (head.startsWith('disabled')) return { state: 'attention', code: 'MC-PRN-07' };
  if (head.startsWith('now printing')) return { state: 'busy' };
  return words.some((word) => /^media-(low|empty)/.test(word))
    ? { state: 'ready', warning: 'MC-PRN-04' }
    : { state: 'ready' };
}

/** CUPS's network backends have not got through to the printer (yet): normal for a moment, not for long. No byte was sent. */
export const saysUnreachable = (stdout: string): boolean =>
  /connecting-to-device|may not exist or is unavailable|is not responding|unable to locate printer|network host .* is (busy|unreachable)/i.test(
    stdout,
  );

/** What is told of one job. */
export interface SpoolerJob {
  /** IPP job-state-reasons. */
  readonly alerts: string;
  /** The printer's or the backend's last words about it, empty when it has nothing to say; undefined: its turn never came. */
  readonly words: string | undefined;
}

/** What `lpstat -l -o <queue>` says of one job (its lines after the first are indented); undefined: it is not in the list. */
export function parseJob(stdout: string, id: string): SpoolerJob | undefined {
  const lines = stdout.split('\n');
  const start = lines.findIndex((line) => line.split(/\s/)[0] === id);
  if (start < 0) return undefined;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line !== '' && !/^\s/.test(line));
  const mine = rest.slice(0, end < 0 ? undefined : end);
  const field = (name: string): string | undefined =>
    mine
      .find((line) => line.trimStart().startsWith(name))
      ?.split(name)[1]
      ?.trim();
  return { alerts: field('Alerts:') ?? '', words: field('Status:') };
}

/**
 * Of a job that is over: somebody took it out of the queue. One whose turn had not come has no `Status:` line then, and the
 * same alert as a good end.
 */
export const isCancelled = ({ alerts, words }: SpoolerJob): boolean =>
  /cancel/.test(alerts) || (words === undefined && !isBadEnd(alerts));

/** What a backend says on its way to a good end. */
const HARMLESS =
  /^$|^(connected to printer|copying print data|printing page \d+|printed \d+ page|finished page \d+|ready to print|waiting for job to complete|spooling job|sending (print )?data to printer|print file sent|data file sent successfully)\b.*$/i;
/** What it says when nothing can have come out, though the job counts as completed. */
const REFUSED = /cannot print|not supported|unsupported|too large|rejected|account|password|authori[sz]|forbidden/i;

/**
 * What a completed job's last words are worth: CUPS calls a job completed whose printer refused every sheet of it ("Printer
 * cannot print with supplied options.", seen with ippeveprinter).
 */
export function meaningOf({ words = '' }: Pick<SpoolerJob, 'words'>): 'fine' | 'refused' | 'unclear' {
  if (HARMLESS.test(words)) return 'fine';
  return REFUSED.test(words) ? 'refused' : 'unclear';
}

/**
 * A job that came to nothing. CUPS 2.4 calls a good end `job-completed-successfully` or leaves `processing-to-stop-point` there,
 * so only the bad words can be relied on.
 */
export const isBadEnd = (alerts: string): boolean =>
  /abort|cancel|error|stopped(?!-point)|unsupported|unprintable/.test(alerts);

/** `device for A4: ipp://printer.local/ipp/print` → `ipp`. */
export const parseDeviceScheme = (stdout: string): string | undefined =>
  /^device for [^:]+: ([a-z0-9-]+):/im.exec(stdout)?.[1]?.toLowerCase() ??
  (/^device for [^:]+: \//m.test(stdout) ? 'file' : undefined);

/**
 * What "completed" is worth, by how the queue reaches its printer. `file` writes nothing at all; raw sockets and LPD know only
 * that bytes left this PC; the others wait for the device's own answer.
 */
export function worthOfCompleted(scheme: string | undefined): 'evidence' | 'sent-only' | 'nothing' {
  if (scheme === 'file') return 'nothing';
  return scheme === undefined || ['socket', 'lpd', 'serial', 'parallel'].includes(scheme) ? 'sent-only' : 'evidence';
}
