/** The input reports that a HID-POS reader of a profile sends for a code: the other side of the driver's decoder. */
import type { HidReportProfile } from '../../devices/barcode-scanner/hid-profiles.ts';

export function reportsOf(profile: HidReportProfile, text: string, aim = ''): readonly Uint8Array[] {
  // Where the device has no place for the id it stands before the data, as readers on a serial line send it.
  const bytes = new TextEncoder().encode(profile.aimAt === undefined ? aim + text : text);
  const count = Math.max(1, Math.ceil(bytes.length / profile.dataMax));
  return Array.from({ length: count }, (_, index) => {
    const data = bytes.subarray(index * profile.dataMax, (index + 1) * profile.dataMax);
    return reportOf(profile, data, aim, index < count - 1);
  });
}

function reportOf(profile: HidReportProfile, data: Uint8Array, aim: string, goesOn: boolean): Uint8Array {
  const report = new Uint8Array(profile.size);
  report[0] = profile.reportId;
  report[profile.lengthAt] = data.length;
  if (profile.aimAt !== undefined) report.set(new TextEncoder().encode(aim), profile.aimAt);
  report.set(data, profile.dataAt);
  if (goesOn && profile.more !== 'when-full') report[profile.more.at] = profile.more.mask;
  return report;
}
