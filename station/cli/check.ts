/** `motcua check`: the office's store, looked through whole; nothing in it is changed. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MotcuaError } from '../../domain/errors.ts';
import {
  STORE_PROBLEM_SENTENCES,
  type StoreFinding,
  type StoreReport,
  storeReportSchema,
} from '../../domain/store-check.ts';
import { checkStore } from '../../offline-store/check/check.ts';
import { existingStationKeys } from '../../offline-store/protection/station-keys.ts';
import type { Environment } from '../environment.ts';
import { VERSION } from '../version.ts';
import type { Language } from './arguments.ts';
import { words } from './texts.ts';

export interface CheckWish {
  readonly json: boolean;
  readonly language: Language;
}

/** @throws MotcuaError where there is no store of ours to look at */
export async function runCheck(
  { dataFolder, keySources }: Environment,
  { json, language }: CheckWish,
  out: (text: string) => void,
): Promise<0 | 1> {
  const file = join(dataFolder, 'office.db');
  if (!existsSync(file)) throw new MotcuaError('MC-API-05', { file });
  const { ring: keys } = existingStationKeys({ ...keySources, dataFolder, now: Date.now });
  const findings = await checkStore({
    file,
    blobs: join(dataFolder, 'blobs'),
    now: Date.now(),
    keys,
    ...(json ? {} : { onFinding: (finding) => out(textOf(finding, language)) }),
  });
  const ok = findings.every((finding) => finding.ok);
  const head = { motcua: 'check', version: VERSION, at: new Date().toISOString(), dataFolder } as const;
  const report: StoreReport = storeReportSchema.parse({ ...head, ok, findings });
  out(json ? JSON.stringify(report, undefined, 2) : `\n${words(language)[ok ? 'storeWell' : 'storeIll']}`);
  return ok ? 0 : 1;
}

function textOf({ check, ok, counts, problems, problemCount, ms }: StoreFinding, language: Language): string {
  const { checks, counted, passed, failed, more } = words(language);
  const facts = Object.entries(counts)
    .map(([name, count]) => `${counted[name as keyof typeof counted] ?? name} ${count.toLocaleString(language)}`)
    .join(' · ');
  const lines = problems.map(({ kind, about }) => `    ${STORE_PROBLEM_SENTENCES[kind][language]} [${kind}: ${about}]`);
  const rest = problemCount > problems.length ? [`    ${more} ${problemCount - problems.length}`] : [];
  return [`${ok ? passed : failed}  ${checks[check].padEnd(22)} ${facts}  (${ms} ms)`, ...lines, ...rest].join('\n');
}
