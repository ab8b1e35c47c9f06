/** Fills a new demo station through the same doors as an officer would: leases from the portal, intakes, actions, prints. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { isWorkingDay } from '../../domain/calendar.ts';
import { computeDue, remaining } from '../../domain/deadline.ts';
import type { CompleteIntake } from '../../domain/dossier.ts';
import { addDays, fromLocal, type Instant, type LocalDate, localDate, MINUTE_MS } from '../../domain/local-time.ts';
import { secretFromBytes } from '../../domain/receipt-qr.ts';
import { leaseResponseSchema } from '../../domain/sync.ts';
import type { Actor } from '../../offline-store/contract.ts';
import { feeOf } from '../services/intake.ts';
import type { Station } from '../station.ts';
import { DEMO_DOSSIERS, DEMO_OFFICERS, type DemoDossier, type DemoHandOver, SPECIALIST } from './people.ts';

type Parts = Pick<Station, 'store' | 'blobs' | 'calendar' | 'catalogue' | 'clock' | 'config' | 'shift'> & {
  readonly assets: string;
  readonly portalReady: Promise<void>;
};

const SEEDED = 'demo.seeded';
const DAYS = 12;

export async function seedDemo(parts: Parts): Promise<void> {
  if (parts.store.settings.get(SEEDED) === 'yes') return;
  await parts.portalReady;
  const days = workingDaysBack(parts, DAYS);
  await leaseNumbers(parts, days);
  parts.store.officers.replace(DEMO_OFFICERS, { at: parts.clock.now(), who: 'demo', source: 'file' });
  parts.shift.choose(DEMO_OFFICERS[0]?.id);
  for (const dossier of DEMO_DOSSIERS) await addDossier(parts, dossier, days);
  addTickets(parts);
  parts.store.settings.set(SEEDED, 'yes');
}

/** Today first, then the working days before it. */
function workingDaysBack({ clock, calendar }: Parts, count: number): readonly LocalDate[] {
  const days = [localDate(clock.now())];
  for (let day = addDays(days[0] ?? '', -1); days.length < count; day = addDays(day, -1))
    if (isWorkingDay(calendar, day)) days.push(day);
  return days;
}

async function leaseNumbers({ config, store }: Parts, days: readonly LocalDate[]): Promise<void> {
  if (!config.portal) return;
  const answer = await fetch(`${config.portal.url}/v1/leases`, {
    method: 'POST',
    headers: { authorization: `Bearer ${config.portal.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id: uuidv7(), station: config.station, agency: config.agency, days, count: 40 }),
    signal: AbortSignal.timeout(20_000),
  });
  for (const lease of leaseResponseSchema.parse(await answer.json()).leases) store.leases.add(lease);
}

/** The clock of a morning may not yet have reached a time of the list: then it was a little while ago. */
function instant(parts: Parts, days: readonly LocalDate[], back: number, at: string): Instant {
  const wanted = fromLocal(days[back] ?? days.at(-1) ?? '', at);
  return Math.min(wanted, parts.clock.now() - 2 * MINUTE_MS);
}

function actor(parts: Parts, at: Instant, officer = parts.config.officer): Actor {
  return { operationId: uuidv7(), officer, desk: parts.config.desk, madeAt: at, correctedAt: at };
}

async function addDossier(parts: Parts, demo: DemoDossier, days: readonly LocalDate[]): Promise<void> {
  const at = instant(parts, days, demo.back, demo.at);
  const procedure = parts.catalogue.get(demo.procedure);
  const intake = intakeOf(demo);
  const amount = feeOf(procedure, intake).total;
  const { received } = parts.store.receiveDossier(
    {
      dossierId: uuidv7(),
      intake: { ...intake, payment: { amount, method: amount === 0 ? 'none' : 'cash' } },
      dueAt: computeDue(procedure.deadline, at, parts.calendar).dueAt,
      catalogueVersion: parts.catalogue.head().id,
      secret: secretFromBytes(crypto.getRandomValues(new Uint8Array(64))) ?? '23456789',
      prints: [],
    },
    actor(parts, at),
  );
  for (const { action, back, at: time, reason = '', to = '' } of demo.actions ?? []) {
    const when = instant(parts, days, back, time);
    const { dueAt } = parts.store.dossiers.get(received.id) ?? { dueAt: 0 };
    const kept = action === 'request-supplement' ? { minutesLeft: remaining(parts.calendar, dueAt, when) } : undefined;
    parts.store.act(received.id, { action, reason, to }, actor(parts, when, SPECIALIST), kept);
  }
  for (const handOver of demo.handOvers ?? []) addHandOver(parts, received.id, handOver, days);
  if (demo.extra === 'print-uncertain') addUncertainPrint(parts, received, at);
  if (demo.extra === 'half-scanned') await addHalfScan(parts, received.id, at);
}

function addHandOver(
  parts: Parts,
  dossierId: string,
  { to, back, at, taken }: DemoHandOver,
  days: readonly LocalDate[],
): void {
  const by = actor(parts, instant(parts, days, back, at), SPECIALIST);
  parts.store.move(dossierId, { move: 'handed-over', to, note: '' }, by);
  if (taken === undefined) return;
  const receiver = actor(parts, instant(parts, days, back, taken), to.name);
  parts.store.move(dossierId, { move: 'taken-over', handOver: by.operationId, receiver: to.name, note: '' }, receiver);
}

function intakeOf(demo: DemoDossier): Omit<CompleteIntake, 'payment'> {
  const { name, id, sex, born, phone, address } = demo;
  const organisation = id === '';
  const person = organisation ? {} : { birthDate: born, sex };
  return {
    procedureCode: demo.procedure,
    applicant: { name, citizenId: id, ...person, address, phone, email: '', organisation },
    onBehalfOf: '',
    papers: demo.papers,
    sets: 1,
    channel: 'counter',
    returnMethod: 'counter',
    note: '',
    ticket: '',
  };
}

function addUncertainPrint(
  { store }: Parts,
  { id, code }: { readonly id: string; readonly code: string },
  at: Instant,
): void {
  const job = store.prints.add({
    id: uuidv7(),
    document: 'slip',
    title: code,
    printerId: 'slip-printer',
    createdAt: at,
    copies: 1,
    dossierId: id,
    dossierCode: code,
  });
  store.prints.update(job.id, { state: 'uncertain', code: 'MC-PRN-05' }, at, 'station');
}

async function addHalfScan(parts: Parts, dossierId: string, at: Instant): Promise<void> {
  const pdf = await readFile(join(parts.assets, 'images', 'sample-pages', 'half-scan.pdf')).catch(() =>
    Buffer.from('%PDF-1.4\n%%EOF\n'),
  );
  const { sha256, bytes } = await parts.blobs.put(pdf);
  parts.store.attachDocument(
    { id: uuidv7(), dossierId, title: 'Văn bản cử người giám hộ', sha256, bytes, pages: 3 },
    actor(parts, at + MINUTE_MS),
  );
}

/** Eleven were served this morning, one is at the desk, three wait; A 013 is an elderly person. */
function addTickets({ store, clock, config }: Parts): void {
  const now = clock.now();
  const day = localDate(now);
  for (let index = 1; index <= 15; index += 1) {
    const at = now - (16 - index) * 4 * MINUTE_MS;
    const ticket = store.queue.take({ id: uuidv7(), day, letter: 'A', priority: index === 13, at });
    const calledAt = now - (13 - index) * 5 * MINUTE_MS;
    if (index <= 12)
      store.queue.update(
        { ...ticket, state: index < 12 ? 'served' : 'called', desk: config.desk, calledAt, calls: 1 },
        calledAt,
      );
  }
  for (const [letter, desk] of [
    ['C', 1],
    ['H', 3],
  ] as const) {
    const ticket = store.queue.take({ id: uuidv7(), day, letter, priority: false, at: now - 12 * MINUTE_MS });
    store.queue.update({ ...ticket, state: 'called', desk, calledAt: now - 7 * MINUTE_MS, calls: 1 }, now);
  }
}
