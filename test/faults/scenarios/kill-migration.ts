/** SIGKILL while a new program brings an old store up to date. */
import type { Scenario } from '../contract.ts';
import { makeOldStore } from '../old-store.ts';
import { killDuring, recoverAndJudge } from './kills.ts';

const DOSSIERS = 60;
/** From the first look at the file to the last step's commit, and past it. */
const LONGEST_MICROSECONDS = 130_000;

export const killMigration = (): Scenario => ({
  ...{ name: 'kill-migration', kind: 'kill', times: { share: 10 }, victim: 'migration' },
  run: async (round) => {
    const address = round.province.office(round.folder);
    const version = makeOldStore(address, round.random, DOSSIERS);
    const when = await killDuring(round, 'migration', { address }, 1, LONGEST_MICROSECONDS);
    return recoverAndJudge(round, address, `${when}, from version ${version}`);
  },
});
