/** SIGKILL while sheets run through the feeder, while their pictures are made and while they become documents. */
import type { Round, Scenario, Verdict } from '../contract.ts';
import { judge } from '../judge.ts';
import type { OfficeAddress } from '../office.ts';
import { createOffices, dossiersOf } from '../offices.ts';
import { askAgain, exchangeAll } from '../rest.ts';
import { type Desk, openDesk } from '../works/desk.ts';
import { attachWhenStill, fedSoFar, type ScanJob } from '../works/scan.ts';
import { counted, killDuring } from './kills.ts';

/** The feeder's pictures carry their sheet's number behind the JPEG, and a PDF keeps a picture as it is. */
const SHEET = /\xff\xd9(\d+)\s*endstream/g;

async function sheetsIn({ store, blobs }: Desk, dossierId: string): Promise<readonly number[]> {
  const documents = store.dossiers.documents(dossierId);
  const files = await Promise.all(documents.map(({ sha256 }) => blobs.read(sha256)));
  return files.flatMap((pdf) => [...Buffer.from(pdf).toString('latin1').matchAll(SHEET)].map(([, n]) => Number(n)));
}

/** Every sheet that went through is a page of one document. One more a kill may be: through, and not yet written down. */
async function judgeSheets(
  address: OfficeAddress,
  desk: Desk,
): Promise<Pick<Verdict, 'lost' | 'doubled' | 'findings'>> {
  const kept = (await Promise.all(dossiersOf(address).map((id) => sheetsIn(desk, id)))).flat();
  const times = new Map<number, number>();
  for (const sheet of kept) times.set(sheet, (times.get(sheet) ?? 0) + 1);
  return {
    lost: fedSoFar(address).flatMap((sheet) => (times.has(sheet) ? [] : [`sheet ${sheet} is no page of any document`])),
    doubled: [...times].flatMap(([sheet, count]) => (count > 1 ? [`sheet ${sheet} is ${count} pages`] : [])),
    findings: desk.errors.map((error) => `the scan session met ${error}`),
  };
}

/** A batch that is over keeps its lines and its plan; the pictures are the documents' now. */
const isOfScans = (path: string): boolean => /^scans[/\\][^/\\]+([/\\](pages\.done\.log|plan\.json))?$/.test(path);

async function recover(round: Round, address: OfficeAddress, when: string): Promise<Verdict> {
  const desk = await openDesk(address);
  try {
    const refused = await askAgain(address, desk);
    for (const id of dossiersOf(address)) await attachWhenStill(desk, id);
    const missing = await exchangeAll(address, desk, round.province);
    const verdict = await judge(address, desk, round.province, {
      alsoOurs: ({ type }) => type === 'document.attached',
      alsoFiles: isOfScans,
    });
    const sheets = await judgeSheets(address, desk);
    return {
      ...{ acknowledged: verdict.acknowledged, note: when },
      lost: [...verdict.lost, ...sheets.lost],
      doubled: [...verdict.doubled, ...sheets.doubled],
      findings: [...verdict.findings, ...sheets.findings, ...refused, ...told(missing)],
    };
  } finally {
    await desk.close();
  }
}

const told = (missing: string | undefined): readonly string[] => (missing === undefined ? [] : [missing]);

const sheetsCounted = (address: OfficeAddress): number => fedSoFar(address).length;

export function killScan(): Scenario {
  const offices = createOffices('kill-scan');
  return {
    ...{ name: 'kill-scan', kind: 'kill', times: { share: 15 }, victim: 'scan' },
    run: async (round) => {
      const address = await offices.of(round);
      const job: ScanJob = { address, seed: round.random.whole(2 ** 31), batches: 3 };
      const before = sheetsCounted(address);
      const verdict = await counted(address, async () =>
        recover(round, address, await killDuring(round, 'scan', job, 22)),
      );
      return { ...verdict, acknowledged: verdict.acknowledged + sheetsCounted(address) - before };
    },
  };
}
