/** Weeks without a line, then all of it at once: thousands of operations and their scans wait, and every one arrives, once. */
import type { Round, Scenario, Verdict } from '../contract.ts';
import { dossiersOf, newOffice } from '../offices.ts';
import { workHere } from '../works/counter.ts';
import { recoverAndJudge } from './kills.ts';

/** What an office does in thirty days without a line; a short run does the least of it. */
const OPERATIONS = 5_000;
const LEAST = 200;
/** As large a run as `--rounds 1000`. */
const LONG = 10;
/** Dossiers take numbers, which a day has only so many of: the rest is done to those. */
const TAKEN_IN = 60;

async function outage(round: Round): Promise<Verdict> {
  const address = await newOffice(round, round.folder);
  const seed = round.random.whole(2 ** 31);
  const wanted = round.scale >= LONG ? OPERATIONS : LEAST;
  for (let done = 0; done < wanted; done += TAKEN_IN)
    await workHere({
      ...{ address, seed: seed + done, commands: Math.min(TAKEN_IN, wanted - done) },
      ...{ known: dossiersOf(address), onlyKnown: done > 0 },
    });
  return recoverAndJudge(round, address, `${wanted} commands without a line`);
}

export const outages = (): readonly Scenario[] => [
  { name: 'outage', kind: 'offline', times: { each: 0.1 }, alone: true, run: outage },
];
