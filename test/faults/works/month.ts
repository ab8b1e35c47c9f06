/**
 * A month at a desk without a line: every working day, at the hours of that day by the station's own clock, which is moved
 * on. Numbers reach for all of it: whoever comes is taken in.
 */
import { addDays, fromLocal, type LocalDate, weekday } from '../../../domain/local-time.ts';
import { type Command, createStory, perform, type Story } from '../commands.ts';
import { openLedger } from '../ledger.ts';
import { mark } from '../mark.ts';
import { blobFolder, ledgerFile, type OfficeAddress, type OpenOffice, openOffice, syncOf } from '../office.ts';
import { type Random, randomOf } from '../random.ts';
import { putSparsePaper } from '../sparse-papers.ts';
import { tellMemory } from './memory.ts';

export interface MonthJob {
  readonly address: OfficeAddress;
  readonly seed: number;
  /** The line is lost in its morning. */
  readonly firstDay: LocalDate;
  readonly days: number;
  /** In all; the large papers are among them. */
  readonly operations: number;
  readonly papers: number;
  readonly paperBytes: number;
}

interface Month extends OpenOffice {
  readonly job: MonthJob;
  readonly random: Random;
  readonly ledger: ReturnType<typeof openLedger>;
  readonly known: string[];
}

const OPENS = '08:00';
const OPEN_MS = 9 * 3_600_000;
const SATURDAY = 6;
/** What is taken in a day at least. */
const TAKEN_IN = 6;
/** Of the story's own scans, the smaller sizes: the large ones are the month's. */
const SMALLER = 3;

const workingDaysOf = ({ firstDay, days }: Pick<MonthJob, 'firstDay' | 'days'>): readonly LocalDate[] =>
  Array.from({ length: days }, (_, index) => addDays(firstDay, index)).filter((day) => weekday(day) < SATURDAY);

export const opensOn = (day: LocalDate): number => fromLocal(day, OPENS);

/** The wall clock and the steady one go on together: to the station it is a month that passes, not a clock that jumps. */
function createMovedClock(first: number) {
  const begun = first - Date.now();
  let shift = begun;
  return {
    to: (at: number): void => {
      shift = Math.max(shift, at - Date.now());
    },
    now: () => Date.now() + shift,
    steady: () => performance.now() + shift - begun,
  };
}

const share = (total: number, parts: number, index: number): number =>
  Math.floor((total * (index + 1)) / parts) - Math.floor((total * index) / parts);

const intakeOf = (random: Random, at: number): Command => ({
  ...{ what: 'receive', operationId: random.uuid7(at), at, dossierId: random.uuid7(at) },
  printId: random.uuid7(at),
});

async function act({ store, blobs, ledger, known }: Month, command: Command): Promise<void> {
  ledger.begin(command);
  ledger.done(command, await perform({ store, blobs }, command));
  if (command.what === 'receive') known.push(command.dossierId);
}

/** Attached as any other; only its file is made in one go. */
async function attachLarge({ store, ledger, known, random, job }: Month, at: number): Promise<void> {
  const common = { what: 'attach', at, operationId: random.uuid7(at), documentId: random.uuid7(at) } as const;
  const command = { ...common, dossierId: random.pick(known), bytes: job.paperBytes, seed: random.whole(2 ** 31) };
  const { documentId: id, dossierId, bytes, seed, operationId } = command;
  ledger.begin(command);
  const sha256 = await putSparsePaper(blobFolder(job.address), seed, bytes);
  const by = { operationId, officer: 'Trần Văn Mẫu', desk: 3, madeAt: at, correctedAt: at };
  store.attachDocument({ id, dossierId, title: 'Bản quét mẫu, cả tập', sha256, pages: 500, bytes }, by);
  ledger.done(command, { sha256 });
}

interface Day {
  readonly date: LocalDate;
  readonly operations: number;
  readonly papers: number;
}

async function liveThrough(month: Month, { date, operations, papers }: Day, setClock: (at: number) => void) {
  let story: Story | undefined;
  for (let done = 0; done < operations; done += 1) {
    const at = opensOn(date) + Math.round((done * OPEN_MS) / operations);
    setClock(at);
    if (done >= operations - papers) await attachLarge(month, at);
    else if (done < TAKEN_IN) await act(month, intakeOf(month.random, at));
    else {
      story ??= createStory(month.random, [...month.known], SMALLER, true);
      await act(month, story.next(at));
    }
    mark();
  }
}

export async function work(job: MonthJob): Promise<void> {
  const days = workingDaysOf(job);
  const clock = createMovedClock(opensOn(job.firstDay));
  const office = await openOffice(job.address, clock.now);
  const ended = tellMemory();
  // It asks for the portal all month, and there is none.
  const sync = syncOf(job.address, office, { now: clock.now, steady: clock.steady });
  const ledger = openLedger(ledgerFile(job.address));
  const month: Month = { ...office, job, ledger, random: randomOf(job.seed), known: [] };
  try {
    for (const [index, date] of days.entries()) {
      const [operations, papers] = [job.operations, job.papers].map((all) => share(all, days.length, index));
      sync.kick();
      await liveThrough(month, { date, operations: operations ?? 0, papers: papers ?? 0 }, clock.to);
    }
  } finally {
    ended();
    ledger.close();
    await sync.stop();
    office.store.close();
  }
}
