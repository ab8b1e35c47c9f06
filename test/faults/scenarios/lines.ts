/** A station at work on a line that goes wrong: whatever arrives, arrives once; whatever is wrong, is said. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { SyncOptions } from '../../../offline-store/sync/sync.ts';
import { portalFetch } from '../../../station/identity/portal-fetch.ts';
import { createAuthority, HERE } from '../../rig/certificates.ts';
import { type FaultLine, type LineFault, startFaultLine } from '../../rig/fault-line.ts';
import { createStory, perform } from '../commands.ts';
import type { FaultKind, Round, Scenario, Verdict } from '../contract.ts';
import { judge } from '../judge.ts';
import { openLedger } from '../ledger.ts';
import { ledgerFile, type OfficeAddress, openOffice, syncOf } from '../office.ts';
import { newOffice } from '../offices.ts';
import { exchangeAll } from '../rest.ts';
import { colleagueWorks } from './kill-pull.ts';

interface Trial {
  readonly name: string;
  readonly kind: FaultKind;
  readonly fault: LineFault;
  /** What the connection may be called meanwhile; empty where the line works, only strangely. */
  readonly toldAs: readonly string[];
  readonly over?: Partial<SyncOptions>;
  /** How long it may take until enough requests have met the fault. */
  readonly longestMs?: number;
}

const BROKEN = ['MC-NET-01', 'MC-NET-02'] as const;
const IMPATIENT = { patience: 150 };

const TRIALS: readonly Trial[] = [
  { name: 'portal-down', kind: 'portal', fault: 'down', toldAs: ['MC-NET-01'] },
  { name: 'portal-500', kind: 'portal', fault: 'error-500', toldAs: ['MC-NET-03'] },
  { name: 'portal-garbage', kind: 'portal', fault: 'garbage', toldAs: ['MC-NET-02'] },
  { name: 'portal-stall', kind: 'portal', fault: 'stall', toldAs: ['MC-NET-06'], over: IMPATIENT },
  { name: 'portal-half-answer', kind: 'portal', fault: 'half-answer', toldAs: BROKEN },
  { name: 'portal-lost-answer', kind: 'portal', fault: 'lost-answer', toldAs: BROKEN },
  { name: 'portal-wrong-cursor', kind: 'portal', fault: 'wrong-cursor', toldAs: ['MC-NET-02'] },
  { name: 'captive-portal', kind: 'portal', fault: 'captive-portal', toldAs: ['MC-NET-04'] },
  { name: 'network-cut', kind: 'network', fault: 'cut-request', toldAs: BROKEN },
  { name: 'network-duplicated', kind: 'network', fault: 'duplicated', toldAs: [] },
  { name: 'network-reordered', kind: 'network', fault: 'reordered', toldAs: [] },
];

const LONGEST_MS = 20_000;
const COMMANDS = 16;
/** Requests that must have met the fault before the line is mended. */
const MEETINGS = 4;

async function until(is: () => boolean, longestMs = LONGEST_MS): Promise<boolean> {
  const end = performance.now() + longestMs;
  while (!is() && performance.now() < end) await pause(3);
  return is();
}

/** The officer works while the line fails; answers what the connection was called. */
async function workThrough(
  { random }: Round,
  address: OfficeAddress,
  line: FaultLine,
  trial: Trial,
): Promise<{ readonly told: readonly string[]; readonly findings: readonly string[] }> {
  const office = await openOffice(address);
  const told = new Set<string>();
  const onState: SyncOptions['onState'] = ({ code, state }) => void (state === 'offline' && told.add(code ?? ''));
  const sync = syncOf(address, office, { ...trial.over, onState });
  const ledger = openLedger(ledgerFile(address));
  const story = createStory(random, [], 3);
  try {
    line.set(trial.fault);
    for (let left = COMMANDS; left > 0; left -= 1) {
      const command = story.next(Date.now());
      ledger.begin(command);
      ledger.done(command, await perform(office, command));
      sync.kick();
      await pause(random.whole(12));
    }
    const met = await until(() => {
      sync.kick();
      return line.met() >= MEETINGS && (trial.toldAs.length === 0 || told.size > 0);
    }, trial.longestMs);
    return { told: [...told], findings: met ? [] : [`only ${line.met()} requests met the fault`] };
  } finally {
    await sync.stop();
    ledger.close();
    office.store.close();
  }
}

const misnamed = ({ toldAs }: Trial, told: readonly string[]): readonly string[] =>
  told.filter((code) => !toldAs.includes(code)).map((code) => `the connection was called ${code}`);

async function through(round: Round, trial: Trial): Promise<Verdict> {
  const straight = await newOffice(round, round.folder);
  const line = await startFaultLine({ target: round.province.url, chance: round.random.next });
  const address = { ...straight, portalUrl: line.url };
  try {
    await colleagueWorks(round, straight, 1);
    const { told, findings } = await workThrough(round, address, line, trial);
    line.set('none');
    const office = await openOffice(address);
    try {
      const missing = await exchangeAll(address, office, round.province);
      const verdict = await judge(straight, office, round.province);
      const wrong = [...findings, ...misnamed(trial, told), ...(missing === undefined ? [] : [missing])];
      return { ...verdict, findings: [...verdict.findings, ...wrong], note: `called ${told.join(', ') || 'online'}` };
    } finally {
      office.store.close();
    }
  } finally {
    await line.close();
  }
}

/** The province forgot to renew its certificate: nothing is sent, it is said, and a new one mends it. */
async function expired(round: Round): Promise<Verdict> {
  const straight = await newOffice(round, round.folder);
  const keys = join(round.folder, 'tls');
  mkdirSync(keys);
  const authority = createAuthority(keys, 'tinh');
  const over = authority.issue({ names: HERE, days: -1 });
  const good = authority.issue({ names: HERE });
  const line = await startFaultLine({ target: round.province.url, chance: round.random.next, tls: over });
  const address = { ...straight, portalUrl: line.url };
  const trust = { fetch: portalFetch(line.url, { dataFolder: keys, ca: authority.file, allowHttp: undefined }) };
  const trial: Trial = { name: '', kind: 'portal', fault: 'none', toldAs: ['MC-NET-09'], over: trust };
  try {
    const { told } = await workBehind(round, address, line, trial);
    line.present(good);
    const office = await openOffice(address);
    try {
      const missing = await exchangeAll(address, office, round.province, trust);
      const verdict = await judge(straight, office, round.province);
      const wrong = [...misnamed(trial, told), ...(missing === undefined ? [] : [missing])];
      const silent = told.length === 0 ? ['an expired certificate is not told'] : [];
      return { ...verdict, findings: [...verdict.findings, ...wrong, ...silent], note: `called ${told.join(', ')}` };
    } finally {
      office.store.close();
    }
  } finally {
    await line.close();
  }
}

/** No request ever gets through to be counted. */
const workBehind = (round: Round, address: OfficeAddress, line: FaultLine, trial: Trial) =>
  workThrough(round, address, { ...line, met: () => MEETINGS }, trial);

/** As long as it lasts in life, with the patience that a station has in life: each lane gives up after 15 s and tries again. */
const REAL_STALL: Trial = {
  ...{ name: 'portal-stall-40s', kind: 'portal', fault: 'stall', toldAs: ['MC-NET-06'] },
  over: { patience: undefined },
  longestMs: 60_000,
};

export const lines = (): readonly Scenario[] => [
  ...TRIALS.map(
    (trial): Scenario => ({
      ...{ name: trial.name, kind: trial.kind, times: { each: 1 } },
      run: (round) => through(round, trial),
    }),
  ),
  { name: 'certificate-expired', kind: 'portal', times: { each: 1 }, run: expired },
  { name: REAL_STALL.name, kind: 'portal', times: { long: 1 }, run: (round) => through(round, REAL_STALL) },
];
