import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Uuid7 } from '../../domain/ids.ts';
import { formatSeparator } from '../../domain/page-code.ts';
import { applyScanChange, type ScanSession } from '../../domain/scan-session.ts';
import { eventually } from './fixture.ts';
import { actor, codeOf, dispose, openDesk, type ScanDesk, type Side, settled, takeIn } from './scan-desk.ts';

let desk: ScanDesk;
beforeEach(async () => {
  desk = await openDesk(mkdtempSync(join(tmpdir(), 'motcua-scans-')));
});
afterEach(async () => {
  await desk.close();
  await dispose(desk.folder);
});

const scan = async (dossierId: Uuid7 | undefined, ...sides: readonly Side[]): Promise<ScanSession> => {
  desk.feeder.load(...sides);
  return settled(desk, desk.sessions.start({ dossierId }).id);
};
const restart = async (): Promise<void> => {
  await desk.close();
  desk = await openDesk(desk.folder);
};
const refused = (work: () => unknown): Promise<string> =>
  Promise.resolve()
    .then(work)
    .then(() => 'not refused', codeOf);
const attach = (id: Uuid7) => desk.sessions.attach(id, actor);
const documents = (dossierId: Uuid7) =>
  desk.store.dossiers.documents(dossierId).map(({ title, pages }) => [title, pages]);
const filesOf = (id: Uuid7, sub = ''): readonly string[] => {
  const folder = join(desk.folder, 'scans', id, sub);
  return existsSync(folder) ? readdirSync(folder).sort() : [];
};

describe('pages on their way in', () => {
  test('are counted, fall to the papers in order, and are attached as one document a paper', async () => {
    const { id } = takeIn(desk);
    const session = await scan(id, {}, {}, {});
    expect(session).toMatchObject({ state: 'ended', sheets: 3, sides: 3, code: undefined });
    expect(session.pages.map(({ number, state, paper }) => [number, state, paper])).toEqual([
      [1, 'ready', 0],
      [2, 'ready', 1],
      [3, 'ready', 1],
    ]);
    expect(filesOf(session.id, 'raw')).toEqual([]);
    expect(await attach(session.id)).toEqual([{ dossierId: id, pages: 3 }]);
    expect(documents(id)).toEqual([
      ['Giấy chứng sinh', 1],
      ['Tờ khai', 2],
    ]);
  });

  test('are ours before the next is fed, and on the screen while later ones run', async () => {
    desk.pipeline.hold();
    desk.feeder.load({}, {}, {});
    const { id } = desk.sessions.start({ dossierId: takeIn(desk).id });
    const fed = await eventually(
      () => desk.sessions.get(id),
      ({ pages }) => pages.length === 3,
    );
    expect(fed.pages.every(({ state }) => state === 'processing')).toBe(true);
    expect(filesOf(id, 'raw')).toHaveLength(3);
    desk.pipeline.go();
    expect((await settled(desk, id)).pages.every(({ state }) => state === 'ready')).toBe(true);
  });

  test('wait in the feeder when eight wait for their pictures', async () => {
    desk.pipeline.hold();
    desk.feeder.load(...Array.from({ length: 20 }, () => ({})));
    const { id } = desk.sessions.start({ dossierId: takeIn(desk).id });
    await eventually(
      () => desk.sessions.get(id),
      ({ pages }) => pages.length === 8,
    );
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(desk.sessions.get(id).pages).toHaveLength(8);
    desk.pipeline.go();
    expect((await settled(desk, id)).pages).toHaveLength(20);
  });

  test('that are no picture are kept as files, shown as damaged, and scanned again into their place', async () => {
    const dossier = takeIn(desk);
    const session = await scan(dossier.id, {}, { damaged: true }, {});
    const bad = session.pages[1];
    expect(bad).toMatchObject({ number: 2, state: 'damaged', code: 'MC-DSC-06', dropped: false });
    expect(session.segments[0]?.issues).toContain('damaged');
    expect(filesOf(session.id, 'raw')).toHaveLength(1);
    expect(await refused(() => desk.sessions.image(session.id, bad?.id ?? ''))).toBe('MC-DSC-06');
    expect(await refused(() => attach(session.id))).toBe('MC-DSC-25');
    desk.feeder.load({ n: 2 }, { n: 99 });
    desk.sessions.start({ dossierId: dossier.id, replaces: bad?.id });
    const again = await settled(desk, session.id);
    expect(again.pages.map(({ number, state, dropped }) => [number, state, dropped])).toEqual([
      [1, 'ready', false],
      [2, 'damaged', true],
      [2, 'ready', false],
      [3, 'ready', false],
    ]);
    expect(again).toMatchObject({ sheets: 4, sides: 4 });
    await attach(session.id);
    expect(documents(dossier.id)).toEqual([
      ['Giấy chứng sinh', 1],
      ['Tờ khai', 2],
    ]);
    expect(filesOf(session.id, 'raw')).toHaveLength(1);
  });

  test('for which the disk has no room wait, and are not called damaged', async () => {
    const dossier = takeIn(desk);
    desk.feeder.load({ refused: 'MC-STO-01' });
    const { id } = desk.sessions.start({ dossierId: dossier.id });
    await eventually(
      () => desk.sessions.get(id),
      ({ state }) => state === 'ended',
    );
    await eventually(
      () => desk.errors,
      (errors) => errors.length > 0,
    );
    expect(desk.sessions.get(id).pages[0]?.state).toBe('processing');
    expect(await refused(() => attach(id))).toBe('MC-DSC-22');
  });

  test('that look blank are flagged and kept until the officer drops them', async () => {
    const { id } = takeIn(desk);
    const session = await scan(id, {}, { blank: true }, {}, {});
    expect(session.pages.map(({ blank, dropped }) => [blank, dropped])).toEqual([
      [false, false],
      [true, false],
      [false, false],
      [false, false],
    ]);
    const dropped = desk.sessions.setPage(session.id, session.pages[1]?.id ?? '', { dropped: true });
    expect(dropped.pages.map(({ paper }) => paper)).toEqual([0, 1, 1, 1]);
    await attach(session.id);
    expect(documents(id)).toEqual([
      ['Giấy chứng sinh', 1],
      ['Tờ khai', 2],
    ]);
  });
});

describe('sheets fed and pages stored', () => {
  test('that differ are said', async () => {
    desk.feeder.endWith({ sheets: 3 });
    expect(await scan(takeIn(desk).id, {}, {})).toMatchObject({ sheets: 3, sides: 3, code: 'MC-DSC-07' });
  });
  test('in duplex are two to one', async () => {
    desk.feeder.load({}, {}, {}, {});
    const { id } = desk.sessions.start({ dossierId: takeIn(desk).id, source: 'duplex' });
    expect(await settled(desk, id)).toMatchObject({ source: 'duplex', sheets: 2, sides: 4, code: undefined });
    expect(desk.feeder.asked.at(-1)).toMatchObject({ source: 'duplex', maxPages: 500 });
  });
  test('in duplex with a back side missing are said', async () => {
    desk.feeder.load({}, {}, {});
    const { id } = desk.sessions.start({ dossierId: takeIn(desk).id, source: 'duplex' });
    expect(await settled(desk, id)).toMatchObject({ sheets: 2, sides: 4, code: 'MC-DSC-07' });
  });
  test('after a jam go on in the same batch, and match', async () => {
    const dossier = takeIn(desk);
    desk.feeder.endWith({ code: 'MC-DSC-01' });
    expect(await scan(dossier.id, {})).toMatchObject({ sheets: 1, code: 'MC-DSC-01' });
    expect(await scan(dossier.id, {}, {})).toMatchObject({ sheets: 3, sides: 3, code: undefined });
  });
  test('count a page that the driver set aside as damaged, and show it', async () => {
    const folder = join(desk.folder, 'tmp', 'scan-damaged');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'page00002.png.damaged'), 'half a page');
    desk.feeder.endWith({ code: 'MC-DSC-06', sheets: 2 });
    const session = await scan(takeIn(desk).id, {});
    expect(session).toMatchObject({ sheets: 2, sides: 2, code: 'MC-DSC-06' });
    expect(session.pages.map(({ state }) => state)).toEqual(['ready', 'damaged']);
    expect(existsSync(folder)).toBe(false);
  });
  test('the way chosen last is remembered over a restart', async () => {
    expect(desk.sessions.choice()).toEqual({ source: 'feeder' });
    desk.sessions.start({ source: 'flatbed', scannerId: 'kinh' });
    await eventually(
      () => desk.sessions.openOf(undefined),
      (session) => session?.state === 'ended',
    );
    await restart();
    expect(desk.sessions.choice()).toEqual({ source: 'flatbed', scannerId: 'kinh' });
  });
  test('an officer stops a batch; what came through is kept', async () => {
    desk.pipeline.hold();
    desk.feeder.load(...Array.from({ length: 20 }, () => ({})));
    const { id } = desk.sessions.start({ dossierId: takeIn(desk).id });
    await eventually(
      () => desk.sessions.get(id),
      ({ pages }) => pages.length === 8,
    );
    desk.sessions.stop(id);
    desk.pipeline.go();
    const session = await settled(desk, id);
    expect(session.code).toBe('MC-DSC-08');
    expect(session.pages.length).toBeGreaterThanOrEqual(8);
    expect(session.sides).toBe(session.pages.length);
  });
});

describe('a stack of several dossiers', () => {
  const receipt = (code: string): Side => ({ codes: [`MC1:${code}:7KQ4X2M9`, code] });
  const shape = ({ segments }: ScanSession) =>
    segments.map(({ from, to, kept, dossier, by, issues }) => [from, to, kept, dossier?.code, by, issues]);

  test('is split at the receipts and attached to each', async () => {
    const [a, b] = [takeIn(desk), takeIn(desk)];
    const session = await scan(undefined, receipt(a.code), {}, {}, {}, receipt(b.code), {}, {}, {});
    expect(shape(session)).toEqual([
      [1, 4, 4, a.code, 'code', []],
      [5, 8, 4, b.code, 'code', []],
    ]);
    expect(await attach(session.id)).toEqual([
      { dossierId: a.id, pages: 4 },
      { dossierId: b.id, pages: 4 },
    ]);
    for (const { id } of [a, b])
      expect(documents(id)).toEqual([
        ['Giấy tiếp nhận hồ sơ', 1],
        ['Giấy chứng sinh', 1],
        ['Tờ khai', 2],
      ]);
    expect(desk.sessions.openOf(undefined)).toBeUndefined();
  });

  test('is split at separator sheets; whose a part is is never guessed, the officer says', async () => {
    const [a, b] = [takeIn(desk), takeIn(desk)];
    const cut = { codes: [formatSeparator()] };
    const session = await scan(undefined, cut, receipt(a.code), {}, {}, {}, cut, {}, {}, {});
    expect(shape(session)).toEqual([
      [1, 5, 4, a.code, 'code', []],
      [6, 9, 3, undefined, undefined, ['no-code']],
    ]);
    expect(await refused(() => attach(session.id))).toBe('MC-DSC-23');
    const told = desk.sessions.setPage(session.id, session.segments[1]?.id ?? '', { dossierId: b.id });
    expect(shape(told)[1]).toEqual([6, 9, 3, b.code, 'officer', []]);
    await attach(session.id);
    expect(documents(b.id)).toEqual([
      ['Giấy chứng sinh', 1],
      ['Tờ khai', 2],
    ]);
  });

  test('says which codes are of another office, unknown here, in conflict, or seen before', async () => {
    const [a, b] = [takeIn(desk), takeIn(desk)];
    const both = { codes: [a.code, b.code] };
    const session = await scan(
      undefined,
      receipt(a.code),
      { codes: ['000.00.00.G15-KQ004389'] },
      { codes: [a.code.replace(/\d{4}$/, '9999')] },
      both,
      receipt(a.code),
    );
    expect(session.segments.map(({ issues }) => issues[0])).toEqual([
      'too-few',
      'foreign',
      'not-found',
      'conflict',
      'again',
    ]);
  });

  test('is cut and joined by hand, and a joined page claims nothing', async () => {
    const a = takeIn(desk);
    const session = await scan(undefined, receipt(a.code), {}, { codes: ['000.00.00.G15-KQ004389'] }, {});
    expect(session.segments).toHaveLength(2);
    const joined = desk.sessions.setPage(session.id, session.pages[2]?.id ?? '', { cut: 'join' });
    expect(shape(joined)).toEqual([[1, 4, 4, a.code, 'code', []]]);
    const cut = desk.sessions.setPage(session.id, session.pages[3]?.id ?? '', { cut: 'begin' });
    expect(cut.segments.map(({ from, to }) => [from, to])).toEqual([
      [1, 3],
      [4, 4],
    ]);
    const back = desk.sessions.setPage(session.id, session.pages[3]?.id ?? '', { cut: null });
    expect(back.segments).toHaveLength(1);
  });

  test('papers of another dossier in a dossier’s batch do not become its own', async () => {
    const [a, b] = [takeIn(desk), takeIn(desk)];
    const session = await scan(a.id, {}, {}, {}, receipt(b.code), {}, {}, {});
    expect(shape(session)).toEqual([
      [1, 3, 3, a.code, 'session', []],
      [4, 7, 4, b.code, 'code', ['other-dossier']],
    ]);
  });

  test('the secret of a receipt is kept nowhere', async () => {
    const session = await scan(undefined, receipt(takeIn(desk).code));
    const log = readFileSync(join(desk.folder, 'scans', session.id, 'pages.log'), 'utf8');
    expect(log).toContain('"marks"');
    expect(log).not.toContain('7KQ4X2M9');
  });
});

describe('attaching', () => {
  test('does not make another plan in the place of a damaged one: pages would be attached twice', async () => {
    const { id } = takeIn(desk);
    const session = await scan(id, {});
    const plan = join(desk.folder, 'scans', session.id, 'plan.json');
    writeFileSync(plan, '[{"dossierId":');
    expect(await refused(() => attach(session.id))).toBe('MC-STO-03');
    expect(documents(id)).toEqual([]);
    expect(readFileSync(plan, 'utf8')).toBe('[{"dossierId":');
  });

  test('twice, at once or later, or after a restart, attaches once', async () => {
    const { id } = takeIn(desk);
    const session = await scan(id, {}, {}, {});
    const both = await Promise.all([attach(session.id), attach(session.id)]);
    expect(both[0]).toEqual(both[1]);
    await restart();
    expect(await attach(session.id)).toEqual([{ dossierId: id, pages: 3 }]);
    expect(documents(id)).toHaveLength(2);
    expect(desk.sessions.get(session.id)).toMatchObject({ state: 'attached' });
  });
  test('leaves no pictures behind', async () => {
    const session = await scan(takeIn(desk).id, {}, {}, {});
    await attach(session.id);
    expect(filesOf(session.id).filter((name) => /\.jpg/.test(name))).toEqual([]);
  });
  test('is refused while sheets run, and nothing may be changed once it has begun', async () => {
    const { id } = takeIn(desk);
    desk.pipeline.hold();
    desk.feeder.load(...Array.from({ length: 12 }, () => ({})));
    const session = desk.sessions.start({ dossierId: id });
    await eventually(
      () => desk.sessions.get(session.id),
      ({ pages }) => pages.length === 8,
    );
    expect(await refused(() => attach(session.id))).toBe('MC-DSC-04');
    expect(await refused(() => desk.sessions.discard(session.id))).toBe('MC-DSC-04');
    desk.pipeline.go();
    const { pages } = await settled(desk, session.id);
    const attaching = attach(session.id);
    expect(await refused(() => desk.sessions.setPage(session.id, pages[0]?.id ?? '', { dropped: true }))).toBe(
      'MC-DSC-24',
    );
    expect(await refused(() => desk.sessions.start({ dossierId: id }))).toBe('MC-DSC-24');
    await attaching;
  });
  test('a turned page stays as it was compressed, and the reader is told to turn it', async () => {
    const { id } = takeIn(desk);
    const session = await scan(id, {}, {}, {});
    desk.sessions.setPage(session.id, session.pages[0]?.id ?? '', { rotation: 90 });
    await attach(session.id);
    const [first] = desk.store.dossiers.documents(id);
    const pdf = Buffer.from(await desk.blobs.read(first?.sha256 ?? '')).toString('latin1');
    expect(pdf).toContain('/Rotate 90');
  });
  test('a discarded batch is gone, its pages too', async () => {
    const session = await scan(undefined, {}, {});
    await desk.sessions.discard(session.id);
    expect(desk.sessions.openOf(undefined)).toBeUndefined();
    expect(filesOf(session.id).filter((name) => /\.jpg/.test(name))).toEqual([]);
    expect(await refused(() => attach(session.id))).toBe('MC-API-05');
  });
});

describe('after a restart', () => {
  test('a batch in work is there with the officer’s words on it', async () => {
    const { id } = takeIn(desk);
    const session = await scan(id, {}, {});
    const [first, second] = session.pages;
    desk.sessions.setPage(session.id, first?.id ?? '', { rotation: 180, paper: 1 });
    const before = desk.sessions.setPage(session.id, second?.id ?? '', { dropped: true });
    await restart();
    expect(desk.sessions.openOf(id)).toEqual(before);
  });
  test('a torn last line is cut away, and the batch goes on', async () => {
    const { id } = takeIn(desk);
    const session = await scan(id, {});
    await desk.close();
    const log = join(desk.folder, 'scans', session.id, 'pages.log');
    const whole = statSync(log).size;
    writeFileSync(log, '{"what":"chan', { flag: 'a' });
    desk = await openDesk(desk.folder);
    expect(statSync(log).size).toBe(whole);
    expect((await scan(id, {})).pages).toHaveLength(2);
    await restart();
    expect(desk.sessions.openOf(id)?.pages).toHaveLength(2);
  });
  test('a line in the middle that the disk spoilt is told, and the rest of the batch stands', async () => {
    const { id } = takeIn(desk);
    const session = await scan(id, {}, {});
    await desk.close();
    const log = join(desk.folder, 'scans', session.id, 'pages.log');
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
    const spoilt = lines.findLastIndex((line) => line.includes('"ended"'));
    writeFileSync(log, `${lines.with(spoilt, 'x'.repeat(20)).join('\n')}\n`);
    desk = await openDesk(desk.folder);
    expect(desk.errors).toMatchObject([{ code: 'MC-STO-03', context: { batch: session.id, lines: 1 } }]);
    expect(desk.sessions.openOf(id)?.pages).toHaveLength(2);
  });
  test('raw pages whose line was lost are taken in', async () => {
    const { id } = takeIn(desk);
    desk.pipeline.hold();
    desk.feeder.load({}, {});
    const session = desk.sessions.start({ dossierId: id });
    await eventually(
      () => desk.sessions.get(session.id),
      ({ state, pages }) => state === 'ended' && pages.length === 2,
    );
    await desk.close();
    const log = join(desk.folder, 'scans', session.id, 'pages.log');
    const lines = readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => !line.includes('"taken"'));
    writeFileSync(log, lines.join('\n'));
    desk = await openDesk(desk.folder);
    expect((await settled(desk, session.id)).pages.map(({ number, state }) => [number, state])).toEqual([
      [1, 'ready'],
      [2, 'ready'],
    ]);
  });
  test('a batch of version 0.1.0 is there, with its pages and the officer’s words', async () => {
    const { id: dossierId } = takeIn(desk);
    const [id, page, dropped] = [uuidv7(), uuidv7(), uuidv7()];
    const old = join(desk.folder, 'scans', id);
    mkdirSync(old);
    const each = { bytes: 9, blank: false, rotation: 90 as const, paper: 1 };
    const pages = [
      { ...each, id: page, number: 1, dropped: false },
      { ...each, id: dropped, number: 2, dropped: true },
    ];
    const facts = { id, dossierId, state: 'scanning', sheets: 2, startedAt: 1, pages };
    writeFileSync(join(old, 'session.json'), JSON.stringify(facts));
    await restart();
    const session = desk.sessions.openOf(dossierId);
    expect(session).toMatchObject({ id, state: 'ended', sheets: 2, sides: 2 });
    expect(session?.pages.map((one) => [one.id, one.state, one.dropped, one.rotation, one.paper])).toEqual([
      [page, 'ready', false, 90, 1],
      [dropped, 'ready', true, 90, 1],
    ]);
  });
  test.each(['', '{"what":"begun","id":'])(
    'one killed before its first line was down was never begun: %j',
    async (log) => {
      const [unbegun, withPage] = ['chua', 'co-trang'].map((name) => join(desk.folder, 'scans', name));
      if (!unbegun || !withPage) throw new Error('two folders');
      for (const dir of [unbegun, withPage]) {
        mkdirSync(dir);
        writeFileSync(join(dir, 'pages.log'), log);
      }
      mkdirSync(join(withPage, 'raw'));
      await restart();
      expect(existsSync(unbegun)).toBe(false);
      expect(desk.errors.map(codeOf)).toEqual(['MC-API-05']);
      expect(readdirSync(withPage)).toEqual(['pages.log', 'raw']);
    },
  );
  test('a folder without readable lines harms nobody and is left alone', async () => {
    const strange = join(desk.folder, 'scans', 'la');
    mkdirSync(strange);
    writeFileSync(join(strange, 'pages.log'), 'không phải nhật ký\n');
    await restart();
    expect(desk.errors.map(codeOf)).toEqual(['MC-API-05']);
    expect(readdirSync(strange)).toEqual(['pages.log']);
  });
});

describe('what the windows hear', () => {
  test('adds up to the batch, and grows with it rather than with its square', async () => {
    const { id } = takeIn(desk);
    const session = await scan(id, ...Array.from({ length: 120 }, () => ({})));
    await eventually(
      () => desk.events.findLast((event) => event.type === 'scan-session'),
      (event) => event?.type === 'scan-session' && event.change.head.revision === session.revision,
    );
    const changes = desk.events.flatMap((event) => (event.type === 'scan-session' ? [event.change] : []));
    const [first] = changes;
    if (!first) throw new Error('nothing was said');
    let seen: ScanSession = { ...first.head, pages: first.pages };
    for (const change of changes) seen = applyScanChange(seen, change) ?? seen;
    expect(seen).toEqual(JSON.parse(JSON.stringify(session)));
    const said = changes.reduce((sum, { pages }) => sum + pages.length, 0);
    expect(said).toBeLessThan(120 * 4);
    // And on disk: some short lines a page, none rewritten.
    expect(statSync(join(desk.folder, 'scans', session.id, 'pages.log')).size).toBeLessThan(120 * 1_000);
  });
  test('a change that was missed makes the window ask anew', async () => {
    const { id } = takeIn(desk);
    const session = await scan(id, {});
    const later = { since: session.revision + 1, head: { ...session, revision: session.revision + 2 }, pages: [] };
    expect(applyScanChange(session, later)).toBeUndefined();
  });
});

test('without a scanner it says so and begins nothing', async () => {
  await desk.close();
  desk = await openDesk(desk.folder, { noScanner: true });
  expect(await refused(() => desk.sessions.start({}))).toBe('MC-DSC-05');
  expect(desk.sessions.openOf(undefined)).toBeUndefined();
});
