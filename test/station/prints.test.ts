import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { narrowDots } from '../../forms/paper-dots.ts';
import { openOfficeStore } from '../../offline-store/open.ts';
import { codesOfBitmap } from '../forms/tools.ts';
import { startRigPrinter } from '../rig/escpos-printer.ts';
import { eventually, intakeOf, keysOf, startTestStation, type TestStation } from './fixture.ts';
import { createDeadPrinter, NARROW_PRINTER, SILENT_PRINTER } from './printers.ts';

let station: TestStation;
afterEach(() => station.end());

const printsOf = async (dossierId: string) =>
  (await (await station.client('counter')).dossiers.get.query({ id: dossierId })).prints;

test('a printer that nobody answers for: the dossier is in, the slip waits with a reason', async () => {
  const printer = await createDeadPrinter('refuse');
  await printer.close();
  station = await startTestStation({ devices: [SILENT_PRINTER(printer.port)] });
  const counter = await station.client('counter');
  const { dossierId, code } = await counter.intake.commit.mutate(intakeOf());
  expect(code).not.toBe('');
  const [slip] = await eventually(
    () => printsOf(dossierId),
    ([job]) => job?.code !== undefined,
  );
  expect(slip).toMatchObject({ state: 'waiting', code: 'MC-PRN-01' });
});

test('a printer that takes everything and never answers: an officer is asked, nothing prints again by itself', async () => {
  const printer = await createDeadPrinter('silent');
  station = await startTestStation({ devices: [SILENT_PRINTER(printer.port)] });
  const counter = await station.client('counter');
  const { dossierId } = await counter.intake.commit.mutate(intakeOf());
  const [slip] = await eventually(
    () => printsOf(dossierId),
    ([job]) => job?.state === 'uncertain',
    40_000,
  );
  expect(slip?.code).toBe('MC-PRN-05');
  const rows = (await counter.work.list.query({ scope: 'all' })).groups;
  expect(rows.map(({ key }) => key)).toContain('print-uncertain');
  const answered = await counter.prints.answer.mutate({ jobId: slip?.id ?? '', cameOut: true });
  expect(answered).toMatchObject({ state: 'printed', evidence: 'officer: printed' });
  await printer.close();
}, 60_000);

test('a printer for 58-mm paper gets a slip drawn for it, with both codes, whatever the other printers take', async () => {
  const printer = await startRigPrinter({ dots: narrowDots });
  station = await startTestStation({ devices: [NARROW_PRINTER(printer.port)] });
  const { code, dossierId } = await (await station.client('counter')).intake.commit.mutate(intakeOf());
  await eventually(
    () => printsOf(dossierId),
    ([job]) => job?.state === 'printed',
  );
  const [slip] = printer.paper.slips();
  expect(slip?.bitmap.width).toBe(narrowDots);
  const codes = slip ? codesOfBitmap(slip.bitmap) : [];
  expect(codes).toContain(`CODE-128:${code}`);
  expect(codes).toHaveLength(2);
  await printer.close();
});

test('killed while printing: after the restart the officer is asked before anything is printed again', async () => {
  station = await startTestStation();
  const counter = await station.client('counter');
  const { dossierId, prints } = await counter.intake.commit.mutate(intakeOf());
  await eventually(
    () => printsOf(dossierId),
    (jobs) => jobs.every(({ state }) => state === 'printed'),
  );
  await station.stop();
  leaveAsPrinting(station.dataFolder, prints[0]?.id ?? '');
  station = await station.restart();
  const jobs = await printsOf(dossierId);
  expect(jobs.map(({ state }) => state).sort()).toEqual(['printed', 'uncertain']);
});

test('a power cut between an undo and the dropping of its jobs: the slip does not come out afterwards', async () => {
  const printer = await createDeadPrinter('refuse');
  await printer.close();
  station = await startTestStation({ devices: [SILENT_PRINTER(printer.port)] });
  const counter = await station.client('counter');
  const { dossierId } = await counter.intake.commit.mutate(intakeOf());
  const operationId = intakeOf().operationId;
  await counter.dossiers.act.mutate({ dossierId, operationId, request: { action: 'cancel', reason: 'Nhập nhầm' } });
  const [slip] = await eventually(
    () => printsOf(dossierId),
    ([job]) => job?.state === 'dropped',
  );
  expect(slip?.state).toBe('dropped');
});

/** What a kill in the middle of a print leaves on disk. */
function leaveAsPrinting(dataFolder: string, id: string): void {
  const store = openOfficeStore({
    file: join(dataFolder, 'office.db'),
    station: 'x',
    agency: 'H57.23.15',
    now: Date.now,
    keys: keysOf(dataFolder),
  });
  store.prints.update(id, { state: 'printing' }, Date.now(), 'test');
  store.close();
}
