/**
 * The same work while the station is killed (SIGKILL) at five moments: in the middle of typing, between commit and print,
 * while printing, while scanning, and between the portal's commit and its answer. Nothing may be lost or doubled, and
 * nothing may be printed again before the officer was asked.
 */
import { until } from '../../test/e2e/until.ts';
import { type Evidence, slipsOf } from './evidence.ts';
import { beginIntake, chooseProcedure, commit, type Intake, scanPapers, toWorkList } from './officer.ts';
import { ask, connectionOf, detailOf, openStage, outboxOf, type Stage } from './stage.ts';
import { mustHold } from './story.ts';

type Moment = 'typing' | 'between-commit-and-print' | 'printing' | 'scanning' | 'answer-lost';

export interface KillResult {
  readonly kills: readonly { readonly moment: Moment; readonly recoveredInMs: number; readonly seen: string }[];
  readonly dossiers: readonly string[];
  readonly slips: number;
  readonly operations: {
    readonly made: number;
    readonly accepted: number;
    readonly rejected: number;
    readonly atPortal: number;
  };
  readonly lost: number;
  readonly doubled: number;
  readonly leftOver: number;
}

interface Play {
  readonly stage: Stage;
  readonly kills: KillResult['kills'][number][];
  readonly dossiers: Intake[];
}

export async function playKillStory(folder: string, evidence: Evidence): Promise<KillResult> {
  const stage = await openStage(folder, evidence);
  const play: Play = { stage, kills: [], dossiers: [] };
  let closed = false;
  try {
    await whileTyping(play);
    await betweenCommitAndPrint(play);
    await whilePrinting(play);
    await whileScanning(play);
    await answerLost(play);
    const counted = await count(play);
    closed = true;
    const leftOver = await stage.close();
    return {
      kills: play.kills,
      dossiers: play.dossiers.map(({ code }) => code),
      ...counted,
      leftOver: leftOver.length,
    };
  } catch (error) {
    await evidence.screenshot(stage.counter, 'failure-counter.png').catch(() => undefined);
    throw error;
  } finally {
    if (!closed) await stage.close();
  }
}

/** Kills the station and waits until a new one answers the officer's window, which nobody touched. */
async function kill({ stage, kills }: Play, moment: Moment, seen: () => Promise<string>): Promise<void> {
  const pid = await stage.program.station();
  const from = performance.now();
  process.kill(pid, 'SIGKILL');
  await until(
    () => stage.program.station(),
    (now) => now !== pid,
    60_000,
  );
  await until(
    () =>
      ask(stage.counter, 'desk.info').then(
        () => true,
        () => false,
      ),
    (answers) => answers,
    60_000,
  );
  const recoveredInMs = Math.round(performance.now() - from);
  // The page notices within seconds, says calmly that it waits, and gives the focus back by itself when it goes on.
  await stage.counter.waitForTimeout(4_000);
  await stage.counter.locator('.gate').waitFor({ state: 'detached' });
  await stage.counter.waitForTimeout(500);
  kills.push({ moment, recoveredInMs, seen: await seen() });
  process.stderr.write(`demo: killed while ${moment}, back in ${recoveredInMs} ms\n`);
}

const take = async (play: Play, words: string): Promise<Intake> => {
  await beginIntake(play.stage);
  await chooseProcedure(play.stage, words);
  return keep(play, await commit(play.stage));
};

function keep({ dossiers }: Play, intake: Intake): Intake {
  dossiers.push(intake);
  return intake;
}

/** The half-typed intake is still on the screen, and its draft in the store. */
async function whileTyping(play: Play): Promise<void> {
  const { stage } = play;
  await beginIntake(stage);
  await chooseProcedure(stage, 'khai sinh');
  await stage.counter.waitForTimeout(1_500);
  await kill(play, 'typing', async () => {
    const drafts = await ask<readonly { draft: { applicant: { name: string } } }[]>(stage.counter, 'intake.drafts');
    mustHold(
      drafts.some(({ draft }) => draft.applicant.name.includes('Đàm Khuê')),
      'the draft is gone',
    );
    return 'the draft is kept';
  });
  keep(play, await commit(stage));
  await slipsComeTo(stage, 1);
  await toWorkList(stage.counter);
}

/** No paper in the printer: committed, waiting; killed; with paper in, the slip comes once and by itself. */
async function betweenCommitAndPrint(play: Play): Promise<void> {
  const { stage } = play;
  const { interpreter } = stage.props.printer;
  const before = slipsOf(stage.props.printer).length;
  interpreter.setPaper('out');
  const { dossierId } = await take(play, 'khai tu');
  await slipStateOf(stage, dossierId, ({ state, code }) => state === 'waiting' && code !== undefined);
  await kill(play, 'between-commit-and-print', async () => {
    const slip = await slipStateOf(stage, dossierId, () => true);
    mustHold(slip.state === 'waiting', `the slip is ${slip.state}`);
    return 'the slip waits, nothing was sent';
  });
  interpreter.setPaper('ok');
  await slipStateOf(stage, dossierId, ({ state }) => state === 'printed');
  await slipsComeTo(stage, before + 1);
  await toWorkList(stage.counter);
}

/** Killed with half a slip out: nothing more comes until the officer says that it did not come out whole. */
async function whilePrinting(play: Play): Promise<void> {
  const { stage } = play;
  const { interpreter, server } = stage.props.printer;
  interpreter.setPaper('slow');
  const sentBefore = server.received;
  const { dossierId } = await take(play, 'khai tu');
  await until(
    () => server.received,
    (received) => received > sentBefore + 4_000,
    30_000,
  );
  await kill(play, 'printing', async () => {
    const slip = await slipStateOf(stage, dossierId, ({ state }) => state === 'uncertain');
    return `the officer is asked (${slip.code})`;
  });
  interpreter.setPaper('ok');
  // The printer cuts what it had or throws it away; either way nothing may follow by itself.
  await stage.counter.waitForTimeout(6_000);
  const quiet = slipsOf(stage.props.printer).length;
  const sent = server.received;
  await stage.counter.waitForTimeout(4_000);
  const slip = await slipStateOf(stage, dossierId, () => true);
  mustHold(
    slip.state === 'uncertain' && slipsOf(stage.props.printer).length === quiet,
    'it was printed again before anybody said so',
  );
  mustHold(server.received - sent < 1_000, 'print data was sent before anybody said so');
  await stage.evidence.screenshot(stage.counter, 'counter-uncertain.png');
  await stage.counter.getByRole('button', { name: 'Chưa, in lại' }).click();
  await slipStateOf(stage, dossierId, ({ state }) => state === 'printed');
  await slipsComeTo(stage, quiet + 1);
  await toWorkList(stage.counter);
}

/** Pages kept before the kill are still there; the rest goes into the same batch. */
async function whileScanning(play: Play): Promise<void> {
  const { stage } = play;
  const { dossierId } = await take(play, 'khai tu');
  await slipStateOf(stage, dossierId, ({ state }) => state === 'printed');
  await scanPapers(stage, 6);
  const pages = async () =>
    (await ask<{ pages: readonly unknown[] } | null>(stage.counter, 'scanPapers.open', { dossierId }))?.pages.length ??
    0;
  const kept = await until(pages, (count) => count >= 2, 30_000);
  await kill(play, 'scanning', async () => {
    const found = await pages();
    mustHold(found >= kept, `${kept} pages were kept, ${found} are left`);
    return `${found} pages kept`;
  });
  await ask(stage.setup, 'bench.load', { sheets: 2 }, 'mutation');
  const had = await pages();
  await ask(
    stage.counter,
    'scanPapers.start',
    { dossierId, operationId: crypto.randomUUID().replace(/^(.{14})./, '$17') },
    'mutation',
  );
  await until(pages, (count) => count === had + 2, 30_000);
  await toWorkList(stage.counter);
}

/** The portal applied the intake, the answer never came, the station died: it sends again, the portal counts once. */
async function answerLost(play: Play): Promise<void> {
  const { stage } = play;
  const { province } = stage.props;
  await until(
    () => connectionOf(stage),
    ({ state, waiting }) => state === 'online' && waiting === 0,
    60_000,
  );
  const before = (await province.summary()).operations;
  await beginIntake(stage);
  await chooseProcedure(stage, 'khai tu');
  // Only now: a look at the feed that fails first would keep the station from sending at all.
  const { dossierId } = keep(play, await commit(stage, () => province.setMode('lost-answer')));
  await until(
    () => stage.props.province.summary(),
    ({ operations }) => operations > before,
    60_000,
  );
  // This moment is the portal's: a slip cut off by the kill would rightly wait for the officer's word.
  await slipStateOf(stage, dossierId, ({ state }) => state === 'printed');
  await kill(play, 'answer-lost', async () => `${(await connectionOf(stage)).waiting} waiting again`);
  await stage.props.province.setMode('up');
  await until(
    () => connectionOf(stage),
    ({ waiting }) => waiting === 0,
    90_000,
  );
}

async function slipStateOf(
  stage: Stage,
  dossierId: string,
  is: (job: { state: string; code?: string | undefined }) => boolean,
) {
  const slip = await until(
    async () => (await detailOf(stage, dossierId)).prints.find(({ document }) => document === 'slip'),
    (job) => job !== undefined && is(job),
    60_000,
  );
  if (!slip) throw new Error('the dossier has no slip');
  return slip;
}

async function slipsComeTo({ props, counter }: Stage, wanted: number): Promise<void> {
  await until(
    () => slipsOf(props.printer).length,
    (count) => count >= wanted,
    30_000,
  );
  await counter.waitForTimeout(1_500);
  const count = slipsOf(props.printer).length;
  mustHold(count === wanted, `${count} slips came out instead of ${wanted}`);
}

/** Each dossier the officer saw acknowledged is here once and at the portal once, with as many operations on both sides. */
async function count({
  stage,
  dossiers,
}: Play): Promise<Pick<KillResult, 'slips' | 'operations' | 'lost' | 'doubled'>> {
  await until(
    () => connectionOf(stage),
    ({ waiting }) => waiting === 0,
    90_000,
  );
  await slipsComeTo(stage, dossiers.length);
  const rows = await outboxOf(stage);
  const summary = await stage.props.province.summary();
  const there = await Promise.all(dossiers.map(({ code }) => stage.props.province.dossier(code)));
  const lost = there.filter((dossier) => dossier === undefined).length;
  const doubled =
    dossiers.length - new Set(dossiers.map(({ code }) => code)).size + Math.max(0, summary.operations - rows.length);
  const accepted = rows.filter(({ state }) => state === 'accepted').length;
  const rejected = rows.filter(({ state }) => state === 'rejected').length;
  mustHold(
    lost === 0 && doubled === 0 && summary.operations === rows.length,
    `lost ${lost}, doubled ${doubled}, ${rows.length} here, ${summary.operations} there`,
  );
  return {
    slips: slipsOf(stage.props.printer).length,
    operations: { made: rows.length, accepted, rejected, atPortal: summary.operations },
    lost,
    doubled,
  };
}
