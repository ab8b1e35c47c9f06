/**
 * WIA, Windows' own way to scanners, through a PowerShell script (wia.ps1): the last resort where neither eSCL nor NAPS2 is
 * there. The script prints `end 0x8021…` as its last line; errors as in Microsoft's list "WIA error codes". Untried on Windows.
 */
import { readFileSync } from 'node:fs';
import type { DeviceState } from '../../../domain/device.ts';
import type { ErrorCode } from '../../../domain/errors.ts';
import { runCommand } from '../../command.ts';
import { type DeviceLog, silentLog } from '../../log.ts';
import type { DocumentScanner, ScanOptions } from '../contract.ts';
import { stateOfReason } from '../scanimage.ts';
import { sideLimit } from '../sheets.ts';
import { createProgramScanner, type ProgramCall, type ProgramEnd } from './program-scanner.ts';

export interface WiaOptions {
  readonly id: string;
  /** A WIA device id, or the name that Windows shows. */
  readonly device: string;
  readonly tmpDir: string;
  readonly log?: DeviceLog;
  readonly idleMs?: number;
  /** Tests only. */
  readonly program?: string;
}

const IDLE_MS = 60_000;
const LOOK_MS = 10_000;

/** The script as PowerShell takes it from a command line: base64 of UTF-16, which no policy for script files stands against. */
export const encodedScript = (): string =>
  Buffer.from(readFileSync(new URL('./wia.ps1', import.meta.url), 'utf8'), 'utf16le').toString('base64');

/** What is asked for goes through the environment: a device's name never becomes part of a command. */
export function wiaCall(
  { device, program = 'powershell.exe' }: Pick<WiaOptions, 'device' | 'program'>,
  scan: ScanOptions | 'look',
  folder: string,
): ProgramCall {
  const asked: Readonly<Record<string, string>> =
    scan === 'look'
      ? { MOTCUA_WIA_TASK: 'look' }
      : {
          MOTCUA_WIA_TASK: 'scan',
          MOTCUA_WIA_FOLDER: folder,
          MOTCUA_WIA_SOURCE: scan.source,
          MOTCUA_WIA_DPI: String(scan.dpi),
          MOTCUA_WIA_MODE: scan.mode,
          MOTCUA_WIA_MOST: String(sideLimit(scan)),
        };
  return {
    program,
    args: ['-NoProfile', '-NonInteractive', '-EncodedCommand', encodedScript()],
    env: { ...asked, MOTCUA_WIA_DEVICE: device },
  };
}

const BY_RESULT: Readonly<Record<string, ErrorCode>> = {
  '0x80210002': 'MC-DSC-01',
  '0x80210003': 'MC-DSC-02',
  // "Paper problem": skewed or stuck before the sensor.
  '0x80210004': 'MC-DSC-01',
  '0x80210005': 'MC-DSC-05',
  '0x80210006': 'MC-DSC-04',
  '0x80210007': 'MC-DSC-04',
  '0x8021000a': 'MC-DSC-05',
  '0x8021000d': 'MC-DSC-04',
  '0x80210015': 'MC-DSC-05',
  '0x80210016': 'MC-DSC-03',
  '0x80210020': 'MC-DSC-09',
};

/** Without a last line the script itself did not get through, whatever the exit code. */
export function wiaReason({ output }: Pick<ProgramEnd, 'output'>): ErrorCode | undefined {
  const said = [...output.matchAll(/^end (ok|no-source|0x[0-9a-f]{8})\s*$/gim)].at(-1)?.[1]?.toLowerCase();
  if (said === 'ok') return undefined;
  if (said === 'no-source') return 'MC-DSC-11';
  return BY_RESULT[said ?? ''] ?? 'MC-DSC-05';
}

export function createWiaScanner(options: WiaOptions): DocumentScanner {
  async function look(): Promise<{ readonly state: DeviceState; readonly code?: ErrorCode }> {
    const { program, args, env } = wiaCall(options, 'look', '');
    const seen = await runCommand(program, args, LOOK_MS, env);
    if (seen.missing) return { state: 'absent', code: 'MC-DEV-01' };
    const code = wiaReason({ output: seen.stdout });
    return code ? { state: stateOfReason(code), code } : { state: 'ready' };
  }
  return createProgramScanner({
    id: options.id,
    tmpDir: options.tmpDir,
    log: options.log ?? silentLog,
    idleMs: options.idleMs ?? IDLE_MS,
    call: (scan, folder) => wiaCall(options, scan, folder),
    reason: wiaReason,
    status: look,
  });
}
