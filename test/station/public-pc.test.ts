/** A PC with a kiosk or a display only: what the feed brings is looked up there, and nobody's data is on it. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { packed } from '../../domain/office-file.ts';
import { openOfficeStore } from '../../offline-store/open.ts';
import { change, remote, remoteDossier } from '../offline-store/helpers.ts';
import { intakeOf, keysOf, refusal, startTestStation, type TestStation } from './fixture.ts';

const LEADER = 'Phan Thị Lãnh Đạo Mẫu';
let station: TestStation | undefined;
afterEach(() => station?.end());

/** As the province's feed would have, while the station was shut. */
function bring(dataFolder: string, sequence: string) {
  const operation = remoteDossier(sequence);
  if (operation.type !== 'dossier.received') throw new Error('not a dossier');
  const office = { station: 'x', agency: 'H57.23.15', now: Date.now, stores: 'public' } as const;
  const store = openOfficeStore({ ...office, file: join(dataFolder, 'office.db'), keys: keysOf(dataFolder) });
  const to = { unit: 'Lãnh đạo UBND', name: LEADER };
  const handedOver = remote({
    type: 'dossier.moved',
    payload: { dossierId: operation.payload.id, move: 'handed-over', to, note: LEADER },
  });
  store.inbox.apply([change(operation), change(handedOver)], 'c1', Date.now());
  store.close();
  return operation.payload;
}

test('a citizen finds the dossier by code and secret; no name is shown, and none is on the disk', async () => {
  station = await startTestStation({ stores: 'public' });
  const { dataFolder } = station;
  await station.stop();
  const { code, secret, applicant, officer } = bring(dataFolder, '0042');
  station = await startTestStation({ stores: 'public', dataFolder });
  const kiosk = await station.client('kiosk');
  expect(await kiosk.kiosk.lookup.mutate({ text: code })).toMatchObject({ code, identified: false });
  const status = await kiosk.kiosk.lookup.mutate({ text: `MC1:${code}:${secret}` });
  expect(status).toMatchObject({ identified: true });
  expect(status.maskedName).toBeUndefined();
  expect(await refusal(kiosk.kiosk.lookup.mutate({ text: `MC1:${code}:AAAAAAAA` }))).toBe('MC-SCN-06');
  const files = readdirSync(dataFolder, { recursive: true, encoding: 'utf8' }).map((name) => join(dataFolder, name));
  const text = files
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
    .join('');
  for (const known of [applicant.name, 'nguyen', applicant.citizenId, applicant.phone, officer, LEADER])
    expect(text.includes(Buffer.from(known).toString('latin1'))).toBe(false);
  expect(text).toContain(code);
});

test('an officer who opens a counter there is told to use a counter’s PC', async () => {
  station = await startTestStation({ stores: 'public' });
  const counter = await station.client('counter');
  expect(await refusal(counter.intake.commit.mutate(intakeOf()))).toBe('MC-STO-15');
});

test('a list of officers is refused rather than taken and forgotten', async () => {
  station = await startTestStation({ stores: 'public' });
  const { officers } = await station.client('setup');
  const file = await packed('officers', JSON.stringify({ officers: [{ id: 'cb-1', name: LEADER, roles: [] }] }));
  for (const dryRun of [true, false]) expect(await refusal(officers.import.mutate({ file, dryRun }))).toBe('MC-CFG-08');
  expect(await officers.list.query()).toEqual({ officers: [] });
});
