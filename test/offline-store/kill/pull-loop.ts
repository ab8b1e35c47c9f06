/** A new PC's first synchronisation, its index following in between; says each page when it is in. Killed by pull-killed.test.ts. */
import { writeSync } from 'node:fs';
import type { Change } from '../../../domain/sync.ts';
import { createBlobStore } from '../../../offline-store/blobs.ts';
import { openOfficeStore } from '../../../offline-store/open.ts';
import { createOpening } from '../../../offline-store/opening.ts';
import { temporaryKeys } from '../../../offline-store/protection/key-ring.ts';
import { createPull } from '../../../offline-store/sync/pull.ts';

const [, , file = '', count = '0', at = '0'] = process.argv;
const NOW = Number(at);
const COUNT = Number(count);
/** Lines of one answer. */
const PAGE = 200;
const keys = temporaryKeys();
const store = openOfficeStore({ file, station: 'may-quay-1', agency: 'H57.23.15', now: () => NOW, keys });

const idOf = (kind: string, number: number): string =>
  `01930000-0000-7${kind}00-8000-${number.toString(16).padStart(12, '0')}`;

/** Every fifth is an action on the dossier before it. */
const operationOf = (number: number): Change['operation'] => {
  const envelope = { station: 'may-quay-2', sequence: number, officer: 'Trần Văn Mẫu', madeAt: NOW, correctedAt: NOW };
  if (number % 5 === 0) {
    const payload = { dossierId: idOf('d', number - 1), action: 'forward', reason: '', to: 'Phòng mẫu' } as const;
    return { ...envelope, id: idOf('e', number), type: 'dossier.acted', payload };
  }
  const payload = {
    id: idOf('d', number),
    code: `H57.23.15-260305-${String(number).padStart(4, '0')}`,
    secret: 'K7P2M9QX',
    agency: 'H57.23.15',
    desk: 2,
    officer: 'Trần Văn Mẫu',
    receivedAt: NOW,
    dueAt: NOW + 86_400_000,
    procedureCode: '1.004873',
    applicant: {
      name: 'Nguyễn Thị Mẫu',
      citizenId: '046190000001',
      address: 'Thôn 1',
      phone: '0905123456',
      email: '',
      organisation: false,
    },
    onBehalfOf: '',
    papers: [],
    sets: 1,
    channel: 'counter',
    returnMethod: 'counter',
    payment: { amount: 0, method: 'none' },
    note: '',
    ticket: '',
  } as const;
  return { ...envelope, id: idOf('e', number), type: 'dossier.received', payload };
};

const lineOf = (number: number): string =>
  `${JSON.stringify({ cursor: String(number), revision: number, operation: operationOf(number) })}\n`;

async function* answerTo(path: string): AsyncGenerator<Uint8Array> {
  const from = Number(/cursor=(\d+)/.exec(path)?.[1] ?? 0) + 1;
  const size = Math.max(0, Math.min(PAGE, COUNT - from + 1));
  yield Buffer.from(Array.from({ length: size }, (_, index) => lineOf(from + index)).join(''));
}

const unused = (): never => {
  throw new Error('only the feed is read here');
};
const pull = createPull({
  client: { json: unused, headers: unused, ifChanged: unused, stream: ({ path }) => answerTo(path) },
  store,
  blobs: createBlobStore(`${file}-blobs`, keys),
  opening: createOpening(store.settings),
  station: 'may-quay-1',
  agency: 'H57.23.15',
  now: () => NOW,
  corrected: () => NOW,
  steady: () => performance.now(),
  heardClock: () => undefined,
  log: { info: () => undefined, warn: unused },
});

while (Number(store.inbox.cursor() ?? 0) < COUNT) {
  await pull();
  writeSync(1, `${store.inbox.cursor()}\n`);
  store.upkeep.index(5);
}
while (store.upkeep.index(5) > 0) writeSync(1, 'indexed\n');
store.close();
