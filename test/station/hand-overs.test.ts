import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, intakeOf, refusal, startTestStation, type TestStation } from './fixture.ts';

const TO = { unit: 'Tư pháp – Hộ tịch', name: 'Lê Văn Mẫu' };
const handedOver = { move: 'handed-over', to: TO, note: 'kèm bản chính' } as const;
const taken = (handOver: string) => ({ move: 'taken-over', handOver, receiver: TO.name, note: '' }) as const;

let station: TestStation;
beforeAll(async () => {
  station = await startTestStation();
});
afterAll(() => station.end());

const received = async () => {
  const counter = await station.client('counter');
  const { dossierId } = await counter.intake.commit.mutate(intakeOf());
  const move = (movement: Parameters<typeof counter.dossiers.move.mutate>[0]['movement'], operationId = uuidv7()) =>
    counter.dossiers.move.mutate({ dossierId, operationId, movement });
  return { counter, dossierId, move };
};

test('the page says where the dossier is, and who is to take it; the same press twice is one hand-over', async () => {
  const { move } = await received();
  const handOver = uuidv7();
  const waiting = await move(handedOver, handOver);
  expect(waiting.whereabouts).toMatchObject({
    movable: true,
    holder: { unit: 'Bộ phận Tiếp nhận và Trả kết quả' },
    waiting: { id: handOver, to: TO, state: 'waiting', note: 'kèm bản chính' },
  });
  expect((await move(handedOver, handOver)).whereabouts.rows).toHaveLength(1);
  const there = await move(taken(handOver));
  expect(there.whereabouts).toMatchObject({ holder: TO, rows: [{ state: 'taken', takenBy: TO.name }] });
  expect(there.whereabouts.waiting).toBeUndefined();
  expect(there.history.map(({ what }) => what.key)).toEqual([
    'history.received',
    'history.handed-over',
    'history.taken-over',
  ]);
});

test('taken back as if it had not been handed over; what waits no more is refused, and so is nobody', async () => {
  const { move } = await received();
  const handOver = uuidv7();
  await move(handedOver, handOver);
  expect((await move({ move: 'taken-back', handOver })).whereabouts).toMatchObject({ rows: [] });
  expect(await refusal(move(taken(handOver)))).toBe('MC-DOS-08');
  expect(await refusal(move({ ...handedOver, to: { unit: '', name: '' } }))).toBe('MC-API-03');
});

test('a dossier that is over moves no more, and its page says so', async () => {
  const { counter, dossierId, move } = await received();
  const request = { action: 'cancel', reason: 'nhập nhầm', to: '' } as const;
  const over = await counter.dossiers.act.mutate({ dossierId, operationId: uuidv7(), request });
  expect(over.whereabouts.movable).toBe(false);
  expect(await refusal(move(handedOver))).toBe('MC-DOS-01');
});

test('form 05 comes out of the page printer, in the name of whoever wished it', async () => {
  const { counter, dossierId, move } = await received();
  await move(handedOver);
  const job = await counter.prints.reprint.mutate({ dossierId, document: 'control-slip' });
  expect(job).toMatchObject({ document: 'control-slip', printerId: 'page-printer' });
  const detail = () => counter.dossiers.get.query({ id: dossierId });
  const { history, officer } = await eventually(
    detail,
    ({ prints }) => prints.some(({ id, state }) => id === job.id && state === 'printed'),
    40_000,
  );
  expect(history).toContainEqual(
    expect.objectContaining({ what: { key: 'history.print-control-slip', values: {} }, who: officer }),
  );
}, 60_000);
