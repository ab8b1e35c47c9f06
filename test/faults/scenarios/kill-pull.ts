/** SIGKILL while others' changes come in. */
import type { Operation } from '../../../domain/operation.ts';
import { acted, received } from '../../portal/samples.ts';
import type { Round, Scenario } from '../contract.ts';
import type { OfficeAddress } from '../office.ts';
import { createOffices } from '../offices.ts';
import type { LineJob } from '../works/line.ts';
import { counted, killDuring, recoverAndJudge } from './kills.ts';

/** More than one chunk of the feed. */
const DOSSIERS = 60;

/** Codes of another day, so that they never meet those of the story. */
const codeAt = ({ agency }: OfficeAddress, number: number): string =>
  `${agency}-260105-${String(number).padStart(4, '0')}`;

/** What a colleague's PC did meanwhile, accepted by the portal. */
export async function colleagueWorks({ province }: Round, address: OfficeAddress, first: number): Promise<void> {
  const colleague = province.colleague(address, '');
  const caller = { station: colleague.station, agency: colleague.agency };
  const operations = Array.from({ length: DOSSIERS }, (_, index): readonly Operation[] => {
    const intake = received(caller, codeAt(address, first + index));
    return [intake, acted(caller, intake.payload.id, 'forward')];
  });
  const answers = await province.push(colleague, operations.flat());
  if ([...answers.values()].some((outcome) => outcome !== 'accepted')) throw new Error('the colleague was refused');
}

export function killPull(): Scenario {
  const offices = createOffices('kill-pull');
  return {
    ...{ name: 'kill-pull', kind: 'kill', times: { share: 10 }, victim: 'line' },
    run: async (round) => {
      const address = await offices.of(round);
      await colleagueWorks(round, address, 1 + (round.number % 150) * DOSSIERS);
      const job: LineJob = { address, seed: round.random.whole(2 ** 31), commands: 2, known: [], paceMs: 5 };
      return counted(address, async () =>
        recoverAndJudge(round, address, await killDuring(round, 'line', job, 3, 60_000)),
      );
    },
  };
}
