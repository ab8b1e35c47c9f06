/** What lies on the disk of a batch that is not attached yet: nobody's paper in the clear, at any instant that a kill may leave. */
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Uuid7 } from '../../domain/ids.ts';
import type { ScanSession } from '../../domain/scan-session.ts';
import { readPage, resealPages } from '../../offline-store/page-files.ts';
import { createKeyRing, newRing, temporaryKeys, withNewKey } from '../../offline-store/protection/key-ring.ts';
import { keyNumberOfHead } from '../../offline-store/protection/sealed-file.ts';
import { eventually } from './fixture.ts';
import { actor, codeOf, dispose, numberIn, openDesk, type ScanDesk, type Side, settled, takeIn } from './scan-desk.ts';

let desk: ScanDesk;
beforeEach(async () => {
  desk = await openDesk(mkdtempSync(join(tmpdir(), 'motcua-sealed-')));
});
afterEach(async () => {
  await desk.close();
  await dispose(desk.folder);
});

/** Stands on the paper: in the scanner's file and, behind a JPEG's head, in the picture. */
const MARK = 7_318_402_955_361;
const IN_THE_CLEAR = [Buffer.from(String(MARK)), Buffer.from('ffd8ffdb', 'hex'), Buffer.from('"n":')];

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
const leaks = (): readonly string[] =>
  filesUnder(desk.folder).filter((path) => {
    const bytes = readFileSync(path);
    return IN_THE_CLEAR.some((mark) => bytes.includes(mark));
  });

const scan = async (dossierId: Uuid7 | undefined, ...sides: readonly Side[]): Promise<ScanSession> => {
  desk.feeder.load(...sides);
  return settled(desk, desk.sessions.start({ dossierId }).id);
};
const restart = async (): Promise<void> => {
  await desk.close();
  desk = await openDesk(desk.folder);
};
const batch = ({ id }: Pick<ScanSession, 'id'>, ...names: readonly string[]): string =>
  join(desk.folder, 'scans', id, ...names);
const numbers = async (session: ScanSession): Promise<readonly number[]> =>
  (await Promise.all(session.pages.map(({ id }) => desk.sessions.image(session.id, id)))).map(numberIn);

async function held(...sides: readonly Side[]): Promise<ScanSession> {
  desk.pipeline.hold();
  desk.feeder.load(...sides);
  const { id } = desk.sessions.start({});
  return eventually(
    () => desk.sessions.get(id),
    ({ state, pages }) => state === 'ended' && pages.length === sides.length,
  );
}

test('a page is found nowhere in the data folder: waiting for its picture, made, kept as damaged, attached', async () => {
  writeFileSync(join(desk.folder, 'control'), String(MARK));
  expect(leaks()).toHaveLength(1);
  rmSync(join(desk.folder, 'control'));
  const { code, id } = takeIn(desk);
  const waiting = await held({ n: MARK, codes: [code] }, { n: MARK });
  expect(readdirSync(batch(waiting, 'raw'))).toHaveLength(2);
  expect(leaks()).toEqual([]);
  desk.pipeline.go();
  const made = await settled(desk, waiting.id);
  expect(await numbers(made)).toEqual([MARK, MARK]);
  expect(leaks()).toEqual([]);
  await desk.sessions.attach(made.id, actor);
  expect(desk.store.dossiers.documents(id)).not.toEqual([]);
  expect(leaks()).toEqual([]);
  await scan(undefined, { n: MARK, damaged: true });
  expect(leaks()).toEqual([]);
});

/** As a program before this one left it. */
async function unseal(folder: string): Promise<void> {
  for (const path of filesUnder(folder).filter((name) => name.endsWith('.sealed'))) {
    const plain = path.replace(/\.sealed$/, '');
    writeFileSync(plain, await readPage(plain, temporaryKeys()));
    rmSync(path);
  }
}

test('pages that an older program left in the clear are sealed at the start, and attached as they were', async () => {
  const { id } = takeIn(desk);
  const session = await scan(id, { n: 1 }, { n: MARK }, { n: 3 }, { damaged: true });
  await desk.close();
  await unseal(batch(session));
  expect(leaks().length).toBeGreaterThan(2);
  desk = await openDesk(desk.folder);
  expect(leaks()).toEqual([]);
  const [, , , damaged] = session.pages;
  desk.sessions.setPage(session.id, damaged?.id ?? '', { dropped: true });
  expect(await numbers({ ...session, pages: session.pages.slice(0, 3) })).toEqual([1, MARK, 3]);
  expect(await desk.sessions.attach(session.id, actor)).toEqual([{ dossierId: id, pages: 3 }]);
  expect(desk.errors).toEqual([]);
});

test('a page that a kill left half sealed, or sealed and still in the clear, is one page', async () => {
  const session = await held({ n: 1 }, { n: 2 }, { n: 3 });
  await desk.close();
  const [first, second] = readdirSync(batch(session, 'raw'))
    .sort()
    .map((name) => batch(session, 'raw', name.replace(/\.sealed$/, '')));
  if (!first || !second) throw new Error('no pages');
  writeFileSync(first, await readPage(first, temporaryKeys()));
  renameSync(`${first}.sealed`, `${first}.part`);
  writeFileSync(second, await readPage(second, temporaryKeys()));
  await restart();
  const after = await settled(desk, session.id);
  expect(await numbers(after)).toEqual([1, 2, 3]);
  expect(leaks()).toEqual([]);
  expect(readdirSync(batch(session, 'raw'))).toEqual([]);
});

const flip = (path: string): void => {
  const bytes = readFileSync(path);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  writeFileSync(path, bytes);
};

test('a page that the disk spoilt, or that lies in another one’s place, is damaged and can be scanned again', async () => {
  const session = await held({ n: 1 }, { n: 2 }, { n: 3 });
  await desk.close();
  const [first, second, third] = readdirSync(batch(session, 'raw')).sort();
  if (!first || !second || !third) throw new Error('no pages');
  flip(batch(session, 'raw', first));
  copyFileSync(batch(session, 'raw', third), batch(session, 'raw', second));
  desk = await openDesk(desk.folder);
  expect((await settled(desk, session.id)).pages.map(({ state, code }) => [state, code])).toEqual([
    ['damaged', 'MC-DSC-06'],
    ['damaged', 'MC-DSC-06'],
    ['ready', undefined],
  ]);
  await expect(desk.sessions.attach(session.id, actor).catch(codeOf)).resolves.toBe('MC-DSC-25');
});

test('after a new key the pages are sealed with it; one that its batch let go meanwhile does not come back', async () => {
  const old = newRing(1);
  const keys = createKeyRing(old);
  await desk.close();
  await dispose(desk.folder);
  desk = await openDesk(mkdtempSync(join(tmpdir(), 'motcua-sealed-')), { keys });
  const session = await scan(undefined, { n: 1 }, { n: MARK });
  const sealed = (): readonly string[] => filesUnder(batch(session)).filter((path) => path.endsWith('.sealed'));
  const [page] = sealed();
  if (!page) throw new Error('no page');
  flip(page);
  const newer = createKeyRing(withNewKey(old, 2));
  const scans = join(desk.folder, 'scans');
  expect(await resealPages(scans, newer, AbortSignal.abort())).toBe(0);
  expect(await resealPages(scans, newer, new AbortController().signal)).toBe(1);
  expect(await resealPages(scans, newer, new AbortController().signal)).toBe(0);
  expect(sealed().map((path) => keyNumberOfHead(readFileSync(path)))).toEqual([1, 2]);
  await desk.close();
  desk = await openDesk(desk.folder, { keys: newer });
  expect(numberIn(await desk.sessions.image(session.id, session.pages[1]?.id ?? ''))).toBe(MARK);
  await desk.sessions.discard(session.id);
  expect(await resealPages(scans, createKeyRing(withNewKey(withNewKey(old, 2), 3)), new AbortController().signal)).toBe(
    0,
  );
  expect(sealed()).toEqual([]);
});
