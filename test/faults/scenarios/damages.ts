/**
 * Bytes that are not what was written: in the database, in its log, in a scan. What was handed over or backed up comes back by
 * itself; what existed nowhere else is said to be gone. The one thing that must not be is silence.
 */
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { recoverySchema } from '../../../domain/recovery.ts';
import { RECOVERY_KEY } from '../../../offline-store/backup/recover.ts';
import { createBlobStore } from '../../../offline-store/blobs.ts';
import { checkStore } from '../../../offline-store/check/check.ts';
import type { OfficeStore, OwedPaper } from '../../../offline-store/contract.ts';
import { createHealingBlobs, isWhole } from '../../../offline-store/healing.ts';
import { createMending } from '../../../offline-store/mending.ts';
import { demoConfig } from '../../../station/demo/commune.ts';
import { openStoreOrRecover } from '../../../station/services/office-store.ts';
import type { Round, Scenario, Verdict } from '../contract.ts';
import { judge, lostHere } from '../judge.ts';
import { type Acknowledged, readLedger } from '../ledger.ts';
import { blobFolder, KEYS, ledgerFile, type OfficeAddress, type OpenOffice, openOffice, storeFile } from '../office.ts';
import { dossiersOf, newOffice } from '../offices.ts';
import type { Random } from '../random.ts';
import { exchangeAll } from '../rest.ts';
import { backUp, secondPlace } from '../works/backup.ts';
import { workHere } from '../works/counter.ts';

const PAGE = 4_096;
const COMMANDS = 12;

const work = (round: Round, address: OfficeAddress, commands: number): Promise<void> =>
  workHere({ address, seed: round.random.whole(2 ** 31), commands, known: dossiersOf(address) });

/** Some of it at the portal and in a backup, some of it here alone. */
async function officeWithPast(round: Round): Promise<OfficeAddress> {
  const address = await newOffice(round, round.folder);
  // The station's own start leaves word that there is a store: without it an empty file would be a first start.
  (await startAnew(address)).close();
  await work(round, address, COMMANDS);
  const office = await openOffice(address);
  const missing = await exchangeAll(address, office, round.province);
  office.store.close();
  if (missing !== undefined) throw new Error(missing);
  mkdirSync(secondPlace(address), { recursive: true });
  await backUp(address);
  await work(round, address, COMMANDS / 2);
  return address;
}

function flip(file: string, offset: number, random: Random): void {
  const handle = openSync(file, 'r+');
  const byte = Buffer.alloc(1);
  readSync(handle, byte, 0, 1, offset);
  writeSync(handle, Buffer.from([(byte[0] ?? 0) ^ (1 << random.whole(8))]), 0, 1, offset);
  closeSync(handle);
}

function overwrite(file: string, offset: number, bytes: Buffer): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, bytes, 0, bytes.length, offset);
  closeSync(handle);
}

/** What a disk does to a file; answers how to call it. */
function damage(file: string, random: Random): string {
  const { size } = statSync(file);
  const page = PAGE * random.whole(size / PAGE);
  const drawn = random.whole(5);
  if (drawn === 0) {
    flip(file, random.whole(size), random);
    return 'one bit';
  }
  if (drawn === 1) {
    overwrite(file, page, Buffer.alloc(PAGE));
    return `page ${page / PAGE} of zeros`;
  }
  if (drawn === 2) {
    overwrite(file, page, Buffer.from(Array.from({ length: PAGE }, () => random.whole(256))));
    return `page ${page / PAGE} of noise`;
  }
  if (drawn === 3) {
    truncateSync(file, page);
    return `cut off at page ${page / PAGE}`;
  }
  overwrite(file, 0, Buffer.from('<html>404 Not Found</html>'));
  return 'its head overwritten';
}

/** As the station itself starts. */
const startAnew = (address: OfficeAddress): Promise<OfficeStore> =>
  openStoreOrRecover({
    dataFolder: address.data,
    config: {
      ...{ ...demoConfig(undefined), station: address.station, agency: address.agency, stores: 'office' },
      backup: { ...BACKUP, folder: secondPlace(address) },
    },
    ...{ keys: KEYS, now: Date.now, onDamage: () => undefined, onRecovering: () => undefined },
    log: { warn: () => undefined },
  });

const BACKUP = { everyMinutes: 60, keep: { hours: 24, days: 14 } } as const;

/** What the recovery's account and a check of the store say is gone or wrong. */
async function toldOf(address: OfficeAddress, store: OfficeStore): Promise<readonly string[]> {
  const account = store.settings.get(RECOVERY_KEY);
  const losses = account ? recoverySchema.parse(JSON.parse(account)).lost : [];
  const parts = { file: storeFile(address), blobs: blobFolder(address), now: Date.now(), keys: KEYS };
  const problems = (await checkStore(parts)).flatMap((finding) => finding.problems);
  return [...losses, ...problems].map(({ kind, about }) => `${kind} ${about}`);
}

const isOfRecovery = (path: string): boolean => /^(set-aside[/\\]|office\.db\.made$|office\.db\.suspect$)/.test(path);

async function damagedDatabase(round: Round): Promise<Verdict> {
  const address = await officeWithPast(round);
  const how = damage(storeFile(address), round.random);
  const store = await startAnew(address);
  try {
    const blobs = createBlobStore(blobFolder(address), KEYS);
    const office: OpenOffice = { store, blobs };
    const told = await toldOf(address, store);
    const missing = await exchangeAll(address, office, round.province);
    const verdict = await judge(address, office, round.province, { alsoFiles: isOfRecovery });
    const wrong = [...verdict.lost, ...verdict.findings, ...(missing === undefined ? [] : [missing])];
    const note = `${how}: ${wrong.length === 0 ? 'healed' : `${wrong.length} gone or wrong, ${told.length} told`}`;
    // What had a second copy must be back; of the rest, gone and said is what a disk can do, and gone in silence a defect.
    const kept = readLedger(ledgerFile(address)).acknowledged.slice(0, COMMANDS);
    const lost = kept.flatMap((one) => (isToldDraft(one, told) ? [] : lostHere(store, one)));
    return told.length > 0 ? { ...verdict, lost, findings: [], note } : { ...verdict, findings: wrong, note };
  } finally {
    store.close();
  }
}

/** A draft in a whole file with a spoilt value: nobody takes one row out of a backup, so it is named and typed again. */
const isToldDraft = ({ command }: Acknowledged, told: readonly string[]): boolean =>
  command.what === 'draft' && told.includes(`draft-unreadable ${command.draftId}`);

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** A scan that the province does not have yet: the others go up, this one is named, and its copy at the second place mends it. */
async function damagedScan(round: Round): Promise<Verdict> {
  const address = await newOffice(round, round.folder);
  while (!haveScans(address)) await work(round, address, COMMANDS);
  mkdirSync(secondPlace(address), { recursive: true });
  await backUp(address);
  const file = round.random.pick(filesIn(join(blobFolder(address), 'sealed')));
  flip(file, round.random.whole(statSync(file).size), round.random);
  const office = await openOffice(address);
  try {
    const told = (await toldOf(address, office.store)).filter((problem) => problem.startsWith('paper-damaged'));
    const verdict = await judgeWithout(round, address, office);
    const silent = told.length === 1 ? [] : [`a damaged scan is told as: ${told.join(', ') || 'nothing'}`];
    return { ...verdict, findings: [...verdict.findings, ...silent], note: told.join(', ').slice(0, 60) };
  } finally {
    office.store.close();
  }
}

/** Scans that the province has, and no second place: all of them are damaged or lost here, and come back over the line. */
async function damagedSentScans(round: Round): Promise<Verdict> {
  const address = await newOffice(round, round.folder);
  while (!haveScans(address)) await work(round, address, COMMANDS);
  const { store, blobs } = await openOffice(address);
  try {
    const missing = await exchangeAll(address, { store, blobs }, round.province);
    const files = filesIn(join(blobFolder(address), 'sealed'));
    for (const file of files) damageOrLose(file, round.random);
    const mending = createMending({ store, station: address.station, now: Date.now, log: { warn: () => undefined } });
    const noCopy = { keys: KEYS, place: () => undefined, onHealed: () => undefined };
    const healing = createHealingBlobs(blobs, { ...noCopy, onLost: mending.lost });
    for (const { sha256 } of ownPapers(store)) await isWhole(healing, sha256);
    const lost = mending.lostScans().length;
    const over = { scanReturns: { mending, hasRoom: () => true } };
    const office: OpenOffice = { store, blobs: healing };
    const back = await exchangeAll(address, office, round.province, over, () => mending.lostScans().length === 0);
    const verdict = await judge(address, office, round.province);
    const silent = lost === files.length ? [] : [`${lost} of ${files.length} damaged scans were noticed`];
    const late = [missing, back].filter((one) => one !== undefined);
    return { ...verdict, findings: [...verdict.findings, ...silent, ...late], note: `${lost} scans came back` };
  } finally {
    store.close();
  }
}

function damageOrLose(file: string, random: Random): void {
  if (random.whole(4) === 0) rmSync(file);
  else flip(file, random.whole(statSync(file).size), random);
}

function* ownPapers({ upkeep }: OfficeStore): Generator<OwedPaper> {
  for (let after: number | undefined = 0; after !== undefined; ) {
    const lot: ReturnType<typeof upkeep.sentPapers> = upkeep.sentPapers(after);
    yield* lot.papers;
    after = lot.next;
  }
}

const haveScans = (address: OfficeAddress): boolean => {
  try {
    return filesIn(join(blobFolder(address), 'sealed')).length > 1;
  } catch {
    return false; // no scan was made yet
  }
};

/** The one paper cannot go up: everything else is at the portal, and that one alone is missing there. */
async function judgeWithout(round: Round, address: OfficeAddress, office: OpenOffice): Promise<Verdict> {
  const others = ({ store }: OpenOffice): boolean => store.uploads.pending(10).length <= 1;
  await exchangeAll(address, office, round.province, {}, others, 1);
  const verdict = await judge(address, office, round.province);
  const lost = verdict.lost.filter((what) => !what.startsWith('the portal has no paper'));
  const gone = verdict.lost.length - lost.length;
  const findings = verdict.findings.filter((what) => !what.includes('paper-damaged'));
  return { ...verdict, lost, findings: [...findings, ...(gone === 1 ? [] : [`${gone} papers are not at the portal`])] };
}

export const damages = (): readonly Scenario[] => [
  { name: 'damaged-database', kind: 'damage', times: { each: 4 }, run: damagedDatabase },
  { name: 'damaged-scan', kind: 'damage', times: { each: 1 }, run: damagedScan },
  { name: 'damaged-sent-scans', kind: 'damage', times: { each: 1 }, run: damagedSentScans },
];
