import { expect, test } from 'vitest';
import {
  isBadEnd,
  meaningOf,
  parseDeviceScheme,
  parseJob,
  parseQueueStatus,
  parseRequestId,
  worthOfCompleted,
} from '../../../devices/printer/cups-parse.ts';

const queue = (head: string, alerts = 'none'): string =>
  `printer A4 ${head}\n\tForm mounted:\n\tDescription: A4\n\tAlerts: ${alerts}\n`;

test.each([
  ['idle', queue('is idle.  enabled since Sat'), { state: 'ready' }],
  ['printing', queue('now printing A4-3.  enabled since Sat'), { state: 'busy' }],
  ['paused', queue('disabled since Sat -', 'paused'), { state: 'attention', code: 'MC-PRN-07' }],
  ['out of paper', queue('is idle.  enabled', 'media-empty-error'), { state: 'attention', code: 'MC-PRN-03' }],
  ['a second tray empty', queue('is idle.  enabled', 'media-empty-warning'), { state: 'ready', warning: 'MC-PRN-04' }],
  ['little paper', queue('is idle.  enabled', 'media-low-report'), { state: 'ready', warning: 'MC-PRN-04' }],
  ['door open', queue('is idle.  enabled', 'door-open'), { state: 'attention', code: 'MC-PRN-02' }],
  ['switched off', queue('is idle.  enabled', 'offline-report'), { state: 'attention', code: 'MC-PRN-01' }],
  ['getting through to it just now', queue('now printing A4-3.  enabled', 'connecting-to-device'), { state: 'busy' }],
  ['jammed', queue('is idle.  enabled', 'media-jam-error'), { state: 'attention', code: 'MC-PRN-06' }],
  ['toner low', queue('is idle.  enabled', 'toner-low-report'), { state: 'ready' }],
  ['the tray is out', queue('is idle.  enabled', 'input-tray-missing'), { state: 'attention', code: 'MC-PRN-03' }],
  [
    'its tray for prints is full',
    queue('is idle.  enabled', 'output-area-full'),
    { state: 'attention', code: 'MC-PRN-06' },
  ],
  ['no toner', queue('is idle.  enabled', 'toner-empty'), { state: 'attention', code: 'MC-PRN-06' }],
  ['not there', '', { state: 'absent', code: 'MC-PRN-07' }],
])('%s', (_, said, status) => {
  expect(parseQueueStatus(said)).toEqual(status);
});

const LIST =
  'A4-1    root   2048   Sat\n\tStatus: \n\tAlerts: processing-to-stop-point\n\tqueued for A4\nA4-12   root   2048   Sat\n\tAlerts: aborted-by-system\n';

test('a job is found by its whole id', () => {
  expect(parseJob(LIST, 'A4-1')).toEqual({ alerts: 'processing-to-stop-point', words: '' });
  expect(parseJob(LIST, 'A4-12')).toEqual({ alerts: 'aborted-by-system', words: undefined });
  expect(parseJob(LIST, 'A4-2')).toBeUndefined();
});

test.each([
  ['processing-to-stop-point', false],
  ['job-completed-successfully', false],
  ['job-completed-with-errors', true],
  ['job-canceled-by-user', true],
  ['aborted-by-system', true],
  ['job-stopped', true],
])('%s: a bad end is %s', (alerts, bad) => {
  expect(isBadEnd(alerts)).toBe(bad);
});

test.each([
  ['', 'fine'],
  ['Printing page 2, 100%', 'fine'],
  ['Ready to print.', 'fine'],
  ['Printer cannot print with supplied options.', 'refused'],
  ['Print job too large.', 'refused'],
  ['Something that nobody has seen', 'unclear'],
] as const)('a completed job whose last words are “%s” is %s', (words, meaning) => {
  expect(meaningOf({ words })).toBe(meaning);
});

test('the request id is read from lp’s words, and from nothing else', () => {
  expect(parseRequestId('request id is A4-12 (1 file(s))\n')).toBe('A4-12');
  expect(parseRequestId('lp: Error - no default destination')).toBeUndefined();
});

test('what "completed" is worth depends on the way to the printer', () => {
  const worth = (line: string): string => worthOfCompleted(parseDeviceScheme(line));
  expect(worth('device for A: ipp://printer.local/ipp/print')).toBe('evidence');
  expect(worth('device for A: usb://HP/LaserJet?serial=1')).toBe('evidence');
  expect(worth('device for A: socket://10.0.0.5:9100')).toBe('sent-only');
  expect(worth('device for A: ///dev/null')).toBe('nothing');
  expect(worth('')).toBe('sent-only');
});
