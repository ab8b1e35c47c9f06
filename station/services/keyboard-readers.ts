/**
 * Readers in keyboard mode. A window that knows a burst of keys for a reader's brings it here, and it goes on as any scan:
 * with its source and time, once, counted at its device. Where none is configured the windows' keyboards are readers all the
 * same: whoever plugs one in need not ask first.
 */
import type { KeyboardWedge, Scan } from '../../devices/barcode-scanner/contract.ts';
import { createKeyboardWedge } from '../../devices/barcode-scanner/keyboard-wedge.ts';
import type { DeviceHub } from '../../devices/contract.ts';
import type { ScanTarget } from '../../domain/device.ts';
import type { ErrorCode } from '../../domain/errors.ts';
import type { KeyboardReader } from '../../domain/views/desk.ts';
import { type KnownGaps, knownGapsSchema, typicalGap, withGap } from '../../domain/wedge-gap.ts';
import type { OfficeStore } from '../../offline-store/contract.ts';

export interface TypedRead {
  readonly text: string;
  /** The typical gap between its keys, milliseconds. */
  readonly gapMs?: number | undefined;
  /** The technician's: which reader is tried. */
  readonly deviceId?: string | undefined;
  readonly trial: boolean;
}

export interface KeyboardReaders {
  /** How the reader of a target's windows types. */
  of(target: ScanTarget, deviceId?: string): KeyboardReader;
  /** True when it became a scan: not refused, and not the same one again. */
  take(target: ScanTarget, read: TypedRead): boolean;
}

export interface KeyboardReadersParts {
  readonly hub: Pick<DeviceHub, 'keyboardWedge'>;
  readonly settings: OfficeStore['settings'];
  readonly now: () => number;
  /** For readers that nobody configured; a configured one's go through the hub. */
  readonly onScan: (scan: Scan) => void;
  readonly onRefused: (target: ScanTarget, code: ErrorCode) => void;
}

export function createKeyboardReaders(parts: KeyboardReadersParts): KeyboardReaders {
  const unasked = { counter: unconfigured(parts, 'counter'), kiosk: unconfigured(parts, 'kiosk') };
  const keyOf = (target: ScanTarget, deviceId?: string): string =>
    `wedge-gaps.${parts.hub.keyboardWedge(target, deviceId)?.config.id ?? `keyboard-${target}`}`;

  const gaps = new Map<string, KnownGaps>();
  const gapsOf = (key: string): KnownGaps => gaps.get(key) ?? readGaps(parts.settings, key);
  const learn = (key: string, gapMs: number): void => {
    const before = gapsOf(key);
    const after = withGap(before, gapMs);
    gaps.set(key, after);
    // Each is a write to the disk: what is known well enough already is not written again.
    if (isNews(typicalGap(before), typicalGap(after))) parts.settings.set(key, JSON.stringify(after));
  };

  return {
    of: (target, deviceId) => {
      const { prefix = '', suffix = '\r' } = parts.hub.keyboardWedge(target, deviceId)?.config ?? {};
      const gapMs = typicalGap(gapsOf(keyOf(target, deviceId)));
      return { prefix, suffix, ...(gapMs === undefined ? {} : { gapMs }) };
    },
    take: (target, { text, gapMs, deviceId, trial }) => {
      const driver = parts.hub.keyboardWedge(target, deviceId)?.driver ?? unasked[target];
      const taken = driver.typed(text, trial);
      if (taken && gapMs !== undefined) learn(keyOf(target, deviceId), gapMs);
      return taken;
    },
  };
}

function unconfigured(parts: KeyboardReadersParts, target: ScanTarget): KeyboardWedge {
  const wedge = createKeyboardWedge({ deviceId: `keyboard-${target}`, target, now: parts.now, prefix: '', suffix: '' });
  wedge.start({
    onScan: parts.onScan,
    onRefused: (code) => parts.onRefused(target, code),
    onState: () => undefined,
  });
  return wedge;
}

/** Of a fifth or more; while the typical gap is not known yet every scan is news. */
const isNews = (before: number | undefined, after: number | undefined): boolean =>
  before === undefined || after === undefined || Math.abs(after - before) > before / 5;

/** An unreadable note only means that the reader is learned again. */
function readGaps(settings: OfficeStore['settings'], key: string): KnownGaps {
  try {
    const read = knownGapsSchema.safeParse(JSON.parse(settings.get(key) ?? '[]'));
    return read.success ? read.data : [];
  } catch {
    return [];
  }
}
