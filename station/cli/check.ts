/** `motcua check`: the office's store, looked through whole; nothing in it is changed but, with `--heal`, scans that are damaged. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ErrorCode, MotcuaError } from '../../domain/errors.ts';
import { stationConfigSchema } from '../../domain/station-config.ts';
import {
  STORE_PROBLEM_SENTENCES,
  type StoreFinding,
  type StoreReport,
  storeReportSchema,
} from '../../domain/store-check.ts';
import { ownFolder } from '../../offline-store/backup/target.ts';
import { type BlobStore, createBlobStore } from '../../offline-store/blobs.ts';
import { checkStore, type StoreCheckOptions } from '../../offline-store/check/check.ts';
import type { Heal } from '../../offline-store/check/finding.ts';
import { healBlob } from '../../offline-store/healing.ts';
import { SCANS } from '../../offline-store/page-files.ts';
import type { KeyRing } from '../../offline-store/protection/key-ring.ts';
import { createSealer } from '../../offline-store/protection/sealing.ts';
import { existingStationKeys } from '../../offline-store/protection/station-keys.ts';
import { createClient, type PortalClient } from '../../offline-store/sync/client.ts';
import type { Pace } from '../../offline-store/sync/pace.ts';
import { bringBack } from '../../offline-store/sync/scan-return.ts';
import type { Environment } from '../environment.ts';
import { openIdentity, type StationIdentity, type Way } from '../identity/identity.ts';
import { databaseOf, refuseNothing } from '../services/office-store.ts';
import { pagesNamed } from '../services/scan-sessions-log.ts';
import { VERSION } from '../version.ts';
import type { Language } from './arguments.ts';
import { words } from './texts.ts';

export interface CheckWish {
  /** Scans are brought back from their copies or the province; else nothing is changed. */
  readonly heal: boolean;
  readonly json: boolean;
  readonly language: Language;
}

/** @throws MotcuaError where there is no store of ours to look at */
export async function runCheck(
  { dataFolder, keySources }: Environment,
  { json, language, heal }: CheckWish,
  out: (text: string) => void,
): Promise<0 | 1> {
  refuseNothing(dataFolder);
  const file = databaseOf(dataFolder);
  const { ring: keys } = existingStationKeys({ ...keySources, dataFolder, now: Date.now });
  const elsewhere = elsewhereOf(dataFolder, keys);
  const [blobs, place] = [join(dataFolder, 'blobs'), elsewhere.backups?.place];
  const findings = await checkStore({
    file,
    blobs,
    now: Date.now(),
    keys,
    ...elsewhere,
    ...pagesOf(dataFolder, elsewhere.backups, heal),
    heal: heal ? healer(createBlobStore(blobs, keys), { keys, place, province: elsewhere.province }) : undefined,
    ...(json ? {} : { onFinding: (finding) => out(textOf(finding, language)) }),
  });
  const ok = findings.every((finding) => finding.ok);
  const head = { motcua: 'check', version: VERSION, at: new Date().toISOString(), dataFolder } as const;
  const report: StoreReport = storeReportSchema.parse({ ...head, ok, findings });
  out(json ? JSON.stringify(report, undefined, 2) : `\n${words(language)[ok ? 'storeWell' : 'storeIll']}`);
  return ok ? 0 : 1;
}

/** Pages that wait, here and at the second place: each side mends the other's. */
function pagesOf(
  dataFolder: string,
  backups: StoreCheckOptions['backups'],
  heal: boolean,
): Pick<StoreCheckOptions, 'pages' | 'backups'> {
  const scans = join(dataFolder, SCANS);
  const copies = heal && backups ? join(backups.place, SCANS) : undefined;
  return {
    pages: { scans, named: pagesNamed, mendFrom: copies },
    backups: backups && { ...backups, mendFrom: heal ? scans : undefined },
  };
}

interface Sources {
  readonly keys: KeyRing;
  readonly place: string | undefined;
  readonly province: PortalClient | undefined;
}

/** From the backups' place, which costs no line, else from the province. */
function healer(blobs: BlobStore, { keys, place, province }: Sources): Heal {
  const parts = { blobs, pace: AT_ONCE, rest: (ms: number) => sleep(ms), random: Math.random };
  return async (paper) => {
    const byCopy = place !== undefined && (await healBlob(blobs, keys, place, paper.sha256).catch(codeOf));
    if (byCopy === true) return { from: 'backup' };
    if (province === undefined) return { code: byCopy || undefined };
    return bringBack({ ...parts, client: province }, paper).then(
      () => ({ from: 'province' }) as const,
      (error: unknown) => ({ code: codeOf(error) }),
    );
  };
}

/** A technician stands and waits: the whole line. */
const AT_ONCE: Pace = { partBytes: () => 262_144, before: async () => 'go' };

function codeOf(error: unknown): ErrorCode {
  if (error instanceof MotcuaError) return error.code;
  throw error;
}

/** How long the province is waited for, ms. */
const PATIENCE_MS = 15_000;

/** Copies and the province, as far as this PC is set up for them. A configuration that cannot be read is the start's to tell. */
function elsewhereOf(dataFolder: string, keys: KeyRing): Pick<StoreCheckOptions, 'backups' | 'province' | 'station'> {
  const file = join(dataFolder, 'station.json');
  const read = existsSync(file) ? stationConfigSchema.safeParse(jsonOf(readFileSync(file, 'utf8'))) : undefined;
  if (!read?.success) return {};
  const config = read.data;
  const identity = openIdentity({ config, dataFolder, sealing: createSealer(keys) });
  const { agency, backup } = config;
  const [province, station] = [clientOf(identity), identity.station()];
  if (!backup) return { province, station };
  const place = ownFolder({ folder: backup.folder, agency, station });
  return { province, station, backups: { place, everyMinutes: backup.everyMinutes, scratch: join(dataFolder, 'tmp') } };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the schema then says that it is not a configuration
  }
}

function clientOf(identity: StationIdentity): PortalClient | undefined {
  const way = wayOf(identity);
  if (!way) return undefined;
  const stop = new AbortController().signal;
  return createClient({
    portalUrl: way.url,
    token: way.token,
    fetch: way.fetch,
    stop,
    patience: PATIENCE_MS,
    onExchange: () => undefined,
  });
}

function wayOf(identity: StationIdentity): Way | undefined {
  try {
    return identity.way();
  } catch (error) {
    if (error instanceof MotcuaError) return undefined; // not paired as it should be: `motcua pair --status` tells
    throw error;
  }
}

function textOf({ check, ok, counts, problems, problemCount, mended, ms }: StoreFinding, language: Language): string {
  const { checks, counted, mendedFrom, passed, failed, more } = words(language);
  const facts = Object.entries(counts)
    .map(([name, count]) => `${counted[name as keyof typeof counted] ?? name} ${count.toLocaleString(language)}`)
    .join(' · ');
  const lines = problems.map(({ kind, about }) => `    ${STORE_PROBLEM_SENTENCES[kind][language]} [${kind}: ${about}]`);
  const back = mended.map(({ from, about }) => `    ${mendedFrom[from]} ${about}`);
  const rest = problemCount > problems.length ? [`    ${more} ${problemCount - problems.length}`] : [];
  return [`${ok ? passed : failed}  ${checks[check].padEnd(22)} ${facts}  (${ms} ms)`, ...back, ...lines, ...rest].join(
    '\n',
  );
}
