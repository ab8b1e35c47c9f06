/** Disks that fill up, turn read-only under a station at work, and lose their power. */
import { statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Round, Scenario, Skipped, Verdict } from '../contract.ts';
import { type Victim, waitMicroseconds } from '../crew.ts';
import { type FailingDisk, failingDisk, smallDisk, whyNoDisk } from '../disks.ts';
import type { OfficeAddress } from '../office.ts';
import { dossiersOf, newOffice } from '../offices.ts';
import { workHere, workUntilRefused } from '../works/counter.ts';
import { recoverAndJudge } from './kills.ts';

const ROOM_KIB = 4_000;
const DISK_BYTES = 24_000_000;

/** The data on the disk, the ledger beside it: the truth must not fill up with the store. */
const officeOn = (round: Round, disk: string): Promise<OfficeAddress> =>
  newOffice(round, round.folder, (address) => ({ ...address, data: join(disk, 'data') }));

/** So much is left when the officer begins; the place where it runs out is drawn anew each time. */
async function fullDisk(round: Round): Promise<Verdict | Skipped> {
  const skipped = whyNoDisk(round.folder, 'tmpfs');
  if (skipped !== undefined) return { skipped };
  const disk = await smallDisk(round.folder, ROOM_KIB);
  try {
    const address = await officeOn(round, disk.path);
    const leftKib = 4 * (1 + round.random.whole(160));
    fillBut(disk.path, leftKib);
    const job = { address, seed: round.random.whole(2 ** 31), commands: 400, known: dossiersOf(address) };
    const refusal = await workUntilRefused(() => workHere(job));
    await disk.resize(ROOM_KIB * 8);
    const note = `${leftKib} KiB were left, then ${refusal}`;
    const verdict = await recoverAndJudge(round, address, note);
    const right = refusal === 'MC-STO-01';
    return right ? verdict : { ...verdict, findings: [...verdict.findings, `a full disk is told as ${refusal}`] };
  } finally {
    await disk.close();
  }
}

function fillBut(disk: string, leftKib: number): void {
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(join(disk, 'ballast'), Buffer.alloc(Math.max(0, bavail * bsize - leftKib * 1_024)));
}

/** A station at work on a disk of its own; `befall` is what happens to it in the middle. */
async function onDisk(
  round: Round,
  befall: (
    disk: FailingDisk,
    victim: Victim,
  ) => Promise<{ readonly note: string; readonly findings: readonly string[] }>,
): Promise<Verdict | Skipped> {
  const skipped = whyNoDisk(round.folder, 'ext4');
  if (skipped !== undefined) return { skipped };
  const disk = await failingDisk(round.folder, DISK_BYTES);
  try {
    const address = await officeOn(round, disk.path);
    const victim = round.crew.take('refused');
    await victim.begin({ address, seed: round.random.whole(2 ** 31), commands: 4_000, known: dossiersOf(address) });
    await victim.reached(round.random.whole(20));
    await waitMicroseconds(round.random.next() * 15_000);
    const { note, findings } = await befall(disk, victim);
    await victim.kill();
    await disk.restart();
    const verdict = await recoverAndJudge(round, address, note);
    return { ...verdict, findings: [...verdict.findings, ...findings] };
  } finally {
    await disk.close();
  }
}

/** The kernel gives the disk up, the station goes on for as long as it can, and says what is wrong. */
const readOnly = (round: Round): Promise<Verdict | Skipped> =>
  onDisk(round, async (disk, victim) => {
    await victim.hold(true);
    await disk.fail();
    victim.goOn();
    await victim.through();
    const said = victim.said();
    return { note: `told as ${said}`, findings: said === 'MC-STO-04' ? [] : [`a read-only disk is told as ${said}`] };
  });

const powerCut = (round: Round): Promise<Verdict | Skipped> =>
  onDisk(round, async (disk, victim) => {
    await victim.hold(false);
    await disk.cut();
    return { note: 'the power went in the middle', findings: [] };
  });

export const disks = (): readonly Scenario[] => [
  { name: 'full-disk', kind: 'disk', times: { each: 8 }, run: fullDisk },
  { name: 'read-only-disk', kind: 'disk', times: { each: 2 }, victim: 'refused', run: readOnly },
  { name: 'power-cut', kind: 'power', times: { each: 8 }, victim: 'refused', run: powerCut },
];
