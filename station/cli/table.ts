/** Devices and candidates as a person reads them on a terminal. Pure. */
import type { DeviceView } from '../../domain/device.ts';
import type { DeviceCandidate } from '../../domain/device-candidate.ts';
import { isErrorCode, sentenceOf } from '../../domain/errors.ts';
import type { Bilingual } from '../../domain/ids.ts';
import type { Language } from './arguments.ts';
import { kindWord, stateWord, whyWord, words } from './texts.ts';

/** Why a device is as it is; undefined where all is well. */
export function reasonOf({ code, warning }: DeviceView): Bilingual | undefined {
  const why = code ?? warning;
  return why !== undefined && isErrorCode(why) ? sentenceOf(why) : undefined;
}

export function deviceTable(devices: readonly DeviceView[], language: Language): string {
  const said = words(language);
  if (devices.length === 0) return said.none;
  const rows = devices.map((device) => [
    device.id,
    kindWord(language, device.kind),
    device.driver,
    device.connection,
    stateWord(language, device.state),
    ...[device.counters.jobs, device.counters.pages, device.counters.faults].map(String),
  ]);
  const lines = aligned([said.columns, ...rows]);
  return lines.flatMap((line, index) => [line, ...explained(devices[index - 1], language)]).join('\n');
}

/** Under its line: what it is called and what it is; and why it is as it is, with the code for the telephone. */
function explained(device: DeviceView | undefined, language: Language): readonly string[] {
  if (!device) return [];
  const why = reasonOf(device)?.[language];
  return [`    ${device.name} · ${device.model}`, ...(why ? [`    ${why} (${device.code ?? device.warning})`] : [])];
}

export function candidateTable(candidates: readonly DeviceCandidate[], language: Language): string {
  const said = words(language);
  if (candidates.length === 0) return said.nothing;
  const rows = candidates.map((candidate) => [
    candidate.source,
    candidate.place,
    candidate.label || '–',
    candidate.identity?.serialNumber ?? '–',
    opinion(candidate, language),
  ]);
  return [said.found, ...aligned(rows)].join('\n');
}

function opinion({ suggestions: [first, ...others], usedBy, note }: DeviceCandidate, language: Language): string {
  const said = words(language);
  if (usedBy) return `${said.inUse}: ${usedBy}`;
  if (note) return said.notes[note];
  if (!first) return '–';
  const drivers = [first, ...others].map(({ config }) => config.driver).join(' | ');
  const sure = first.sure ? '' : `${said.unsure}: `;
  return `${sure}${kindWord(language, first.config.kind)} (${drivers}), ${whyWord(language, first.why)}`;
}

const widthOf = (text: string): number => [...text.normalize('NFC')].length;

/** Columns two spaces apart; the last one is never padded. */
export function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === row.length - 1 ? cell : cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(cell))),
      )
      .join('  ')
      .trimEnd(),
  );
}
