import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openOfficeStore } from '../../offline-store/open.ts';
import { draft, eventually, intakeOf, keysOf, refusal, startTestStation, type TestStation } from './fixture.ts';
import { createDeadPrinter, SILENT_PRINTER } from './printers.ts';

let station: TestStation;
afterEach(() => station.end());

describe('taking in', () => {
  test('a dossier gets a code, a due time, and both papers come out once', async () => {
    station = await startTestStation();
    const counter = await station.client('counter');
    const taken = await counter.intake.commit.mutate(intakeOf());
    expect(taken.code).toMatch(/^H57\.23\.15-\d{6}-0001$/);
    const detail = await eventually(
      () => counter.dossiers.get.query({ id: taken.dossierId }),
      ({ prints }) => prints.every(({ state }) => state === 'printed'),
    );
    expect(detail.prints.map(({ document }) => document).sort()).toEqual(['receipt', 'slip']);
    expect(detail.applicant.maskedId).toBe('046•••••0123');
    expect(detail.history.map(({ what }) => what.key)).toContain('history.received');
  });

  test('sending the same intake again gives the same dossier and no second paper', async () => {
    station = await startTestStation();
    const counter = await station.client('counter');
    const intake = intakeOf();
    const [first, second] = [await counter.intake.commit.mutate(intake), await counter.intake.commit.mutate(intake)];
    expect(second.code).toBe(first.code);
    expect(second.prints).toHaveLength(first.prints.length);
    const { total } = await counter.work.list.query({ scope: 'all' });
    expect(total).toBe(1);
  });

  test('no number left: refused with a sentence, the draft stays, no code is spent', async () => {
    station = await startTestStation({ numbers: 1 });
    const counter = await station.client('counter');
    await counter.intake.commit.mutate(intakeOf());
    const next = intakeOf();
    await counter.intake.saveDraft.mutate({ id: next.dossierId, draft: next.draft });
    expect(await refusal(counter.intake.commit.mutate(next))).toBe('MC-DOS-04');
    expect((await counter.intake.drafts.query()).map(({ id }) => id)).toEqual([next.dossierId]);
  });

  test('without a name or a procedure nothing is taken in', async () => {
    station = await startTestStation();
    const counter = await station.client('counter');
    expect(await refusal(counter.intake.commit.mutate(intakeOf({ procedureCode: '' })))).toBe('MC-API-03');
    expect(await refusal(counter.intake.commit.mutate(intakeOf({ procedureCode: '9.999999' })))).toBe('MC-DOS-06');
    expect((await counter.work.list.query({ scope: 'all' })).total).toBe(0);
  });

  test('the preview counts the fee and warns of a number that disagrees, without refusing', async () => {
    station = await startTestStation();
    const counter = await station.client('counter');
    const certified = draft({
      procedureCode: '2.000815',
      papers: [{ name: 'Bảng điểm', kind: 'original', pages: 4, copies: 2 }],
    });
    const preview = await counter.intake.preview.query({ draft: certified });
    expect(preview.fee.total).toBe(12_000);
    expect(preview.fee.lines[0]?.explanation).toBe('(2 × 2.000 + 2 × 1.000) × 2 bản');
    const male = draft({ applicant: { ...draft().applicant, sex: 'male' } });
    expect((await counter.intake.preview.query({ draft: male })).warnings.map(({ key }) => key)).toEqual([
      'warning.sex',
    ]);
  });

  test('undone in time: cancelled, and what had not printed is dropped', async () => {
    const printer = await createDeadPrinter('silent');
    station = await startTestStation({ devices: [SILENT_PRINTER(printer.port)] });
    const counter = await station.client('counter');
    const taken = await counter.intake.commit.mutate(intakeOf());
    const undone = await counter.dossiers.undo.mutate({
      dossierId: taken.dossierId,
      operationId: intakeOf().operationId,
    });
    expect(undone.status).toBe('cancelled');
    expect(undone.prints.filter(({ state }) => state === 'waiting')).toEqual([]);
    await printer.close();
  });
});

describe('actions', () => {
  test('the way of a dossier to its return; a step out of turn and a past date are refused', async () => {
    station = await startTestStation();
    const counter = await station.client('counter');
    const { dossierId } = await counter.intake.commit.mutate(intakeOf());
    const act = (request: Parameters<typeof counter.dossiers.act.mutate>[0]['request']) =>
      counter.dossiers.act.mutate({ dossierId, operationId: intakeOf().operationId, request });
    expect(await refusal(act({ action: 'return-result' }))).toBe('MC-DOS-01');
    expect(await refusal(act({ action: 'reschedule', reason: 'Chờ xác minh', dueAt: Date.now() - 86_400_000 }))).toBe(
      'MC-DOS-02',
    );
    const later = Date.now() + 5 * 86_400_000;
    expect((await act({ action: 'reschedule', reason: 'Chờ xác minh', dueAt: later })).rescheduled).toBe(true);
    expect(await refusal(act({ action: 'reschedule', reason: 'Nữa', dueAt: later + 86_400_000 }))).toBe('MC-DOS-03');
    await act({ action: 'record-result' });
    expect((await act({ action: 'return-result' })).status).toBe('returned');
  });

  test('waiting for a supplement stops the clock', async () => {
    station = await startTestStation();
    const counter = await station.client('counter');
    const { dossierId } = await counter.intake.commit.mutate(intakeOf({ procedureCode: '1.004884' }));
    const operationId = intakeOf().operationId;
    const stopped = await counter.dossiers.act.mutate({
      dossierId,
      operationId,
      request: { action: 'request-supplement', reason: 'Thiếu tờ khai' },
    });
    expect(stopped.due).toBe('stopped');
    const again = await counter.dossiers.act.mutate({
      dossierId,
      operationId: intakeOf().operationId,
      request: { action: 'receive-supplement' },
    });
    expect(again.status).toBe('processing');
    expect(again.dueAt).toBeGreaterThan(Date.now());
  });

  test('looking at a whole ID is kept in the audit trail', async () => {
    station = await startTestStation();
    const counter = await station.client('counter');
    const { dossierId } = await counter.intake.commit.mutate(intakeOf());
    expect((await counter.dossiers.revealId.mutate({ id: dossierId })).citizenId).toBe('046190000123');
    await station.stop();
    const store = openOfficeStore({
      file: join(station.dataFolder, 'office.db'),
      station: 'x',
      agency: 'H57.23.15',
      now: Date.now,
      keys: keysOf(station.dataFolder),
    });
    expect(store.audit.verify().ok).toBe(true);
    store.close();
  });
});
