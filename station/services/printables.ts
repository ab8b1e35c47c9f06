/** From what is stored to what is printed: the one place that fills forms in. The preview is the same PDF. */

import type { PrinterStatus, PrintOutcome } from '../../devices/printer/contract.ts';
import { paceOf } from '../../devices/printer/pace.ts';
import type { Procedure } from '../../domain/catalogue.ts';
import type { DeadlineRule } from '../../domain/deadline.ts';
import type { DeviceView } from '../../domain/device.ts';
import type { IntakeDraft, ReceivedDossier } from '../../domain/dossier.ts';
import { type ErrorCode, MotcuaError } from '../../domain/errors.ts';
import type { Instant } from '../../domain/ids.ts';
import { formatTicketBarcode } from '../../domain/queue-rules.ts';
import { LAYOUT_TEST_CODE } from '../../domain/reader-test.ts';
import { formatReceiptQr } from '../../domain/receipt-qr.ts';
import type { Form01Input, Form05Input } from '../../forms/input.ts';
import { paperDots, rollFor, type SlipPaper } from '../../forms/paper-dots.ts';
import type { PaperProcess } from '../../forms/paper-process.ts';
import type { StoredDossier, StoredPrintJob } from '../../offline-store/contract.ts';
import type { Station } from '../station.ts';
import { whereaboutsOf } from './dossier-view.ts';
import { beforeTicket, waitFor } from './queue.ts';

type Parts = Pick<Station, 'store' | 'catalogue' | 'calendar' | 'config' | 'shift' | 'hub' | 'clock'> & {
  readonly isDemo: boolean;
  /** Drawn and turned into dots elsewhere than in the process that answers windows. */
  readonly papers: Omit<PaperProcess, 'close'>;
};

/** A job made ready (drawn, rasterised): nothing has been sent yet. */
export interface ReadyJob {
  send(): Promise<PrintOutcome>;
}

export interface Printables {
  /** Why sending to this printer would be in vain just now (no paper, cover open, not there); undefined to go ahead. */
  hindrance(printerId: string): Promise<ErrorCode | undefined>;
  /** Draws the job for its printer: a sheet for one with a tray, a strip for one with a roll. */
  prepare(job: StoredPrintJob): Promise<ReadyJob>;
  pdf(job: StoredPrintJob): Promise<Uint8Array>;
  /** The first page of a PDF of ours as a PNG, `width` px wide. */
  picture(pdf: Uint8Array, width: number): Promise<Uint8Array>;
  /** Form 01 as it would be for a draft: without a number, before anything is committed. */
  draftReceipt(
    draft: IntakeDraft,
    preview: { readonly dueAt: Instant; readonly receivedAt: Instant },
  ): Promise<Uint8Array>;
}

const noSuchPrinter: ReadyJob = { send: async () => ({ outcome: 'not-printed', code: 'MC-PRN-11' }) };

/** A printer that cannot tell is tried; one that says what is wrong is believed. */
const hindranceOf = ({ state, code }: PrinterStatus): ErrorCode | undefined =>
  state === 'attention' || state === 'absent' ? (code ?? 'MC-PRN-01') : undefined;

export function createPrintables(parts: Parts): Printables {
  const { hub } = parts;
  return {
    pdf: (job) => drawJob(parts, job),
    picture: parts.papers.picture,
    draftReceipt: (draft, { dueAt, receivedAt }) =>
      parts.papers.draw({ form: 'form01', input: draftInput(parts, draft, dueAt, receivedAt) }),
    hindrance: async (printerId) => {
      const printer = hub.pagePrinter(printerId) ?? hub.receiptPrinter(printerId);
      return printer ? hindranceOf(await printer.driver.status()) : 'MC-PRN-11';
    },
    prepare: async (job) => {
      const { id, title, copies, printerId } = job;
      const page = hub.pagePrinter(printerId);
      const receipt = hub.receiptPrinter(printerId);
      if (!page && !receipt) return noSuchPrinter;
      const pdf = await drawJob(parts, job);
      if (page) return { send: () => page.driver.print(pdf, { id, title, media: mediaOf(job), copies }) };
      if (!receipt) return noSuchPrinter;
      const bitmap = await parts.papers.raster(pdf, receipt.driver.dots);
      return { send: () => receipt.driver.print(bitmap, { id, copies }) };
    },
  };
}

/** What has a place for a sheet gets one, whether the job was meant for it or sent on to it; a roll as wide as its head. */
const paperFor = ({ hub }: Parts, { printerId, document }: StoredPrintJob): SlipPaper => {
  const kind = hub.list().find(({ id }) => id === printerId)?.kind;
  if (kind === 'page-printer' || (kind === undefined && document === 'receipt')) return 'a5';
  return rollFor(hub.receiptPrinter(printerId)?.driver.dots ?? paperDots);
};

async function drawJob(parts: Parts, job: StoredPrintJob): Promise<Uint8Array> {
  const paper = paperFor(parts, job);
  if (job.document === 'ticket') return drawTicketOf(parts, job, paper);
  if (job.document === 'test') return drawTest(parts, job, paper);
  if (isSeparator(job))
    return parts.papers.draw({ form: 'separator', input: { size: mediaOf(job), demo: parts.isDemo } });
  const dossier = job.dossierId ? parts.store.dossiers.get(job.dossierId) : undefined;
  if (!dossier) throw new MotcuaError('MC-API-05');
  if (job.document === 'control-slip')
    return parts.papers.draw({ form: 'form05', input: controlSlipInput(parts, dossier) });
  // Form 01 is a sheet: on a roll, the slip says the same with the same codes.
  return job.document === 'receipt' && paper === 'a5'
    ? parts.papers.draw({ form: 'form01', input: receiptInput(parts, dossier) })
    : drawSlipOf(parts, dossier, job, paper);
}

const isSeparator = ({ document }: StoredPrintJob): boolean => document === 'separator' || document === 'separator-a5';
/** The receipt is an A5 form; a separator sheet is as large as the sheets that it lies between. */
const mediaOf = ({ document }: StoredPrintJob): 'A4' | 'A5' => (document === 'separator' ? 'A4' : 'A5');

function head({ config, isDemo }: Parts) {
  return {
    agencyParent: config.commune.replace(/^UBND/i, 'Uỷ ban nhân dân'),
    agencyName: config.unit,
    place: config.place,
    demo: isDemo,
  };
}

function receiptInput(parts: Parts, { received, dueAt }: StoredDossier): Form01Input {
  return {
    ...head(parts),
    ...applicantLines(received),
    number: `${received.code.split('-').at(-1) ?? ''}/TNHS`,
    code: received.code,
    lookupSecret: received.secret,
    qrPayload: formatReceiptQr(received.code, received.secret),
    matter: announced(parts, received).name,
    papers: received.papers,
    sets: received.sets,
    processingTime: timeInWords(announced(parts, received).deadline),
    receivedAt: received.receivedAt,
    dueAt,
    returnPlace: returnPlace(parts, received),
    officerName: received.officer,
    deskPhone: deskOf(parts, received.desk)?.phone,
    receivingDesk: parts.config.commune,
  };
}

/** The chain as it is when the paper is made; the rows to come are signed by hand. */
function controlSlipInput(parts: Parts, dossier: StoredDossier): Form05Input {
  const { received, dueAt } = dossier;
  const { rows } = whereaboutsOf(parts, dossier, parts.store.dossiers.events(received.id));
  return {
    ...head(parts),
    code: received.code,
    matter: announced(parts, received).name,
    receivedAt: received.receivedAt,
    dueAt,
    printedAt: parts.clock.corrected(),
    rows: rows.map(({ from, to, handedAt, handedBy, takenAt, takenBy, result, note }) => ({
      ...{ from: from.unit, to: to.unit, handedAt, handedBy, takenAt, takenBy, result, note },
    })),
  };
}

/** Drawn without codes: the number is taken only with the commit. */
function draftInput(parts: Parts, draft: IntakeDraft, dueAt: Instant, receivedAt: Instant): Form01Input {
  const procedure = parts.catalogue.find(draft.procedureCode);
  return {
    ...head(parts),
    ...applicantLines({ ...draft, applicant: { ...draft.applicant, name: draft.applicant.name || '…' } }),
    number: '……/TNHS',
    code: `${parts.config.agency}-......-....`,
    qrPayload: 'https://example.invalid/',
    matter: procedure?.name ?? '…',
    papers: draft.papers.filter(({ name }) => name.trim() !== ''),
    sets: draft.sets,
    processingTime: procedure ? timeInWords(procedure.deadline) : '…',
    receivedAt,
    dueAt,
    returnPlace: returnPlace(parts, draft),
    officerName: parts.shift.name(),
    receivingDesk: parts.config.commune,
    draft: true,
  };
}

function applicantLines({ applicant }: Pick<ReceivedDossier, 'applicant'>) {
  return { applicantName: applicant.name, address: applicant.address, phone: applicant.phone, email: applicant.email };
}

/** What was announced when it was received, whatever counts now. MC-DOS-06 when no version here knows it. */
function announced({ catalogue }: Parts, received: ReceivedDossier): Procedure {
  return catalogue.ofDossier(received)?.procedure ?? catalogue.get(received.procedureCode);
}

const deskOf = ({ config }: Parts, desk: number) => config.hall.find(({ number }) => number === desk);

function returnPlace(parts: Parts, { returnMethod }: Pick<ReceivedDossier, 'returnMethod'>): string {
  if (returnMethod === 'post') return 'Qua dịch vụ bưu chính công ích';
  if (returnMethod === 'electronic') return 'Bản điện tử trên cổng dịch vụ công';
  return `Bộ phận TN&TKQ ${parts.config.commune.replace(/^UBND\s+/i, '')}`;
}

export function timeInWords(rule: DeadlineRule): string {
  const two = (days: number) => String(days).padStart(2, '0');
  if (rule.kind === 'same-day') return 'trong ngày làm việc';
  return rule.kind === 'working-days' ? `${two(rule.days)} ngày làm việc` : `${two(rule.days)} ngày`;
}

function drawSlipOf(
  parts: Parts,
  { received, dueAt }: StoredDossier,
  job: StoredPrintJob,
  paper: SlipPaper,
): Promise<Uint8Array> {
  return parts.papers.draw({
    form: 'slip',
    input: {
      agencyName: parts.config.commune,
      matter: announced(parts, received).name,
      desk: `Quầy ${received.desk}`,
      deskPhone: deskOf(parts, received.desk)?.phone,
      code: received.code,
      lookupSecret: received.secret,
      qrPayload: formatReceiptQr(received.code, received.secret),
      dueAt,
      printedAt: job.createdAt,
      demo: parts.isDemo,
      paper,
    },
  });
}

function drawTicketOf(parts: Parts, job: StoredPrintJob, paper: SlipPaper): Promise<Uint8Array> {
  const ticket = job.ticketId ? parts.store.queue.get(job.ticketId) : undefined;
  if (!ticket) throw new MotcuaError('MC-API-05');
  const desk = parts.config.hall.find(({ letters }) => letters.includes(ticket.letter));
  const tickets = parts.store.queue.ofDay(ticket.day);
  const before = beforeTicket(tickets, ticket);
  const [from, to] = waitFor(tickets, before);
  return parts.papers.draw({
    form: 'ticket',
    input: {
      agencyName: parts.config.commune,
      letter: ticket.letter,
      number: ticket.number,
      field: parts.catalogue.head().fields.find(({ letter }) => letter === ticket.letter)?.name ?? ticket.letter,
      desk: desk ? `Quầy ${desk.number}` : undefined,
      priority: ticket.priority,
      peopleBefore: before,
      wait: { from, to },
      takenAt: ticket.takenAt,
      qrPayload: formatTicketBarcode(ticket),
      demo: parts.isDemo,
      paper,
    },
  });
}

function drawTest(parts: Parts, job: StoredPrintJob, paper: SlipPaper): Promise<Uint8Array> {
  const printer = parts.hub.list().find(({ id }) => id === job.printerId);
  return parts.papers.draw({
    form: 'test-slip',
    input: {
      agencyName: parts.config.commune,
      printerName: printer?.name ?? job.printerId,
      printedAt: job.createdAt,
      code: LAYOUT_TEST_CODE,
      settings: printer ? settingsOf(parts, printer) : [],
      paper,
    },
  });
}

function settingsOf({ hub }: Parts, printer: DeviceView): readonly (readonly [string, string])[] {
  const config = hub.configs().find(({ id }) => id === printer.id);
  const pace = config?.kind === 'receipt-printer' ? paceOf(config) : undefined;
  const settings: readonly (readonly [string, string])[] = [
    ['Kiểu máy', printer.model],
    ['Cách nối', printer.connection],
    ['Trình điều khiển', printer.driver],
    ...(pace ? [['Đầu in', `${pace.dots} điểm`] as const] : []),
    ...(pace?.baudRate ? [['Tốc độ cổng', `${pace.baudRate} baud`] as const] : []),
    ...(pace ? [['100 mm giấy in hết', `${decimal(pace.secondsPer100mm)} giây`] as const] : []),
  ];
  return settings.filter(([, value]) => value !== '').map(([name, value]) => [name, value.slice(0, 120)]);
}

const decimal = (seconds: number): string => seconds.toFixed(1).replace('.', ',');
