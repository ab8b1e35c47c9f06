/** A station, the portal itself, and a disk that flips a bit in a scan that was sent: it comes back without anybody's hand. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createBlobStore } from '../../offline-store/blobs.ts';
import { createHealingBlobs } from '../../offline-store/healing.ts';
import { createMending } from '../../offline-store/mending.ts';
import { openOfficeStore } from '../../offline-store/open.ts';
import { startSync } from '../../offline-store/sync/sync.ts';
import { actor, commit, KEYS, NOW, nextId, TODAY } from '../offline-store/helpers.ts';
import { silent } from '../offline-store/sync/parts.ts';
import { type EngineSession, engines, migrated } from './engines.ts';
import { type RunningPortal, runPortal, tokenOf } from './running.ts';
import { COUNTER } from './samples.ts';

const PATIENCE = { timeout: 30_000, interval: 20 };

describe.each(engines)('a damaged scan, with a portal on $name', ({ open }) => {
  let session: EngineSession;
  let portal: RunningPortal;
  beforeAll(async () => {
    session = await open();
    portal = await runPortal(await migrated(session), { now: () => NOW });
  }, 120_000);
  afterAll(async () => {
    await portal.stop();
    await session.close();
  }, 120_000);

  it('comes back from the province once the line is there, and is the same byte for byte', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'motcua-scan-return-'));
    const { agency, station } = COUNTER;
    const store = openOfficeStore({ file: join(folder, 'office.db'), station, agency, now: () => NOW, keys: KEYS });
    const raw = createBlobStore(join(folder, 'blobs'), KEYS);
    const mending = createMending({ store, station, now: () => NOW, log: silent });
    const noCopy = { keys: KEYS, place: () => undefined, onHealed: () => undefined };
    const blobs = createHealingBlobs(raw, { ...noCopy, onLost: mending.lost });
    const sync = startSync({
      ...{ store, blobs, station, agency, portalUrl: portal.url, token: tokenOf(COUNTER), now: () => NOW, log: silent },
      ...{ onState: () => undefined, pollMs: 50, random: () => 1, scanReturns: { mending, hasRoom: () => true } },
    });
    try {
      await vi.waitFor(() => expect(store.leases.left(TODAY)).toBeGreaterThan(0), PATIENCE);
      const { received } = store.receiveDossier(commit(), actor());
      const scan = randomBytes(600_000);
      const { sha256, bytes } = await blobs.put(scan);
      store.attachDocument(
        { id: nextId(), dossierId: received.id, title: 'Tờ khai', sha256, pages: 1, bytes },
        actor(),
      );
      sync.kick();
      await vi.waitFor(() => expect(store.upkeep.ownPaper(sha256)?.sent).toBe(true), PATIENCE);
      portal.setBehaviour('down');
      const file = readFileSync(raw.path(sha256));
      writeFileSync(raw.path(sha256), file.with(300_000, (file[300_000] ?? 0) ^ 1));
      await expect(blobs.read(sha256)).rejects.toThrow('MC-STO-03');
      expect(mending.lostScans()).toMatchObject([{ sha256, code: received.code, sent: true }]);
      portal.setBehaviour('up');
      sync.kick();
      await vi.waitFor(() => expect(mending.mendedScans()).toHaveLength(1), PATIENCE);
      expect(Buffer.from(await raw.read(sha256)).equals(scan)).toBe(true);
      expect(store.audit.verify().ok).toBe(true);
    } finally {
      await sync.stop();
      store.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
