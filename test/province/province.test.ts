/** A small province for a day, with everything that can go wrong: real stores, real lines, a real portal, processes killed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openPostgres } from '../rig/postgres.ts';
import { runProvince } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'motcua-province-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('six stations lose nothing, double nothing and end as the portal sees them', async () => {
  const server = await openPostgres();
  try {
    const { summary, faults, findings } = await runProvince({
      // Chosen for its plan: cuts, a flaky line, a crash, a clock that jumps, two restores.
      seed: 'ngày 48',
      stations: 6,
      days: 1,
      faults: true,
      workers: 2,
      folder,
      databaseUrl: await server?.createDatabase(),
      onProgress: () => undefined,
    });
    expect({ faults, findings }).toEqual({ faults: [], findings: [] });
    expect(summary).toMatchObject({ ok: true, lost: 0, doubled: 0, different: 0 });
    expect(summary.operations).toBeGreaterThan(150);
    expect(Math.min(summary.handOvers.made, summary.handOvers.taken)).toBeGreaterThan(10);
    expect(summary.operations).toBe(summary.accepted + summary.refusedByPortal);
    expect(summary.faults).toMatchObject({
      'worker-killed': 1,
      'portal-killed': 1,
      'station-closed': 1,
      'clock-jump': 1,
      'backup-restored': 2,
    });
  } finally {
    await server?.stop();
  }
}, 240_000);
