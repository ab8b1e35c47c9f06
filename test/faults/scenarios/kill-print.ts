/** SIGKILL while slips are printed: each comes out once, and what nobody can know is asked of the officer, who looks at the paper. */
import { setTimeout as pause } from 'node:timers/promises';
import { type RigPrinter, startRigPrinter } from '../../rig/escpos-printer.ts';
import type { Round, Scenario, Verdict } from '../contract.ts';
import { judge } from '../judge.ts';
import { readLedger } from '../ledger.ts';
import { ledgerFile, type OfficeAddress, type OpenOffice, openOffice } from '../office.ts';
import { newOffice } from '../offices.ts';
import { askAgain, exchangeAll } from '../rest.ts';
import type { PrintJob } from '../works/print.ts';
import { DOTS, openPrinting, type Printing, timesOn } from '../works/printing.ts';
import { killDuring } from './kills.ts';

const LONGEST_MS = 30_000;
/** A head that has been still for so long has burnt all it was sent. */
const STILL_MS = 40;

const printsOf = (address: OfficeAddress): readonly string[] =>
  readLedger(ledgerFile(address)).acknowledged.flatMap(({ command }) =>
    command.what === 'receive' ? [command.printId] : [],
  );

const timesOut = ({ paper }: RigPrinter, id: string): number =>
  paper.slips().reduce((sum, { bitmap }) => sum + timesOn(bitmap, id), 0);

async function still({ paper }: RigPrinter): Promise<void> {
  let pieces = -1;
  while (paper.held > 0 || pieces !== paper.slips().length) {
    pieces = paper.slips().length;
    await pause(STILL_MS);
  }
}

/** The officer looks at the paper and says what is there, until nothing is open. Answers what did not come to an end. */
async function finishPrinting({ store }: OpenOffice, { service }: Printing, printer: RigPrinter): Promise<string[]> {
  const end = performance.now() + LONGEST_MS;
  for (;;) {
    const open = store.prints.unfinished(50);
    if (open.length === 0) return [];
    if (performance.now() > end) return open.map(({ id, state, code }) => `slip ${id} stays ${state} ${code ?? ''}`);
    const asked = open.filter(({ state }) => state === 'uncertain' || state === 'failed');
    if (asked.length > 0) await still(printer);
    for (const { id, state } of asked) {
      if (state === 'failed') service.retry(id, 'Trần Văn Mẫu');
      else service.answer(id, timesOut(printer, id) > 0, 'Trần Văn Mẫu');
    }
    service.kick('phieu');
    await pause(5);
  }
}

async function recover(round: Round, address: OfficeAddress, printer: RigPrinter, when: string): Promise<Verdict> {
  const office = await openOffice(address);
  const printing = openPrinting(office, printer.port);
  try {
    const refused = await askAgain(address, office);
    const unfinished = await finishPrinting(office, printing, printer);
    await still(printer);
    const missing = await exchangeAll(address, office, round.province);
    const verdict = await judge(address, office, round.province);
    const slips = printsOf(address).map((id) => ({ id, times: timesOut(printer, id) }));
    return {
      ...{ acknowledged: verdict.acknowledged + slips.length, note: when },
      lost: [...verdict.lost, ...slips.flatMap(({ id, times }) => (times === 0 ? [`slip ${id} never came out`] : []))],
      doubled: [
        ...verdict.doubled,
        ...slips.flatMap(({ id, times }) => (times > 1 ? [`slip ${id} ${times} times`] : [])),
      ],
      findings: [...verdict.findings, ...refused, ...unfinished, ...(missing === undefined ? [] : [missing])],
    };
  } finally {
    await printing.close();
    office.store.close();
  }
}

export const killPrint = (): Scenario => ({
  ...{ name: 'kill-print', kind: 'kill', times: { share: 8 }, victim: 'print' },
  run: async (round) => {
    const address = await newOffice(round, round.folder);
    const printer = await startRigPrinter({ rowsPerSecond: 8_000, dots: DOTS });
    try {
      const seed = round.random.whole(2 ** 31);
      const job: PrintJob = { address, seed, dossiers: 4, printerPort: printer.port };
      return await recover(round, address, printer, await killDuring(round, 'print', job, 10, 25_000));
    } finally {
      await printer.close();
    }
  },
});
