import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sentenceOf } from '../../../domain/errors.ts';
import type { Operation } from '../../../domain/operation.ts';
import { type OperationAnswer, pushResponseSchema } from '../../../domain/sync.ts';
import { readDossier, readSummary } from '../../../portal/server/admin.ts';
import type { Caller } from '../../../portal/server/caller.ts';
import type { Database } from '../../../portal/server/database.ts';
import { acceptPush } from '../../../portal/server/operations.ts';
import { type EngineSession, engines, migrated } from '../engines.ts';
import {
  AGENCY,
  acted,
  attached,
  COUNTER,
  codeOf,
  ELSEWHERE,
  HAND_OVER,
  moved,
  NOW,
  rated,
  received,
  SECOND,
  takeOver,
} from '../samples.ts';

const SHA = 'a'.repeat(64);

describe.each(engines)('operations on $name', (engine) => {
  let session: EngineSession;
  let database: Database;
  let nextCode = 0;
  const code = () => codeOf(++nextCode);
  const push = async (caller: Caller, ...operations: readonly unknown[]): Promise<readonly OperationAnswer[]> =>
    pushResponseSchema.parse(await acceptPush(database, caller, { station: caller.station, operations }, NOW)).answers;
  const codes = async (caller: Caller, ...operations: readonly unknown[]) =>
    (await push(caller, ...operations)).map((answer) => (answer.outcome === 'accepted' ? 'accepted' : answer.code));

  beforeAll(async () => {
    session = await engine.open();
    database = await migrated(session);
  }, 120_000);
  beforeEach(async () => {
    await database.query('TRUNCATE operations, documents, dossiers');
    await database.query('UPDATE feed_head SET revision = 0');
  });
  afterAll(async () => {
    await database.close();
    await session.close();
  }, 120_000);

  test('a dossier goes through its life, each operation with the next revision', async () => {
    const intake = received(COUNTER, code());
    const { id } = intake.payload;
    const answers = await push(
      COUNTER,
      intake,
      acted(COUNTER, id, 'forward'),
      acted(COUNTER, id, 'record-result'),
      acted(COUNTER, id, 'return-result'),
      rated(COUNTER, id),
      rated(COUNTER),
    );
    expect(answers.map((answer) => answer.outcome === 'accepted' && answer.revision)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await readDossier(database, intake.payload.code)).toMatchObject({
      status: 'returned',
      operations: { length: 5 },
    });
  });

  test('however many push at once, one connection is enough for them; a push that fails holds up nobody', async () => {
    let active = 0;
    let most = 0;
    let made = 0;
    const watched: Database = {
      ...database,
      transaction: async (run) => {
        active += 1;
        made += 1;
        most = Math.max(most, active);
        try {
          if (made === 2) throw new Error('the connection broke');
          return await database.transaction(run);
        } finally {
          active -= 1;
        }
      },
    };
    const intakes = Array.from({ length: 12 }, () => received(COUNTER, code()));
    const outcomes = await Promise.allSettled(
      intakes.map((intake) => acceptPush(watched, COUNTER, { station: COUNTER.station, operations: [intake] }, NOW)),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(intakes.map((_, at) => (at === 1 ? 'rejected' : 'fulfilled')));
    expect(most).toBe(1);
    expect(await readSummary(database)).toMatchObject({ operations: 11, revision: 11 });
  });

  test('the same operation again, alone or twice in one push, gets the same answer and is there once', async () => {
    const good = received(COUNTER, code());
    const bad = acted(COUNTER, received(COUNTER, code()).payload.id, 'forward');
    const first = await push(COUNTER, good, bad, good);
    expect(first[2]).toEqual(first[0]);
    expect(await push(COUNTER, bad, good)).toEqual([first[1], first[0]]);
    expect(await readSummary(database)).toMatchObject({ operations: 1, rejected: 1, dossiers: 1, revision: 1 });
  });

  test('a code that another dossier has is refused, in either order of the agency', async () => {
    const taken = code();
    const older = taken.replace(AGENCY, '000.23.15.H57');
    expect(await codes(COUNTER, received(COUNTER, taken), received(SECOND, taken))).toEqual(['accepted', 'MC-POR-02']);
    expect(await codes(SECOND, received(SECOND, taken), received(SECOND, older))).toEqual(['MC-POR-01', 'MC-POR-01']);
    expect(await codes(COUNTER, received(COUNTER, code(), { agency: '000.23.15.H57' }))).toEqual(['accepted']);
  });

  test('a dossier is received once', async () => {
    const intake = received(COUNTER, code());
    expect(await codes(COUNTER, intake, received(COUNTER, code(), { id: intake.payload.id }))).toEqual([
      'accepted',
      'MC-POR-03',
    ]);
  });

  test('papers are handed over and taken once, in one push or in several, by whichever PC', async () => {
    const intake = received(COUNTER, code());
    const { id } = intake.payload;
    const [first, second, third] = [0, 1, 2].map(() => moved(COUNTER, id, HAND_OVER));
    if (!first || !second || !third) throw new Error('none was made');
    expect(await codes(COUNTER, intake, first, second)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(await codes(SECOND, moved(SECOND, id, takeOver(first.id)), moved(SECOND, id, takeOver(second.id)))).toEqual([
      'MC-POR-03',
      'accepted',
    ]);
    expect(await codes(COUNTER, moved(COUNTER, id, takeOver(second.id)))).toEqual(['MC-POR-03']);
    const named = acted(COUNTER, id, 'forward');
    const sentOn = { ...named, payload: { ...named.payload, to: 'Địa chính' } };
    expect(await codes(COUNTER, third, sentOn, moved(COUNTER, id, takeOver(third.id)))).toEqual([
      'accepted',
      'accepted',
      'MC-POR-03',
    ]);
    expect(await codes(COUNTER, acted(COUNTER, id, 'refuse'), moved(COUNTER, id, HAND_OVER))).toEqual([
      'accepted',
      'MC-POR-03',
    ]);
    expect(await codes(ELSEWHERE, moved(ELSEWHERE, id, HAND_OVER))).toEqual(['MC-POR-04']);
    expect(await readDossier(database, intake.payload.code)).toMatchObject({
      status: 'refused',
      operations: { length: 7 },
    });
  });

  test('a movement to nobody is no operation', async () => {
    const intake = received(COUNTER, code());
    const nobody = { ...HAND_OVER, to: { unit: '', name: '' } };
    expect(await codes(COUNTER, intake, { ...moved(COUNTER, intake.payload.id, HAND_OVER), payload: nobody })).toEqual([
      'accepted',
      'MC-POR-02',
    ]);
  });

  test('what the action table does not allow is refused with its sentence', async () => {
    const intake = received(COUNTER, code());
    await push(COUNTER, intake);
    const [answer] = await push(SECOND, acted(SECOND, intake.payload.id, 'return-result'));
    expect(answer).toMatchObject({ outcome: 'rejected', code: 'MC-POR-03', message: sentenceOf('MC-POR-03') });
    expect(await readDossier(database, intake.payload.code)).toMatchObject({
      status: 'received',
      operations: { length: 1 },
    });
  });

  test('the due date moves once, whoever moves it', async () => {
    const intake = received(COUNTER, code());
    await push(COUNTER, intake);
    expect(await codes(COUNTER, acted(COUNTER, intake.payload.id, 'reschedule', NOW + 5))).toEqual(['accepted']);
    expect(await codes(SECOND, acted(SECOND, intake.payload.id, 'reschedule', NOW + 9))).toEqual(['MC-POR-03']);
    expect(await readDossier(database, intake.payload.code)).toMatchObject({ dueAt: NOW + 5 });
  });

  test('a dossier of another agency does not exist for this one', async () => {
    const intake = received(COUNTER, code());
    const { id } = intake.payload;
    await push(COUNTER, intake);
    expect(
      await codes(
        ELSEWHERE,
        acted(ELSEWHERE, id, 'forward'),
        attached(ELSEWHERE, id, SHA, 5),
        rated(ELSEWHERE, id),
        received(ELSEWHERE, code(), { agency: AGENCY }),
      ),
    ).toEqual(['MC-POR-04', 'MC-POR-04', 'MC-POR-04', 'MC-POR-02']);
  });

  test('a station speaks only for itself', async () => {
    const foreign = received(SECOND, code());
    await expect(
      acceptPush(database, COUNTER, { station: SECOND.station, operations: [foreign] }, NOW),
    ).rejects.toMatchObject({ code: 'MC-API-01' });
    expect(await codes(COUNTER, foreign)).toEqual(['MC-POR-02']);
    expect(await codes(SECOND, foreign)).toEqual(['accepted']);
    // An id that another station used says nothing about that station's operation.
    expect(await codes(COUNTER, { ...rated(COUNTER), id: foreign.id })).toEqual(['MC-POR-02']);
  });

  test('one bad operation is refused by itself, with its id where it can be read', async () => {
    const hostile: readonly unknown[] = [
      null,
      42,
      'text',
      [],
      {},
      { id: 7 },
      { id: 'not-a-uuid' },
      { id: 'x\u0000' },
      { ...received(COUNTER, code()), type: 'dossier.deleted' },
      { ...rated(COUNTER), sequence: 0.5 },
      received(COUNTER, code(), { note: 'NUL \u0000 here' }),
      received(COUNTER, code(), { note: 'lone \ud800 surrogate' }),
      received(COUNTER, code(), { note: 'x'.repeat(2_001) }),
      received(COUNTER, `${code()}${'9'.repeat(60)}`),
      JSON.parse('{"__proto__":{"id":"polluted"}}'),
    ];
    const good = received(COUNTER, code());
    const answers = await push(COUNTER, ...hostile, good);
    expect(answers.slice(0, -1).every((answer) => answer.outcome === 'rejected' && answer.code === 'MC-POR-02')).toBe(
      true,
    );
    expect(answers.map(({ id }) => id).slice(5, 9)).toEqual(['', 'not-a-uuid', '', (hostile[8] as Operation).id]);
    expect(answers.at(-1)).toEqual({ id: good.id, outcome: 'accepted', revision: 1 });
    expect(await readSummary(database)).toMatchObject({ operations: 1, rejected: 0 });
  });

  test('Vietnamese text, backslashes and quotes come out as they went in', async () => {
    const note = 'Hòa “đồng” \\u0000 \\ \' " $1 😀';
    const intake = received(COUNTER, code(), { note });
    expect(await codes(COUNTER, intake)).toEqual(['accepted']);
    const [row] = await database.query<{ body: Operation }>('SELECT body FROM operations');
    expect(row?.body).toEqual(intake);
  });

  test('a document belongs to a dossier and its id is used once', async () => {
    const intake = received(COUNTER, code());
    const document = attached(COUNTER, intake.payload.id, SHA, 5);
    const again = { ...attached(COUNTER, intake.payload.id, SHA, 5), payload: document.payload };
    expect(await codes(COUNTER, document, intake)).toEqual(['MC-POR-04', 'accepted']);
    expect(await codes(COUNTER, { ...again, id: attached(COUNTER, '', SHA, 1).id }, again)).toEqual([
      'accepted',
      'MC-POR-02',
    ]);
  });

  test('what happens to one dossier within one push counts in its order, and so do codes and documents', async () => {
    const intake = received(COUNTER, code());
    const { id } = intake.payload;
    const document = attached(COUNTER, id, SHA, 5);
    const sameDocument = { ...document, id: rated(COUNTER).id };
    expect(
      await codes(
        COUNTER,
        acted(COUNTER, id, 'forward'),
        intake,
        received(COUNTER, intake.payload.code),
        document,
        sameDocument,
        acted(COUNTER, id, 'reschedule', NOW + 5),
        acted(COUNTER, id, 'reschedule', NOW + 9),
        acted(COUNTER, id, 'forward'),
        acted(COUNTER, id, 'return-result'),
      ),
    ).toEqual([
      'MC-POR-04',
      'accepted',
      'MC-POR-01',
      'accepted',
      'MC-POR-02',
      'accepted',
      'MC-POR-03',
      'accepted',
      'MC-POR-03',
    ]);
    expect(await readDossier(database, intake.payload.code)).toMatchObject({ status: 'processing', dueAt: NOW + 5 });
    expect(await readSummary(database)).toMatchObject({ operations: 4, rejected: 5, revision: 4 });
  });

  test('the data of one that the database itself refuses costs that one alone', async () => {
    await database.query("ALTER TABLE dossiers ADD CONSTRAINT unfit CHECK (received->>'note' <> 'unfit')");
    try {
      const pushed = Array.from({ length: 7 }, (_, at) =>
        received(COUNTER, code(), { note: at === 4 ? 'unfit' : 'fit' }),
      );
      const answers = await push(COUNTER, ...pushed);
      expect(answers.map((answer) => (answer.outcome === 'accepted' ? answer.revision : answer.code))).toEqual([
        1,
        2,
        3,
        4,
        'MC-POR-02',
        5,
        6,
      ]);
      expect(await push(COUNTER, ...pushed)).toEqual(answers);
      expect(await readSummary(database)).toMatchObject({ operations: 6, rejected: 1, dossiers: 6, revision: 6 });
    } finally {
      await database.query('ALTER TABLE dossiers DROP CONSTRAINT unfit');
    }
  });

  test('an id in capitals is the same id', async () => {
    const intake = received(COUNTER, code());
    const shouted = { ...intake, id: intake.id.toUpperCase() };
    const act = acted(COUNTER, intake.payload.id.toUpperCase(), 'forward');
    const answers = await push(COUNTER, intake, shouted, act);
    expect(answers.map(({ id }) => id)).toEqual([intake.id, shouted.id, act.id]);
    expect(answers.map((answer) => answer.outcome === 'accepted' && answer.revision)).toEqual([1, 1, 2]);
    expect(await push(COUNTER, shouted)).toEqual([answers[1]]);
  });

  test('a failing database leaves nothing of the push behind', async () => {
    const intake = received(COUNTER, code());
    const failing: Database = {
      ...database,
      transaction: (run) =>
        database.transaction((sql) =>
          run({
            query: (text, values) =>
              text.startsWith('UPDATE feed_head') ? Promise.reject(new Error('disk full')) : sql.query(text, values),
          }),
        ),
    };
    await expect(acceptPush(failing, COUNTER, { station: COUNTER.station, operations: [intake] }, NOW)).rejects.toThrow(
      'disk full',
    );
    expect(await readSummary(database)).toMatchObject({ operations: 0, dossiers: 0, revision: 0 });
    expect(await codes(COUNTER, intake)).toEqual(['accepted']);
  });
});
