/** The demo's story as a test: what `npm run demo` leaves must say that everything happened, once. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openEvidence } from '../../scripts/demo/evidence.ts';
import { playKillStory } from '../../scripts/demo/kill-story.ts';
import { playStory } from '../../scripts/demo/story.ts';
import { RESULTS } from './launch.ts';

const folder = mkdtempSync(join(tmpdir(), 'mc-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PICTURES = ['counter.png', 'counter-offline.png', 'kiosk.png', 'kiosk-status.png', 'display.png', 'setup.png'];
const PAPERS = ['receipt.pdf', 'receipt-thermal.png', 'ticket.png', 'scan.pdf'];

test('a dossier goes its whole way, with the line cut in between, and is at the province once', {
  timeout: 400_000,
}, async () => {
  const evidence = openEvidence(join(RESULTS, 'story'));
  const result = await playStory(join(folder, 'story'), evidence);
  for (const name of [...PICTURES, ...PAPERS]) expect(existsSync(join(evidence.folder, name)), name).toBe(true);
  expect(result.dossierCode).toMatch(/^H57\.23\.15-261124-\d{4}$/);
  expect(result.operations).toMatchObject({ accepted: result.operations.made, rejected: 0 });
  expect(result.offlineSeconds).toBeGreaterThan(0);
  expect(result.readBack.receiptThermal).toContain(result.dossierCode);
  expect(result.readBack.receiptPdf).toContain(result.dossierCode);
  expect(result.readBack.scanPages).toBe(3);
  expect(result.leftOver).toBe(0);
});

test('killed at five moments: nothing lost, nothing doubled, nothing printed twice unasked', {
  timeout: 600_000,
}, async () => {
  const evidence = openEvidence(join(RESULTS, 'kill'));
  const result = await playKillStory(join(folder, 'kill'), evidence);
  expect(result.kills.map(({ moment }) => moment)).toEqual([
    'typing',
    'between-commit-and-print',
    'printing',
    'scanning',
    'answer-lost',
  ]);
  expect(result).toMatchObject({ lost: 0, doubled: 0, leftOver: 0 });
  expect(result.operations).toMatchObject({
    accepted: result.operations.made,
    atPortal: result.operations.made,
    rejected: 0,
  });
});
