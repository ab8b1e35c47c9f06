/** Every fault that there is. */
import type { Scenario } from './contract.ts';
import { clocks } from './scenarios/clocks.ts';
import { damages } from './scenarios/damages.ts';
import { disks } from './scenarios/disks.ts';
import { killBackup } from './scenarios/kill-backup.ts';
import { killHandOver } from './scenarios/kill-hand-over.ts';
import { killMigration } from './scenarios/kill-migration.ts';
import { killPrint } from './scenarios/kill-print.ts';
import { killPull } from './scenarios/kill-pull.ts';
import { killScan } from './scenarios/kill-scan.ts';
import { counterKills } from './scenarios/kills.ts';
import { lines } from './scenarios/lines.ts';
import { longOutages } from './scenarios/long-outage.ts';
import { restores } from './scenarios/twins.ts';

export const SCENARIOS: readonly Scenario[] = [
  ...counterKills(),
  killPull(),
  killHandOver(),
  killPrint(),
  killScan(),
  killBackup(),
  killMigration(),
  ...disks(),
  ...damages(),
  ...lines(),
  ...clocks(),
  ...restores(),
  ...longOutages(),
];
