/** A scan goes to the window whose reader it is: the counter learns what to open, the kiosk gets the citizen's status. */
import type { Scan } from '../../devices/barcode-scanner/contract.ts';
import { type ErrorCode, MotcuaError } from '../../domain/errors.ts';
import { formatTicket } from '../../domain/queue-rules.ts';
import { judgeTestRead } from '../../domain/reader-test.ts';
import { classifyScan, unwrapScan } from '../../domain/scan-content.ts';
import type { ScanMeaning } from '../../domain/views/desk.ts';
import type { Station } from '../station.ts';
import { isForeign, lookUp } from './public-status.ts';

type Parts = Pick<Station, 'store' | 'catalogue' | 'calendar' | 'clock' | 'config' | 'bus' | 'log'>;

export function routeScan(parts: Parts, scan: Scan): void {
  const at = parts.clock.now();
  // The text may be anybody's data: only its length and its reader reach the log.
  parts.log.info({ device: scan.deviceId, length: scan.text.length }, 'scan');
  parts.bus.emit({
    type: 'reader-read',
    at,
    deviceId: scan.deviceId,
    ...judgeTestRead({ text: scan.text }),
  });
  if (scan.trial) return;
  const text = unwrapScan(scan.text, scan.aim);
  if (scan.target === 'counter') parts.bus.emit({ type: 'scan', at, meaning: interpret(parts, text) });
  else parts.bus.emit({ type: 'kiosk-scan', at, ...kioskAnswer(parts, text) });
}

function kioskAnswer(parts: Parts, text: string) {
  try {
    return { status: lookUp(parts, text) };
  } catch (error) {
    if (error instanceof MotcuaError) return { code: error.code };
    throw error;
  }
}

/** What a scan or a typed code means at the counter. Never throws on what was read. */
export function interpret(parts: Pick<Parts, 'store' | 'config'>, text: string): ScanMeaning {
  const content = classifyScan(text);
  switch (content.kind) {
    case 'citizen-card': {
      const { number, fullName, birthDate, sex, residence, warnings } = content.card;
      return {
        kind: 'citizen-card',
        applicant: { name: fullName, citizenId: number, birthDate, sex, address: residence },
        warnings,
      };
    }
    case 'receipt':
    case 'dossier-code':
      return dossierMeaning(parts, content.code);
    case 'ticket':
      return { kind: 'ticket', ticket: formatTicket(content.ticket) };
    case 'torn-card':
      return { kind: 'unknown', code: content.code, shown: '' };
    case 'unknown':
      return { kind: 'unknown', code: content.reason, shown: '' };
  }
}

function dossierMeaning(parts: Pick<Parts, 'store' | 'config'>, code: string): ScanMeaning {
  const dossier = parts.store.dossiers.byCode(code);
  if (dossier) return { kind: 'dossier', dossierId: dossier.received.id, code: dossier.received.code };
  const why: ErrorCode = isForeign(parts, code) ? 'MC-SCN-04' : 'MC-SCN-05';
  return { kind: 'unknown', code: why, shown: code.slice(0, 80) };
}
