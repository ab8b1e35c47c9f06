/** `motcua pair`: who this PC is to the portal, and pairing it, beside a running station or on its own. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MotcuaError } from '../../domain/errors.ts';
import { formatPairingCode, type PairingView, pairingViewSchema, readPairingCode } from '../../domain/pairing.ts';
import { stationConfigSchema } from '../../domain/station-config.ts';
import { createSealer } from '../../offline-store/protection/sealing.ts';
import { openStationKeys } from '../../offline-store/protection/station-keys.ts';
import { isAlive, readAddress } from '../address.ts';
import type { Environment } from '../environment.ts';
import { openIdentity, type PairWish } from '../identity/identity.ts';
import { VERSION } from '../version.ts';
import type { Language } from './arguments.ts';
import { callStation } from './call-station.ts';
import { words } from './texts.ts';

/** Two answers of a slow portal. */
const PAIR_MS = 60_000;

export interface PairCommand {
  readonly json: boolean;
  readonly language: Language;
  /** Undefined: only how it stands. */
  readonly wish: PairWish | undefined;
}

interface Says {
  readonly out: (text: string) => void;
  readonly say: (text: string) => void;
}

/** 0: paired; 1: not, or refused (thrown). */
export async function runPair(
  env: Environment,
  { json, language, wish }: PairCommand,
  { out, say }: Says,
): Promise<0 | 1> {
  const asked = await whoAnswers(env);
  const code = wish ? readPairingCode(wish.code) : undefined;
  if (code?.ok) say(`${words(language).pair.pairing} ${formatPairingCode(code.value)}`);
  const view = wish ? await asked.pair(wish) : await asked.view();
  const head = { motcua: 'pairing', version: VERSION, at: new Date().toISOString(), dataFolder: env.dataFolder };
  out(json ? JSON.stringify({ ...head, ...view }, undefined, 2) : textOf(view, language));
  return view.state === 'paired' || view.state === 'token' ? 0 : 1;
}

interface Asked {
  readonly view: () => Promise<PairingView>;
  readonly pair: (wish: PairWish) => Promise<PairingView>;
}

async function whoAnswers(env: Environment): Promise<Asked> {
  const address = readAddress(env.dataFolder);
  if (!address || !(await isAlive(address))) return onItsOwn(env);
  const call = callStation(address);
  return {
    view: () => call(pairingViewSchema, 'pairing.state', undefined, { method: 'GET' }),
    pair: (wish) => call(pairingViewSchema, 'pairing.pair', wish, { ms: PAIR_MS }),
  };
}

/** The station takes the new key up when it starts. */
async function onItsOwn(env: Environment): Promise<Asked> {
  const { ring } = openStationKeys({ ...env.keySources, dataFolder: env.dataFolder, now: Date.now });
  const { view, pair } = openIdentity({
    config: await configOf(env.dataFolder),
    dataFolder: env.dataFolder,
    sealing: createSealer(ring),
  });
  return { view: async () => view(), pair };
}

async function configOf(dataFolder: string) {
  const file = join(dataFolder, 'station.json');
  const text = await readFile(file, 'utf8').catch(() => '');
  const read = stationConfigSchema.safeParse(json(text));
  if (!read.success) throw new MotcuaError('MC-CFG-01', { file });
  return read.data;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the schema then says that the file is unusable
  }
}

function textOf(view: PairingView, language: Language): string {
  const { states, facts } = words(language).pair;
  const at =
    view.pairedAt === undefined ? '' : new Date(view.pairedAt).toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB');
  const rows: readonly (readonly [string, string])[] = [
    [facts.station, `${view.station} · ${view.agency} · ${view.commune}`],
    [facts.portal, [view.portal, view.portalUrl].filter(Boolean).join(' · ')],
    [facts.since, at],
    [facts.key, view.fingerprint],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const shown = rows.filter(([, value]) => value !== '').map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
  const why = view.code === undefined ? '' : ` (${view.code})`;
  return [`${states[view.state]}${why}`, ...shown].join('\n');
}
