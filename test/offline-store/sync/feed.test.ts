import { describe, expect, it, vi } from 'vitest';
import { createFeedTurn, createHold, LONGEST_WAIT_SECONDS } from '../../../offline-store/sync/feed.ts';
import { change, remoteDossier, TODAY } from '../helpers.ts';
import { answers, type FaultPortal, startFaultPortal } from './fault-portal.ts';
import { partsFor } from './parts.ts';

const POLL = 5_000;

const turnOf = (portal: FaultPortal, over: { readonly longest?: number } = {}) => {
  const parts = partsFor(portal.url);
  const onChanges = vi.fn();
  const hold = createHold(() => 0, over.longest);
  const turn = createFeedTurn({
    parts,
    holding: parts.client,
    hold,
    onChanges,
    onCaughtUp: () => undefined,
    patience: 5_000,
    pollMs: POLL,
  });
  return { turn, parts, onChanges, hold };
};

const waits = (portal: FaultPortal): readonly string[] =>
  portal.asked.map(({ path }) => new URL(path, 'http://x').searchParams.get('wait') ?? '0');

describe('following the feed', () => {
  it('catches up, then asks to be held; what comes then is applied and told', async () => {
    const portal = await startFaultPortal();
    portal.feed.push({ ...change(remoteDossier('0901')), cursor: 'k1' });
    const { turn, parts, onChanges } = turnOf(portal);
    await turn();
    portal.feed.push({ ...change(remoteDossier('0902')), cursor: 'k2' });
    expect(await turn()).toBe(0);
    expect(waits(portal)).toEqual(['0', '25', '25']);
    expect(parts.store.dossiers.worklist(TODAY)).toHaveLength(2);
    expect(onChanges).toHaveBeenCalledTimes(2);
  });

  it('asks only now and then where the portal answers at once', async () => {
    const portal = await startFaultPortal();
    const { turn } = turnOf(portal);
    expect([await turn(), await turn(), await turn()]).toEqual([POLL, POLL, POLL]);
    expect(portal.asked).toHaveLength(4);
  });

  it.each(['cut', 'badGatewayPage', 'half', 'garbage', 'tooLarge'] as const)(
    'asks for less where something on the way does not keep it open (%s), and ends with plain looks',
    async (fault) => {
      const portal = await startFaultPortal();
      portal.faults.set('/v1/changes?limit=5000&wait', answers[fault]);
      const { turn, parts } = turnOf(portal);
      const pauses: number[] = [];
      for (let n = 0; n < 6; n += 1) pauses.push(await turn());
      expect(waits(portal)).toEqual(['0', '25', '0', '12', '0', '6', '0', '3', '0', '0']);
      expect(pauses).toEqual([0, 0, 0, 0, POLL, POLL]);
      expect(parts.store.inbox.cursor()).toBeUndefined();
    },
  );

  it('says so when the line itself is down, and then asks to be held as long as before', async () => {
    const portal = await startFaultPortal();
    const { turn } = turnOf(portal);
    portal.faults.set('/v1/changes?limit=5000&wait', answers.cut);
    await turn();
    portal.faults.set('/v1/changes', answers.cut);
    await expect(turn()).rejects.toMatchObject({ code: 'MC-NET-01' });
    portal.faults.clear();
    await turn();
    expect(waits(portal).at(-1)).toBe(String(LONGEST_WAIT_SECONDS));
  });

  it('never asks to be held where it is told not to', async () => {
    const portal = await startFaultPortal();
    const { turn } = turnOf(portal, { longest: 0 });
    expect([await turn(), await turn()]).toEqual([POLL, POLL]);
    expect(waits(portal)).toEqual(['0', '0']);
  });
});

it('a hold that was cut short is tried in full again after a while', () => {
  let at = 0;
  const hold = createHold(() => at);
  for (let n = 0; n < 4; n += 1) hold.cut();
  expect(hold.seconds()).toBe(0);
  at = 600_000;
  expect(hold.seconds()).toBe(LONGEST_WAIT_SECONDS);
});
