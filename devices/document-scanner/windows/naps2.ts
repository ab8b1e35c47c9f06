/**
 * NAPS2's command line (shipped and licensed separately, GPL): the way to WIA, TWAIN and eSCL devices on Windows. Its exit
 * code is 1 after an error with the pages before it kept, and 0 even for bad arguments, so files and words are looked at.
 * Untried on Windows.
 */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { ErrorCode } from '../../../domain/errors.ts';
import { type DeviceLog, silentLog } from '../../log.ts';
import type { DocumentScanner, ScanOptions } from '../contract.ts';
import { createProgramScanner, type ProgramEnd } from './program-scanner.ts';

export interface Naps2Options {
  readonly id: string;
  readonly device: string;
  readonly backend: 'wia' | 'twain' | 'escl';
  readonly program?: string | undefined;
  readonly tmpDir: string;
  readonly log?: DeviceLog;
  readonly idleMs?: number;
}

const SOURCES = { feeder: 'feeder', duplex: 'duplex', flatbed: 'glass' } as const;
const DEPTHS = { gray: 'gray', color: 'color', lineart: 'bw' } as const;
/** It writes all pages at the end, but tells of each (`-v`); a cold lamp and a full feeder's first page take their time. */
const IDLE_MS = 120_000;

export function naps2Arguments(
  { device, backend }: Pick<Naps2Options, 'device' | 'backend'>,
  scan: ScanOptions,
  folder: string,
): readonly string[] {
  return [
    '--noprofile',
    ...['--driver', backend],
    ...['--device', device],
    ...['--source', SOURCES[scan.source]],
    ...['--dpi', String(scan.dpi)],
    ...['--bitdepth', DEPTHS[scan.mode]],
    ...['--pagesize', 'a4'],
    ...['-o', join(folder, 'p$(nnn).png')],
    '-f',
    '-v',
  ];
}

/** Its words in English; in another language only that something went wrong is known. */
const BY_WORDS: readonly (readonly [RegExp, ErrorCode])[] = [
  [/jam/i, 'MC-DSC-01'],
  [/no (scanned )?pages|feeder.*(empty|no )|no paper|paper.*empty/i, 'MC-DSC-02'],
  [/cover.*open/i, 'MC-DSC-03'],
  [/busy|in use/i, 'MC-DSC-04'],
  [/double.?feed|multi.?feed/i, 'MC-DSC-09'],
];

export function naps2Reason({ exitCode, output }: ProgramEnd): ErrorCode | undefined {
  const said = BY_WORDS.find(([pattern]) => pattern.test(output))?.[1];
  return said ?? (exitCode === 0 ? undefined : 'MC-DSC-05');
}

const usualPlace = (): string => join(process.env.ProgramFiles ?? 'C:\\Program Files', 'NAPS2', 'NAPS2.Console.exe');

export function createNaps2Scanner(options: Naps2Options): DocumentScanner {
  const program = options.program ?? usualPlace();
  return createProgramScanner({
    id: options.id,
    tmpDir: options.tmpDir,
    log: options.log ?? silentLog,
    idleMs: options.idleMs ?? IDLE_MS,
    call: (scan, folder) => ({ program, args: naps2Arguments(options, scan, folder) }),
    reason: naps2Reason,
    // It has no way to ask a device how it is.
    status: () =>
      access(program).then(
        () => ({ state: 'unknown' as const }),
        () => ({ state: 'absent' as const, code: 'MC-DEV-01' as const }),
      ),
  });
}
