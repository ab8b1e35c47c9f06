import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { demoConfig } from '../../station/demo/commune.ts';
import { createViewings } from '../../station/services/viewings.ts';
import { intakeOf, startTestStation } from './fixture.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const MAI = 'Trần Thị Mẫu';
type Entry = { readonly who: string; readonly what: string; readonly about?: string };

const parts = (add: (entry: Entry) => void) => {
  const errors: string[] = [];
  const store = { audit: { add } };
  const clock = { corrected: () => 7 };
  const log = { error: (_fields: object, message: string) => void errors.push(message) };
  return { errors, parts: { store, clock, log } as unknown as Parameters<typeof createViewings>[0] };
};

it('one entry an opening, however often the open page asks; a look after a pause is another', () => {
  const entries: Entry[] = [];
  let now = 0;
  const { seen } = createViewings(parts((entry) => entries.push(entry)).parts, () => now);
  const look = (ms: number, id = 'd1', who = MAI) => {
    now += ms;
    seen(id, who);
    vi.runAllTimers();
  };
  for (const ms of [0, 60_000, 60_500, 61_000]) look(ms);
  expect(entries).toEqual([{ at: 7, who: MAI, what: 'dossier.viewed', about: 'd1' }]);
  look(0, 'd2');
  look(0, 'd1', 'Lê Văn Mẫu');
  look(90_001);
  expect(entries.map(({ about, who }) => `${about} ${who}`)).toEqual([
    `d1 ${MAI}`,
    `d2 ${MAI}`,
    'd1 Lê Văn Mẫu',
    `d1 ${MAI}`,
  ]);
});

it('writes after the answer, and at the end what was not written yet', () => {
  const entries: Entry[] = [];
  const { seen, stop } = createViewings(parts((entry) => entries.push(entry)).parts, () => 0);
  seen('d1', MAI);
  expect(entries).toEqual([]);
  stop();
  expect(entries).toHaveLength(1);
  vi.runAllTimers();
  expect(entries).toHaveLength(1);
});

it('a disk that is full does not end the program', () => {
  const { errors, parts: full } = parts(() => {
    throw new Error('full');
  });
  createViewings(full, () => 0).seen('d1', MAI);
  vi.runAllTimers();
  expect(errors).toHaveLength(1);
});

it('opening a dossier’s page at the counter is in the trail; a look-up at the kiosk is not', async () => {
  vi.useRealTimers();
  const station = await startTestStation({ devices: [] });
  try {
    const { intake, dossiers } = await station.client('counter');
    const { dossierId, code } = await intake.commit.mutate(intakeOf());
    for (let time = 0; time < 3; time += 1) await dossiers.get.query({ id: dossierId });
    await (await station.client('kiosk')).kiosk.lookup.mutate({ text: code });
    await station.stop();
    const db = new Database(join(station.dataFolder, 'office.db'), { readonly: true });
    const opened = db.prepare("SELECT about, who FROM audit WHERE what = 'dossier.viewed'").all();
    db.close();
    expect(opened).toEqual([{ about: dossierId, who: demoConfig(undefined).officer }]);
  } finally {
    rmSync(station.dataFolder, { recursive: true, force: true });
  }
});
