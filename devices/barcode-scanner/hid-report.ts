/**
 * Input reports of a HID-POS reader in, whole reads out. Pure: places and lengths come from the model's profile and are
 * checked, a code of several reports is joined, and one that never ends is refused at the cap.
 */
import { isAimId } from '../../domain/aim.ts';
import { decodeRead, type Frame, MAX_READ_BYTES } from './decode.ts';
import type { Framer } from './framing.ts';
import type { HidReportProfile } from './hid-profiles.ts';

export type ReportPart =
  | { readonly kind: 'part'; readonly data: Uint8Array; readonly aim?: string | undefined; readonly more: boolean }
  /** Of another report id: the device's status or the answer to a command, not a code. */
  | { readonly kind: 'other' }
  /** Too short, or a length that the report cannot hold. */
  | { readonly kind: 'damaged' };

export function parseReport(profile: HidReportProfile, report: Uint8Array): ReportPart {
  if (report.length > 0 && report[0] !== profile.reportId) return { kind: 'other' };
  const length = report[profile.lengthAt] ?? 0;
  if (report.length < profile.size || length > profile.dataMax) return { kind: 'damaged' };
  const data = report.slice(profile.dataAt, profile.dataAt + length);
  return { kind: 'part', data, aim: aimIn(profile, report), more: goesOn(profile, report, length) };
}

function aimIn({ aimAt }: HidReportProfile, report: Uint8Array): string | undefined {
  if (aimAt === undefined) return undefined;
  const aim = String.fromCharCode(...report.slice(aimAt, aimAt + 3));
  return isAimId(aim) ? aim : undefined;
}

const goesOn = ({ more, dataMax }: HidReportProfile, report: Uint8Array, length: number): boolean =>
  more === 'when-full' ? length === dataMax : ((report[more.at] ?? 0) & more.mask) !== 0;

/** A `Framer` whose `push` takes one report a call. */
export function createReportJoiner(profile: HidReportProfile, maxBytes: number = MAX_READ_BYTES): Framer {
  let parts: readonly Uint8Array[] = [];
  let aim: string | undefined;
  let open = false;
  let skipping = false;

  const reset = (): void => {
    parts = [];
    aim = undefined;
    open = false;
    skipping = false;
  };
  const torn = (): readonly Frame[] => {
    const frames: readonly Frame[] = open && !skipping ? [{ refused: 'MC-SCN-01' }] : [];
    reset();
    return frames;
  };
  const ended = (): readonly Frame[] => {
    const bytes = joined(parts);
    const known = aim;
    reset();
    // A reader that was only asked how it is sends reports without data.
    return bytes.length > 0 ? [decodeRead(bytes, known)] : [];
  };
  const tooLong = (goesOn: boolean): Frame => {
    reset();
    open = goesOn;
    skipping = goesOn;
    return { refused: 'MC-SCN-03' };
  };
  const hold = (part: Extract<ReportPart, { kind: 'part' }>): readonly Frame[] => {
    if (skipping) {
      if (!part.more) reset();
      return [];
    }
    // The end of the code before was lost: what is held must not be glued to another code.
    const before = aim !== undefined && part.aim !== undefined && part.aim !== aim ? torn() : [];
    aim ??= part.aim;
    open = true;
    if (part.data.length > 0) parts = [...parts, part.data];
    if (sizeOf(parts) > maxBytes) return [...before, tooLong(part.more)];
    return part.more ? before : [...before, ...ended()];
  };

  return {
    push: (report) => {
      const part = parseReport(profile, report);
      if (part.kind === 'other') return [];
      if (part.kind === 'part') return hold(part);
      reset();
      return [{ refused: 'MC-SCN-01' }];
    },
    // Where a bit says that a code goes on, one that fell silent is torn. A report that is merely full may have been the last.
    quiet: () => (profile.more === 'when-full' && !skipping ? ended() : torn()),
    reset,
    get waiting() {
      return open;
    },
  };
}

const sizeOf = (parts: readonly Uint8Array[]): number => parts.reduce((sum, part) => sum + part.length, 0);

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(sizeOf(parts));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
