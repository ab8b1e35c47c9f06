/** The printing queue over devices that misbehave in turn: who waits, who goes on, what an officer can do. */
import { afterEach, expect, test } from 'vitest';
import type { DeviceHub } from '../../devices/contract.ts';
import type { PrintOutcome } from '../../devices/printer/contract.ts';
import type { ErrorCode } from '../../domain/errors.ts';
import type { OfficeStore } from '../../offline-store/contract.ts';
import { createEventBus } from '../../station/events.ts';
import { createPrintService, type PrintService } from '../../station/services/print-service.ts';
import type { Printables } from '../../station/services/printables.ts';
import { freshStore, NOW } from '../offline-store/helpers.ts';

interface Bench {
  readonly store: OfficeStore;
  readonly prints: PrintService;
  /** Why a printer cannot print, by its id. */
  readonly trouble: Map<string, ErrorCode>;
  /** How a job ends, by its title; `printed` when nothing is said. */
  readonly ends: Map<string, PrintOutcome>;
  /** `printer:title`, in the order in which they were sent. */
  readonly sent: string[];
  readonly drawn: string[];
  readonly asked: string[];
  pass(ms: number): void;
  /** The PC’s clock alone. */
  setClock(ms: number): void;
}

let services: PrintService[] = [];
afterEach(async () => {
  await Promise.all(services.map((one) => one.stop()));
  services = [];
});

function bench(store: OfficeStore = freshStore()): Bench {
  let now = NOW;
  let passed = 0;
  const trouble = new Map<string, ErrorCode>();
  const ends = new Map<string, PrintOutcome>();
  const sent: string[] = [];
  const drawn: string[] = [];
  const asked: string[] = [];
  const printables: Printables = {
    hindrance: async (printerId) => {
      asked.push(printerId);
      return KNOWN.includes(printerId) ? trouble.get(printerId) : 'MC-PRN-11';
    },
    prepare: async ({ printerId, title }) => {
      drawn.push(title);
      if (title === 'undrawable') throw new Error('cannot be drawn');
      return {
        send: async () => {
          sent.push(`${printerId}:${title}`);
          return ends.get(title) ?? { outcome: 'printed', evidence: 'seen' };
        },
      };
    },
    pdf: async () => new Uint8Array(),
    draftReceipt: async () => new Uint8Array(),
    picture: async () => new Uint8Array(),
  };
  const prints = createPrintService({
    store,
    hub: hubOf(),
    bus: createEventBus(),
    printables,
    now: () => now,
    steady: () => passed,
    onError: () => undefined,
  });
  services.push(prints);
  return {
    ...{ store, prints, trouble, ends, sent, drawn, asked },
    pass: (ms) => {
      now += ms;
      passed += ms;
    },
    setClock: (ms) => {
      now = ms;
    },
  };
}

const KNOWN = ['slips', 'a4'];
/** Only what the queue asks of the hub. */
const hubOf = (): DeviceHub =>
  ({
    note: () => undefined,
    list: () => [
      { id: 'slips', kind: 'receipt-printer' },
      { id: 'a4', kind: 'page-printer' },
      { id: 'reader', kind: 'barcode-scanner' },
    ],
  }) as unknown as DeviceHub;

const add = ({ prints }: Bench, title: string, printerId = 'slips') =>
  prints.add({ document: 'test', title, printerId, copies: 1 });
const stateOf = ({ store }: Bench, id: string) => store.prints.get(id)?.state;
const settled = async () => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

test('a printer without paper: all its jobs wait and say why, only one was ever tried, and another printer goes on', async () => {
  const here = bench();
  here.trouble.set('slips', 'MC-PRN-03');
  const jobs = ['1', '2', '3'].map((title) => add(here, title));
  const other = add(here, 'A5', 'a4');
  await settled();
  expect(stateOf(here, other.id)).toBe('printed');
  expect(here.prints.queue().jobs.map(({ state, code }) => [state, code])).toEqual(
    jobs.map(() => ['waiting', 'MC-PRN-03']),
  );
  expect(here.drawn).toEqual(['A5']);
  here.trouble.clear();
  here.prints.kick('slips');
  await settled();
  expect(here.sent).toEqual(['a4:A5', 'slips:1', 'slips:2', 'slips:3']);
});

test('a clock that is set back by three hours holds nothing up', async () => {
  const here = bench();
  here.ends.set('1', { outcome: 'not-printed', code: 'MC-PRN-07' });
  const job = add(here, '1');
  await settled();
  expect(here.sent).toEqual(['slips:1']);
  here.setClock(NOW - 3 * 3_600_000);
  here.ends.clear();
  here.pass(1_500);
  here.prints.kick();
  await settled();
  expect(stateOf(here, job.id)).toBe('printed');
});

test('a thousand jobs behind an empty printer cost one question each five seconds, not a thousand', async () => {
  const here = bench();
  here.trouble.set('slips', 'MC-PRN-03');
  for (let index = 0; index < 1000; index += 1) add(here, String(index));
  await settled();
  expect(here.asked).toHaveLength(1);
  here.pass(4_000);
  here.prints.kick('a4');
  await settled();
  expect(here.asked).toHaveLength(1);
  here.pass(2_000);
  here.prints.kick('a4');
  await settled();
  expect(here.asked).toHaveLength(2);
  expect(here.prints.queue()).toMatchObject({ counts: [{ printerId: 'slips', waiting: 1000, forPerson: 0 }] });
  expect(here.prints.queue().jobs).toHaveLength(100);
});

test('a job that the printer refuses is tried a few times, lets the others by, and is then an officer’s', async () => {
  const here = bench();
  here.ends.set('bad', { outcome: 'not-printed', code: 'MC-PRN-07' });
  const bad = add(here, 'bad');
  const good = add(here, 'good');
  await settled();
  expect(stateOf(here, good.id)).toBe('printed');
  for (let turn = 0; turn < 6; turn += 1) {
    here.pass(20_000);
    here.prints.kick('slips');
    await settled();
  }
  expect(here.sent.filter((one) => one === 'slips:bad')).toHaveLength(4);
  expect(here.store.prints.get(bad.id)).toMatchObject({ state: 'failed', code: 'MC-PRN-07' });
});

test('a waiting job is sent to another printer, and the first one prints it no more', async () => {
  const here = bench();
  here.trouble.set('slips', 'MC-PRN-08');
  const job = add(here, 'slip');
  await settled();
  here.prints.redirect([job.id], 'a4', 'Trần Văn Mẫu');
  await settled();
  here.trouble.clear();
  here.prints.kick();
  await settled();
  expect(here.sent).toEqual(['a4:slip']);
  expect(here.store.prints.get(job.id)).toMatchObject({ state: 'printed', printerId: 'a4' });
});

test('only to a printer that there is; what was printed is not printed again by this door', async () => {
  const here = bench();
  const done = add(here, 'done');
  await settled();
  expect(() => here.prints.redirect([done.id], 'reader', 'x')).toThrow('MC-API-05');
  expect(() => here.prints.redirect([done.id], 'gone', 'x')).toThrow('MC-API-05');
  expect(here.prints.redirect([done.id], 'a4', 'x')).toMatchObject([{ state: 'printed', printerId: 'slips' }]);
  await settled();
  expect(here.sent).toEqual(['slips:done']);
});

test('jobs of a printer that was taken out of the configuration are shown, and can be sent on or dropped', async () => {
  const here = bench();
  const [moved, dropped] = [add(here, 'moved', 'gone'), add(here, 'dropped', 'gone')];
  await settled();
  expect(here.prints.queue().jobs.map(({ code }) => code)).toEqual(['MC-PRN-11', 'MC-PRN-11']);
  here.prints.drop(dropped.id, 'Trần Văn Mẫu');
  here.prints.redirect([moved.id], 'slips', 'Trần Văn Mẫu');
  await settled();
  expect(here.sent).toEqual(['slips:moved']);
  expect(stateOf(here, dropped.id)).toBe('dropped');
});

test('an uncertain job goes to another printer on an officer’s word only', async () => {
  const here = bench();
  here.ends.set('half', { outcome: 'uncertain', code: 'MC-PRN-05' });
  const job = add(here, 'half');
  await settled();
  here.pass(60_000);
  here.prints.kick();
  await settled();
  expect(here.sent).toEqual(['slips:half']);
  here.ends.clear();
  here.prints.redirect([job.id], 'a4', 'Trần Văn Mẫu');
  await settled();
  expect(here.sent).toEqual(['slips:half', 'a4:half']);
});

test('a job that cannot be drawn is an officer’s at once, and the next one prints', async () => {
  const here = bench();
  const bad = add(here, 'undrawable');
  add(here, 'good');
  await settled();
  expect(here.store.prints.get(bad.id)).toMatchObject({ state: 'failed', code: 'MC-PRN-10' });
  expect(here.sent).toEqual(['slips:good']);
});

test('dropped while it is with the printer: what did not come out never will', async () => {
  const here = bench();
  let finish: (outcome: PrintOutcome) => void = () => undefined;
  const end = new Promise<PrintOutcome>((resolve) => {
    finish = resolve;
  });
  here.ends.set('late', end as unknown as PrintOutcome);
  const job = add(here, 'late');
  await settled();
  expect(here.prints.drop(job.id, 'x').state).toBe('printing');
  finish({ outcome: 'not-printed', code: 'MC-PRN-03' });
  await settled();
  expect(stateOf(here, job.id)).toBe('dropped');
});
