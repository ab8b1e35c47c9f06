import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendTo } from '../../../portal/conformance/client.ts';
import { codesOfAdmin } from '../../../portal/conformance/pairing.ts';
import { type ConformanceReport, POINTS, runConformance } from '../../../portal/conformance/run.ts';
import { EXAMPLES } from '../../../portal/contract/examples.ts';
import type { Caller } from '../../../portal/server/caller.ts';
import { type EngineSession, engines } from '../engines.ts';
import { ADMIN_TOKEN, type RunningPortal, runPortal, tokenOf } from '../running.ts';
import { COUNTER, ELSEWHERE, SECOND } from '../samples.ts';
import { type Mutation, startMutant } from './mutant.ts';
import { MUTATIONS } from './mutations.ts';
import { PAIRING_MUTATIONS } from './pairing-mutations.ts';
import { RATE_MUTATIONS } from './rate-mutations.ts';

const speaker = (caller: Caller) => ({ ...caller, token: tokenOf(caller) });
const speakers = { me: speaker(COUNTER), colleague: speaker(SECOND), stranger: speaker(ELSEWHERE) };
const PAIRED = { station: 'quay-kit', agency: COUNTER.agency };
const codesAt = (url: string) => codesOfAdmin(sendTo(url), PAIRED, ADMIN_TOKEN);
/** So that there is something a liar could lie about. */
const announceAt = async (url: string): Promise<void> => {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' };
  for (const [path, value] of [
    ['catalogue', EXAMPLES.Catalogue],
    ['settings', EXAMPLES.Settings],
  ] as const)
    await fetch(`${url}/v1/admin/${path}`, { method: 'POST', headers, body: JSON.stringify(value) });
};
const verdicts = ({ findings }: ConformanceReport) =>
  Object.fromEntries(findings.filter(({ verdict }) => verdict !== 'kept').map(({ id, seen }) => [id, seen]));

/** What a liar in between does is the same on every database; those of pairing and of limits are tried on the first. */
const mutationsOn = (name: string) =>
  name === engines[0]?.name ? [...MUTATIONS, ...PAIRING_MUTATIONS, ...RATE_MUTATIONS] : MUTATIONS;

describe.each(engines)('on $name', ({ name, open }) => {
  let session: EngineSession;
  let portal: RunningPortal;
  beforeAll(async () => {
    session = await open();
    portal = await runPortal(await session.empty());
    await announceAt(portal.url);
  }, 60_000);
  afterAll(async () => {
    await portal.stop();
    await session.close();
  });

  it('the reference portal keeps every point, also when asked again', { timeout: 60_000 }, async () => {
    for (const round of [1, 2]) {
      const report = await runConformance({ url: portal.url, ...speakers, codes: codesAt(portal.url) });
      expect(verdicts(report), `round ${round}`).toEqual({});
      expect(report.kept).toBe(POINTS.length);
    }
  });

  it('what cannot be looked at is said to be left out', async () => {
    const points = POINTS.filter(({ needs }) => needs === 'stranger').slice(0, 1);
    const report = await runConformance({ url: portal.url, me: speakers.me, points });
    expect(report).toMatchObject({ kept: 0, broken: 0, leftOut: 1 });
  });

  it.each(mutationsOn(name))('finds a portal that $name', { timeout: 30_000 }, async ({ mutation, caughtBy }) => {
    const mutant = await startMutant(portal.url, mutation());
    try {
      const points = POINTS.filter(({ id }) => caughtBy.includes(id));
      const report = await runConformance({ url: mutant.url, ...speakers, codes: codesAt(portal.url), points });
      expect(Object.keys(verdicts(report)).sort()).toEqual([...caughtBy].sort());
    } finally {
      await mutant.close();
    }
  });
});

const honest: Mutation = (asked, forward) => forward(asked);

describe('the program', () => {
  let session: EngineSession;
  let portal: RunningPortal;
  let folder = '';
  beforeAll(async () => {
    const [engine] = engines;
    if (!engine) throw new Error('no database to try it on');
    session = await engine.open();
    portal = await runPortal(await session.empty());
    folder = mkdtempSync(join(tmpdir(), 'motcua-conformance-'));
  }, 60_000);
  afterAll(async () => {
    await portal.stop();
    await session.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (args: readonly string[]) =>
    new Promise<{ readonly code: number | null; readonly out: string }>((resolve) => {
      const child = spawn(process.execPath, ['portal/conformance/main.ts', ...args]);
      let out = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (out += text));
      child.once('close', (code) => resolve({ code, out }));
    });
  const flags = (url: string) =>
    ['--url', url, '--token', tokenOf(COUNTER), '--station', COUNTER.station, '--agency', COUNTER.agency] as const;

  it('ends with 0 and a report a person can read', { timeout: 60_000 }, async () => {
    const { code, out } = await run([...flags(portal.url), '--admin-token', ADMIN_TOKEN, '--out', folder]);
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringMatching(/0 broken, [1-9]\d* left out/) });
    const report = readFileSync(join(folder, 'report.md'), 'utf8');
    expect(report).toContain('**PUSH-2** The same operation sent again');
    expect(report.slice(report.indexOf('## Kept'))).toContain('**PAIR-6** A new key');
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toMatchObject({ broken: 0 });
  });

  it('takes the codes that a person gives it, and says what it did not try without the second', {
    timeout: 60_000,
  }, async () => {
    const code = await codesAt(portal.url).first();
    const typed = ['--paired', PAIRED.station, '--pairing-code', `${code.slice(0, 4)}-${code.slice(4)}`.toLowerCase()];
    const { code: ended, out } = await run([...flags(portal.url), ...typed]);
    expect({ ended, out }).toMatchObject({ ended: 0, out: expect.stringMatching(/kept\s+PAIR-3/) });
    expect(out).toMatch(/left out\s+PAIR-6[\s\S]*not tried: no --replacing-code/);
  });

  it('ends with 1 where something is broken, and says what was seen', { timeout: 60_000 }, async () => {
    const last = MUTATIONS.at(-1)?.mutation() ?? honest;
    const mutant = await startMutant(portal.url, last);
    const { code, out } = await run(flags(mutant.url)).finally(() => mutant.close());
    expect(code).toBe(1);
    expect(out).toMatch(/BROKEN\s+INFO-1[\s\S]*its clock is 3153\d{4} s away/);
  });

  it('ends with 2 when it is called wrongly, or where nobody answers', async () => {
    expect(await run([])).toMatchObject({ code: 2, out: expect.stringContaining('usage:') });
    expect(await run(['--url', 'http://127.0.0.1:9', '--token', 'x'])).toMatchObject({ code: 2 });
  });
});
