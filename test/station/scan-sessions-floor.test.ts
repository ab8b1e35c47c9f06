/** A disk that fills up with scans: scanning pauses while there is still room for what an intake needs. */
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isScanFloor } from '../../offline-store/blob-upkeep.ts';
import { canMount, smallDisk } from '../offline-store/small-disk.ts';
import { eventually } from './fixture.ts';
import { actor, codeOf, dispose, openDesk, type ScanDesk, takeIn } from './scan-desk.ts';

let desk: ScanDesk | undefined;
let isFull = false;
let folder: string;
beforeEach(() => {
  isFull = false;
  folder = mkdtempSync(join(tmpdir(), 'motcua-floor-'));
});
afterEach(async () => {
  await desk?.close();
  desk = undefined;
  await dispose(folder);
});

const codeOfStart = ({ sessions }: ScanDesk, dossierId: string): string => {
  try {
    sessions.start({ dossierId });
    return 'started';
  } catch (error) {
    return codeOf(error);
  }
};

const ended = ({ sessions }: ScanDesk, id: string) =>
  eventually(
    () => sessions.openOf(id),
    (session) => session?.state === 'ended' && session.pages.every(({ state }) => state !== 'processing'),
  );

test('no batch begins below the floor, and a dossier is taken in all the same', async () => {
  desk = await openDesk(folder, { isFull: () => isFull });
  isFull = true;
  expect(codeOfStart(desk, takeIn(desk).id)).toBe('MC-STO-19');
  expect(desk.sessions.openOf(undefined)).toBeUndefined();
  isFull = false;
  expect(codeOfStart(desk, takeIn(desk).id)).toBe('started');
});

test('a feed that reaches the floor stops with its pages kept; the rest is fed once there is room, and attached', async () => {
  let pages = 0;
  const isReached = (): boolean => {
    pages += 1;
    return pages === 3;
  };
  desk = await openDesk(folder, { isFull: isReached });
  const { feeder, sessions } = desk;
  const { id } = takeIn(desk);
  feeder.load({ n: 1 }, { n: 2 }, { n: 3 });
  // Asked at the start, and after each page: the second one reaches it.
  sessions.start({ dossierId: id });
  expect(await ended(desk, id)).toMatchObject({ code: 'MC-STO-19', sheets: 2, sides: 2, pages: [{}, {}] });
  const { id: batch } = sessions.start({ dossierId: id });
  expect(await ended(desk, id)).toMatchObject({ code: undefined, sheets: 3, sides: 3 });
  expect(await sessions.attach(batch, actor)).toEqual([{ dossierId: id, pages: 3 }]);
});

describe.runIf(canMount())('on a small disk (tmpfs)', () => {
  test('what scans leave is enough for hundreds of intakes, and what was fed is attached', async () => {
    const disk = smallDisk('128m');
    desk = await openDesk(disk, { isFull: () => isScanFloor(disk) });
    const { feeder, sessions, store } = desk;
    const { id } = takeIn(desk);
    const { bavail, bsize, blocks } = statfsSync(disk);
    // A page and some lines above the floor.
    writeFileSync(join(disk, 'ballast'), Buffer.alloc(bavail * bsize - Math.ceil(blocks * bsize * 0.05) - 60_000));
    feeder.load(...Array.from({ length: 40 }, (_, index) => ({ n: index + 1 })));
    sessions.start({ dossierId: id });
    const stopped = await ended(desk, id);
    expect(stopped).toMatchObject({ code: 'MC-STO-19' });
    const pages = stopped?.pages.length ?? 0;
    expect(pages).toBeGreaterThan(0);
    expect(pages).toBeLessThan(40);
    // A page in the works takes more than it does when it is made.
    writeFileSync(join(disk, 'more'), Buffer.alloc(100_000));
    expect(codeOfStart(desk, id)).toBe('MC-STO-19');
    for (let index = 0; index < 200; index += 1) takeIn(desk);
    expect(store.outbox.counts().waiting).toBe(201);
    expect(await sessions.attach(stopped?.id ?? '', actor)).toEqual([{ dossierId: id, pages }]);
    rmSync(join(disk, 'ballast'));
    expect(codeOfStart(desk, id)).toBe('started');
    await ended(desk, id);
    expect(sessions.openOf(id)?.pages).toHaveLength(40 - pages);
    expect(store.audit.verify().ok).toBe(true);
  });
});
