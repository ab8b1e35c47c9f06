/** A day's work on its way to the province, against the portal's own database doing nothing else. */
import { v7 as uuidv7 } from 'uuid';
import type { OfficeStore } from '../../offline-store/contract.ts';
import { createPush } from '../../offline-store/sync/push.ts';
import { type Figure, figure, inTurn } from './figures.ts';
import { lineTo } from './line.ts';
import { DOSSIERS, keysOf, openOffice } from './office.ts';
import { changeOf, intakeOf } from './people.ts';
import { bulkInsert, HERE, type Province } from './province.ts';

/** Of one round; an agency has 9,999 numbers a day for all of them. */
const OPERATIONS = 1_000;
/** As large as a push may be. */
const BATCH = 200;
const HOUR_MS = 3_600_000;
/** Rows that no station knows: an agency of their own, beyond every seeded dossier. */
const RAW = { agency: 'H57.23.17', station: 'xa-thu-quay-1' };
const RAW_FROM = 2_000_000;

export async function pushFigure(folder: string, province: Province, now: number): Promise<Figure> {
  const store = openOffice(folder);
  try {
    const line = { ...HERE, url: province.url, token: province.tokenOf(HERE) };
    const push = createPush(lineTo(line, store, folder, keysOf(folder)));
    let rawRound = 0;
    const ours = async () => {
      receiveAll(store, now);
      const started = performance.now();
      await push();
      if (store.outbox.counts().waiting > 0) throw new Error('a push left something behind');
      return (OPERATIONS * 1_000) / (performance.now() - started);
    };
    const reference = async () => {
      const texts = rawTexts(rawRound, now);
      rawRound += 1;
      return rawRate(province, texts);
    };
    const note =
      `operations a second from the outbox of an office of ${DOSSIERS} dossiers until their answers are in it, ${BATCH} a request over HTTP, the portal judging each (${DOSSIERS} dossiers there) | ` +
      'the same operations, known to be new and right, into the same PostgreSQL by one statement a batch; both flush each batch';
    return figure({ name: 'push', unit: 'operations/s', note }, await inTurn({ ours, reference }));
  } finally {
    store.close();
  }
}

function receiveAll(store: OfficeStore, now: number): void {
  for (let index = 0; index < OPERATIONS; index += 1) {
    const commit = {
      dossierId: uuidv7(),
      intake: intakeOf(index),
      dueAt: now + HOUR_MS,
      secret: 'K7P2M9QX',
      prints: [],
    };
    store.receiveDossier(commit, {
      operationId: uuidv7(),
      officer: 'Hồ Thị Mỹ Duyên',
      desk: 2,
      madeAt: now,
      correctedAt: now,
    });
  }
}

const rawTexts = (round: number, now: number): readonly string[] =>
  Array.from({ length: OPERATIONS }, (_, index) =>
    JSON.stringify(changeOf(RAW_FROM + round * OPERATIONS + index, now, RAW).operation),
  );

async function rawRate({ database }: Province, texts: readonly string[]): Promise<number> {
  const [head] = await database.query<{ revision: number }>('SELECT revision FROM feed_head');
  const started = performance.now();
  for (let at = 0; at < texts.length; at += BATCH)
    await bulkInsert(database, RAW.agency, texts.slice(at, at + BATCH), (head?.revision ?? 0) + at);
  return (texts.length * 1_000) / (performance.now() - started);
}
