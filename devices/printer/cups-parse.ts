/** What CUPS's lp and lpstat say, in the C locale. Pure. */
import type { ErrorCode } from '../../domain/errors.ts';
import type { PrinterStatus } from './contract.ts';

/** `request id is A4-12 (1 file(s))` → `A4-12`. */
export const parseRequestId = (stdout: string): string | undefined => /^request id is (\S+)/m.exec(stdout)?.[1];

/** By reason in a queue's `Alerts`; IPP calls them printer-state-reasons (RFC 8011, 5.4.12). The first that matches counts. */
const ALERTS: readonly (readonly [RegExp, ErrorCode])[] = [
  [/^(cover|door|interlock)-open/, 'MC-PRN-02'],
  [/^media-(empty|needed)/, 'MC-PRN-03'],
  [/^(offline|timed-out|shutdown)/, 'MC-PRN-01'],
  [/^(paused|stopped|moving-to-paused)/, 'MC-PRN-07'],
  [/-error$|^media-jam$/, 'MC-PRN-06'],
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

/**
 * What `lpstat -l -o <queue>` says of one job (its lines after the first are indented): the words after `Alerts:`, which are
 * IPP job-state-reasons; undefined where the job is not in the list.
 */
export function parseJobAlerts(stdout: string, id: string): string | undefined {
  const lines = stdout.split('\n');
  const start = lines.findIndex((line) => line.split(/\s/)[0] === id);
  if (start < 0) return undefined;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line !== '' && !/^\s/.test(line));
  const alerts = rest.slice(0, end < 0 ? undefined : end).find((line) => line.includes('Alerts:'));
  return alerts?.split('Alerts:')[1]?.trim() ?? '';
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
