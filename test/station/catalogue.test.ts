/** A version of the catalogue taken in while the desk works: by the technician's command, beside a running station and without one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Procedure } from '../../domain/catalogue.ts';
import { computeDue } from '../../domain/deadline.ts';
import { localDate } from '../../domain/local-time.ts';
import type { StationEvent } from '../../domain/views/event.ts';
import { startPortal } from '../../portal/server/portal.ts';
import { createCatalogue } from '../../station/catalogue.ts';
import { runCli } from '../../station/cli/run.ts';
import { createCatalogueKeeper } from '../../station/services/catalogue-keeper.ts';
import { BIRTH, changing, EXTRACT, longCatalogue, PROVINCE, version } from '../catalogue.ts';
import { hue } from '../domain/samples.ts';
import { flatText } from '../forms/tools.ts';
import { DAY, NOW, open } from '../offline-store/catalogue-store.ts';
import { draft, eventually, intakeOf, refusal, startTestStation, type TestStation } from './fixture.ts';

const TODAY = localDate(Date.now());
const twoDays = { kind: 'working-days', days: 2 } as const;
const dearer = version('dat-hon', TODAY, (one: Procedure) =>
  changing(EXTRACT, { name: 'Tên mới của tỉnh', fee: { kind: 'flat', amount: 12_000 }, deadline: twoDays })(one),
);
const papers = [{ name: 'Tờ khai', kind: 'original', pages: 1, copies: 2 }] as const;

let folder = '';
let station: TestStation;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'motcua-catalogue-'));
  station = await startTestStation();
});
afterAll(async () => {
  await station.end();
  rmSync(folder, { recursive: true, force: true });
});

const fileOf = (value: unknown): string => {
  const file = join(folder, 'danh-muc.json');
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value, undefined, 2));
  return file;
};

async function motcua(...args: readonly string[]) {
  const out: string[] = [];
  const said: string[] = [];
  const data = args.includes('--data') ? [] : ['--data', station.dataFolder];
  const code = await runCli([...args, ...data, '--lang', 'en'], {
    out: (text) => out.push(text),
    say: (text) => said.push(text),
    env: { MOTCUA_KEY_FILE: join(station.dataFolder, 'station.key') },
    signal: new AbortController().signal,
  });
  return { code, out: out.join('\n'), said: said.join('\n') };
}

describe('a version taken in while the desk works', () => {
  it('counts from then on; a dossier received before keeps its fee, its due time and what its receipt says', async () => {
    const counter = await station.client('counter');
    const before = intakeOf({ procedureCode: EXTRACT, papers: [...papers], payment: { amount: 0, method: 'cash' } });
    const taken = await counter.intake.commit.mutate(before);
    const old = await counter.dossiers.get.query({ id: taken.dossierId });
    expect(old.payment.amount).toBe(16_000);

    const tried = await motcua('catalogue', 'import', fileOf(dearer), '--dry-run');
    expect(tried).toMatchObject({ code: 0, said: '' });
    expect(tried.out).toContain('Tried, nothing written');
    expect(tried.out).toContain('2.000635  Tên mới của tỉnh (name, deadline, fee)');
    expect(tried.out).toContain('Received since that day by the catalogue before: 1 dossiers');
    expect(await counter.catalogue.get.query({ code: EXTRACT })).toMatchObject({ fee: { kind: 'per-copy' } });

    expect((await motcua('catalogue', 'import', fileOf(dearer))).out).toContain('Taken in: catalogue dat-hon');
    expect(await counter.catalogue.get.query({ code: EXTRACT })).toMatchObject({ name: 'Tên mới của tỉnh' });
    const preview = await counter.intake.preview.query({
      draft: draft({ procedureCode: EXTRACT, papers: [...papers] }),
    });
    expect(preview).toMatchObject({ fee: { total: 12_000 }, dueExplanation: { key: 'working-days', days: 2 } });

    const same = await counter.dossiers.get.query({ id: taken.dossierId });
    expect(same).toMatchObject({ procedureName: old.procedureName, dueAt: old.dueAt, payment: old.payment });
    expect(same.dueExplanation).toEqual(old.dueExplanation);
    // Printed again, the receipt says what it said.
    const receipt = taken.prints.find(({ document }) => document === 'receipt');
    const pdf = await fetch(`${station.origin}/counter/files/prints/${receipt?.id}.pdf`, {
      headers: { cookie: await station.cookie('counter') },
    });
    const text = flatText(new Uint8Array(await pdf.arrayBuffer()));
    expect(text).toContain(old.procedureName);
    expect(text).toContain('trong ngày làm việc');
    expect(text).not.toContain('02 ngày làm việc');
    // The answer was lost, and the window asks again: it is told the same, by what counted then.
    expect(await counter.intake.commit.mutate(before)).toMatchObject({
      dossierId: taken.dossierId,
      dueAt: taken.dueAt,
    });

    const after = await counter.intake.commit.mutate(intakeOf({ procedureCode: EXTRACT, papers: [...papers] }));
    const now = await counter.dossiers.get.query({ id: after.dossierId });
    expect(now).toMatchObject({ procedureName: 'Tên mới của tỉnh', payment: { amount: 12_000 } });
    expect((await motcua('catalogue', 'import', fileOf(dearer))).out).toContain('Known already');
  });

  it('strikes a procedure off: an intake under way is asked to choose anew, one taken in goes on', async () => {
    const counter = await station.client('counter');
    const before = intakeOf({ procedureCode: BIRTH });
    const taken = await counter.intake.commit.mutate(before);
    const without = version('bo-bot', TODAY, (one) => (one.code === BIRTH ? undefined : one));
    expect((await motcua('catalogue', 'import', fileOf(without))).out).toContain('Removed (1):');
    const preview = await counter.intake.preview.query({ draft: draft({ procedureCode: BIRTH }) });
    expect(preview.missing).toEqual(['missing.procedure']);
    expect(await refusal(counter.intake.commit.mutate(intakeOf({ procedureCode: BIRTH })))).toBe('MC-DOS-06');
    expect(await counter.intake.commit.mutate(before)).toMatchObject({ dossierId: taken.dossierId });
    expect((await counter.dossiers.get.query({ id: taken.dossierId })).procedureName).toBe('Đăng ký khai sinh');
    await motcua('catalogue', 'import', fileOf(version('tra-lai', TODAY)));
    expect((await counter.intake.preview.query({ draft: draft({ procedureCode: BIRTH }) })).missing).toEqual([]);
  });

  it.each([
    [
      'one bad procedure',
      { ...dearer, id: 'xau', procedures: [...dearer.procedures, { code: 'x' }] },
      'MC-CAT-02',
      'procedures.42',
    ],
    ['no JSON', '<html>', 'MC-CAT-01', ''],
    ['another content under a known id', version('dat-hon', TODAY), 'MC-CAT-03', ''],
  ])('with %s is refused with a sentence, and nothing of it is taken in', async (_, value, code, place) => {
    const before = (await motcua('catalogue', '--json')).out;
    const refused = await motcua('catalogue', 'import', fileOf(value));
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.said).toContain(code);
    expect(refused.said).toContain(place);
    expect((await motcua('catalogue', '--json')).out).toBe(before);
  });

  it('that is a day swapped late moves what is taken in from now on, and no due time that was promised', async () => {
    const counter = await station.client('counter');
    const wish = { procedureCode: '1.004873' };
    const taken = await counter.intake.commit.mutate(intakeOf(wish));
    const due = localDate(taken.dueAt);
    const made = { decision: '12/QĐ-UBND', reason: 'dữ liệu mẫu', madeAt: Date.now(), madeBy: 'Cán bộ mẫu' };
    const swap = { version: 1, settings: [{ ...made, id: 'nghi-bu', key: 'day', from: due, value: { kind: 'off' } }] };
    const before = await counter.intake.preview.query({ draft: draft(wish) });
    expect((await motcua('settings', 'import', fileOf(swap), '--dry-run')).out).toContain('Tried, nothing written');
    expect((await counter.intake.preview.query({ draft: draft(wish) })).dueAt).toBe(before.dueAt);
    expect((await motcua('settings', 'import', fileOf(swap))).out).toContain(': off  12/QĐ-UBND');
    expect((await counter.intake.preview.query({ draft: draft(wish) })).dueAt).toBeGreaterThan(before.dueAt ?? 0);
    const same = await counter.dossiers.get.query({ id: taken.dossierId });
    expect(same.dueAt).toBe(taken.dueAt);
    // By today's calendar it would be another day: nothing is explained by it.
    expect(same.dueExplanation).toBeUndefined();
    const back = { version: 1, settings: [{ ...made, id: 'thoi', key: 'withdrawal', of: 'nghi-bu' }] };
    await motcua('settings', 'import', fileOf(back));
    expect((await counter.dossiers.get.query({ id: taken.dossierId })).dueExplanation).toMatchObject({
      dueAt: taken.dueAt,
    });
    expect((await motcua('settings')).out).toContain('12/QĐ-UBND, dữ liệu mẫu (withdrawn)');
    const refused = await motcua('settings', 'import', fileOf({ ...swap, settings: [...swap.settings, {}] }));
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.said).toContain('MC-SET-02');
  });

  it('may be as long as the province’s, and come before the station starts', async () => {
    await station.stop();
    const imported = await motcua('catalogue', 'import', fileOf(longCatalogue('ca-tinh', TODAY)));
    expect(imported).toMatchObject({ code: 0, said: '' });
    expect(imported.out).toContain('Taken in: catalogue ca-tinh');
    station = await startTestStation({ dataFolder: station.dataFolder });
    const counter = await station.client('counter');
    expect(await counter.catalogue.search.query({ text: 'mau so 2106' })).toMatchObject([{ code: '9.002105' }]);
    const kiosk = await station.client('kiosk');
    const fields = await kiosk.kiosk.procedureFields.query();
    expect(fields.reduce((sum, { count }) => sum + count, 0)).toBe(PROVINCE);
    const lines = await kiosk.kiosk.procedures.query({ field: fields[0]?.name ?? '' });
    expect(lines).toHaveLength(fields[0]?.count ?? 0);
    const [line] = lines;
    expect(await kiosk.kiosk.procedure.query({ code: line?.code ?? '' })).toMatchObject({
      ...line,
      field: fields[0]?.name,
    });
    expect(await kiosk.kiosk.procedures.query({ field: 'Không có' })).toEqual([]);
    expect(await refusal(kiosk.kiosk.procedure.query({ code: BIRTH }))).toBe('MC-DOS-06');
    const listed = await motcua('catalogue');
    expect(listed.out).toContain(
      `* ca-tinh  from ${TODAY.split('-').reverse().join('/')}  2,106 procedures  from a file`,
    );
    expect(listed.out).toContain('mau.2026-11');
    expect(PROVINCE).toBe(2_106);
  });
});

describe('a version that the province announces', () => {
  it('counts at the desk without a restart, and so does a day that it swaps', { timeout: 120_000 }, async () => {
    const portal = await startPortal({
      dataDir: join(folder, 'portal'),
      stationTokens: { 'khoa-cua-tram-mau': { station: 'xa-mau-quay-2', agency: 'H57.23.15' } },
      adminToken: 'khoa-quan-tri-mau',
      name: 'Cổng mẫu',
    });
    const announce = (path: string, value: unknown) =>
      fetch(`${portal.url}/v1/admin/${path}`, {
        method: 'POST',
        headers: { authorization: 'Bearer khoa-quan-tri-mau', 'content-type': 'application/json' },
        body: JSON.stringify(value),
      });
    const said = async (path: string, value: unknown) => (await announce(path, value)).json();
    const wish = draft({ procedureCode: '1.004873' });
    const due = computeDue({ kind: 'working-days', days: 3 }, Date.now(), hue).dueAt;
    const made = { id: 'nghi', decision: '', reason: '', madeAt: 1, madeBy: 'Sở mẫu' };
    const off = { ...made, key: 'day', from: localDate(due), value: { kind: 'off' } };
    try {
      expect(await said('catalogue', dearer)).toEqual({ announced: true });
      expect(await said('catalogue', dearer)).toEqual({ announced: false });
      expect((await announce('catalogue', { ...dearer, from: '2001-01-01' })).status).toBe(409);
      expect(await said('catalogue', longCatalogue('ca-tinh', '2099-01-01'))).toEqual({ announced: true });
      expect(await said('settings', { version: 1, settings: [off] })).toEqual({ announced: 1 });
      const other = { version: 1, settings: [{ ...off, from: '2001-01-01' }] };
      expect((await announce('settings', other)).status).toBe(409);
      // It starts with the sample catalogue, and takes the province's in while it works.
      const desk = await startTestStation({ portal: { url: portal.url, token: 'khoa-cua-tram-mau' } });
      const counter = await desk.client('counter');
      await eventually(
        () => counter.catalogue.get.query({ code: EXTRACT }),
        ({ name }) => name === 'Tên mới của tỉnh',
        60_000,
      );
      await eventually(
        () => counter.intake.preview.query({ draft: wish }),
        ({ dueAt = 0 }) => localDate(dueAt) > localDate(due),
        60_000,
      );
      const { out } = await motcua('catalogue', '--data', desk.dataFolder);
      expect(out).toContain('  ca-tinh  from 01/01/2099  2,106 procedures  from the portal');
      await desk.end();
    } finally {
      await portal.close();
    }
  });
});

describe('the windows', () => {
  it('are told when another version counts: once it is taken in, and at midnight of its day', () => {
    const { store } = open();
    store.catalogue.add(version('cu', '2026-01-01'), { source: 'program', at: NOW, who: 'motcua' });
    let at = NOW;
    const clock = { now: () => at, corrected: () => at };
    const events: StationEvent['type'][] = [];
    const keeper = createCatalogueKeeper({
      store,
      clock,
      catalogue: createCatalogue(store.catalogue, clock.corrected),
      bus: { emit: ({ type }) => void events.push(type) },
    });
    const wish = { source: 'file', who: 'technician', dryRun: false } as const;
    const later = { ...wish, text: JSON.stringify(version('moi', '2026-11-25')) };
    expect(keeper.take({ ...later, dryRun: true })).toMatchObject({ outcome: 'tried', inEffect: false });
    expect(keeper.take(later)).toMatchObject({ outcome: 'taken', inEffect: false, receivedSince: 0 });
    expect(events).toEqual([]);
    at = NOW + DAY;
    keeper.look();
    keeper.look();
    expect(events).toEqual(['catalogue-changed']);
    // Announced late, for a day before the one in effect: it explains older dossiers and changes nothing now.
    expect(keeper.take({ ...wish, text: JSON.stringify(version('muon', '2026-11-01')) })).toMatchObject({
      outcome: 'taken',
      inEffect: false,
    });
    expect(keeper.versions().find(({ inEffect }) => inEffect)?.id).toBe('moi');
    expect(events).toHaveLength(1);
    keeper.stop();
  });
});
