/** What the screens read: shaped for one look, computed by the station from facts, never stored. */
import { z } from 'zod';
import { deadlineRuleSchema, dueExplanationSchema } from './deadline.ts';
import { deviceViewSchema, printDocumentSchema, printStateSchema, scanTargetSchema } from './device.ts';
import { deviceCandidateSchema, searchStepSchema } from './device-candidate.ts';
import {
  channelSchema,
  dossierStatusSchema,
  intakeDraftSchema,
  paperKindSchema,
  paperSchema,
  paymentSchema,
  returnMethodSchema,
} from './dossier.ts';
import { dossierActionSchema } from './dossier-actions.ts';
import { feeRuleSchema } from './fee.ts';
import { bilingualSchema, instantSchema, localDaySchema, uuid7Schema } from './ids.ts';
import { holderSchema } from './movement.ts';
import { officerSchema } from './officer.ts';
import { outboxStateSchema } from './operation.ts';
import { pairingViewSchema } from './pairing.ts';
import { ticketSchema } from './queue.ts';
import { testVerdictSchema } from './reader-test.ts';
import { scanChangeSchema } from './scan-session.ts';
import { keyGapSchema } from './wedge-gap.ts';

/** A key of the UI's texts and the values that go into it: the station explains, the page phrases. */
export const explanationSchema = z
  .object({ key: z.string().max(80), values: z.record(z.string(), z.union([z.string(), z.number()])) })
  .readonly();
export type Explanation = z.infer<typeof explanationSchema>;

/** The commune and this window's place in it. */
export const deskInfoSchema = z
  .object({
    commune: z.string(), // "UBND xã Mẫu"
    unit: z.string(), // "Bộ phận Tiếp nhận và Trả kết quả"
    agency: z.string(),
    officer: z.string(),
    desk: z.number().int(),
    deskFields: z.string(), // "Hộ tịch, Chứng thực"
    deskPhone: z.string(),
    demo: z.boolean(),
    version: z.string(),
    now: instantSchema,
  })
  .readonly();
export type DeskInfo = z.infer<typeof deskInfoSchema>;

export const connectionStateSchema = z
  .object({
    state: z.enum(['online', 'offline', 'starting']),
    since: instantSchema,
    /** Why it is not online: MC-NET-… */
    code: z.string().max(20).optional(),
    lastExchangeAt: instantSchema.optional(),
    waiting: z.number().int().min(0),
    rejected: z.number().int().min(0),
    /** Of those waiting: held back, because the portal fails over them. */
    held: z.number().int().min(0).optional(),
    oldestWaitingAt: instantSchema.optional(),
    /** Portal's clock minus ours, ms; absent before the first exchange. */
    clockOffset: z.number().int().optional(),
    /** This PC's clock cannot be right: before what is stored or the program itself, or far past it. Until the portal has told the time. */
    clockDoubt: z.enum(['behind', 'ahead']).optional(),
    /** Leased numbers left for today. */
    numbersLeft: z.number().int().min(0),
    lastSavedAt: instantSchema.optional(),
    /** Items of the province's feed that this program could not use. */
    setAside: z.number().int().min(0).optional(),
    /** How this office's book and the province's compare; absent before the first comparison. */
    books: z
      .object({
        comparedAt: instantSchema,
        /** Days on which they differ although they were pulled again. */
        differing: z.array(localDaySchema).readonly(),
        healedAt: instantSchema.optional(),
      })
      .readonly()
      .optional(),
  })
  .readonly();
export type ConnectionState = z.infer<typeof connectionStateSchema>;

/** Why a row stands on the work list, most urgent first. A dossier stands in the first group that fits it. */
export const workGroupKeySchema = z.enum([
  'late', // quá hạn
  'due-today', // đến hạn hôm nay
  'rejected', // tỉnh từ chối
  'print-uncertain', // in chưa xác nhận
  'scan-incomplete', // quét thiếu trang
  'result-ready', // có kết quả chờ trả
  'awaiting-supplement', // chờ bổ sung
  'due-tomorrow', // đến hạn ngày mai
  'received-today', // tiếp nhận hôm nay
  'later', // còn hạn
]);
export type WorkGroupKey = z.infer<typeof workGroupKeySchema>;

export const dueStateSchema = z.enum(['late', 'due-today', 'due-tomorrow', 'later', 'stopped', 'done']);
export type DueState = z.infer<typeof dueStateSchema>;

export const dossierRowSchema = z
  .object({
    id: uuid7Schema,
    code: z.string(),
    applicantName: z.string(),
    procedureCode: z.string(),
    procedureName: z.string(),
    /** For one line of a list. */
    procedureShort: z.string(),
    status: dossierStatusSchema,
    desk: z.number().int(),
    receivedAt: instantSchema,
    dueAt: instantSchema,
    due: dueStateSchema,
    /** Working minutes to the due time; negative when late. */
    minutesLeft: z.number().int(),
    statusSince: instantSchema,
    /** Not yet accepted by the province. */
    unsent: z.boolean(),
    nextAction: z.union([dossierActionSchema, z.enum(['confirm-print', 'scan-papers', 'fix-rejected'])]).optional(),
    note: explanationSchema.optional(),
  })
  .readonly();
export type DossierRow = z.infer<typeof dossierRowSchema>;

export const workListSchema = z
  .object({
    groups: z
      .array(z.object({ key: workGroupKeySchema, rows: z.array(dossierRowSchema).readonly() }).readonly())
      .readonly(),
    counts: z.record(workGroupKeySchema, z.number().int()),
    total: z.number().int(),
  })
  .readonly();
export type WorkList = z.infer<typeof workListSchema>;

export const printJobViewSchema = z
  .object({
    id: uuid7Schema,
    document: printDocumentSchema,
    title: z.string(),
    printerId: z.string(),
    state: printStateSchema,
    code: z.string().max(20).optional(),
    evidence: z.string(),
    createdAt: instantSchema,
    dossierId: uuid7Schema.optional(),
    dossierCode: z.string().optional(),
  })
  .readonly();
export type PrintJobView = z.infer<typeof printJobViewSchema>;

/** The jobs that are not over: those that wait for a person first, then the oldest; `counts` tells of all. */
export const printQueueViewSchema = z
  .object({
    jobs: z.array(printJobViewSchema).max(100).readonly(),
    counts: z
      .array(
        z
          .object({
            printerId: z.string(),
            /** Waiting or on their way. */
            waiting: z.number().int(),
            /** Uncertain or failed. */
            forPerson: z.number().int(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();
export type PrintQueueView = z.infer<typeof printQueueViewSchema>;

export const documentViewSchema = z
  .object({
    id: uuid7Schema,
    title: z.string(),
    pages: z.number().int(),
    bytes: z.number().int(),
    /** Its content: `files/documents/<sha256>`. */ sha256: z.string(),
    attachedAt: instantSchema,
    sent: z.boolean(),
  })
  .readonly();
export type DocumentView = z.infer<typeof documentViewSchema>;

export const historyEntrySchema = z
  .object({
    at: instantSchema,
    what: explanationSchema, // keys: history.received, history.forward, history.record-result, history.print, …
    who: z.string(),
    unsent: z.boolean(),
    /** The province did not take it: it has no effect, whatever was done about that. */
    refused: z.boolean(),
  })
  .readonly();
export type HistoryEntry = z.infer<typeof historyEntrySchema>;

/** Who works at this desk, and who else could. */
export const shiftViewSchema = z
  .object({
    name: z.string(),
    /** Absent while the name is station.json's. */
    officerId: z.string().optional(),
    title: z.string(),
    ownName: z.string(),
    /** On the list today. */
    officers: z.array(officerSchema).readonly(),
    /** Nobody has said today who works here, though there is a list. */
    ask: z.boolean(),
  })
  .readonly();
export type ShiftView = z.infer<typeof shiftViewSchema>;

/** A row of form 05: from hand to hand, and how it stood to the due time when the receiver had done. */
export const handOverRowSchema = z
  .object({
    id: uuid7Schema,
    from: holderSchema,
    to: holderSchema,
    handedBy: z.string(),
    handedAt: instantSchema,
    /** `unsigned`: sent on by name with a step of the dossier. */
    state: z.enum(['waiting', 'taken', 'unsigned']),
    takenBy: z.string().optional(),
    takenAt: instantSchema.optional(),
    note: z.string(),
    /** Absent while the receiver still has time. */
    result: z.enum(['early', 'on-time', 'late']).optional(),
  })
  .readonly();
export type HandOverRow = z.infer<typeof handOverRowSchema>;

/** Where a dossier's papers are, and how they came there. */
export const whereaboutsSchema = z
  .object({
    holder: holderSchema,
    since: instantSchema,
    rows: z.array(handOverRowSchema).readonly(),
    /** The last row, while nobody has taken it. */
    waiting: handOverRowSchema.optional(),
    /** It may be handed over: the dossier is not over. */
    movable: z.boolean(),
  })
  .readonly();
export type Whereabouts = z.infer<typeof whereaboutsSchema>;

export const dossierDetailSchema = dossierRowSchema
  .unwrap()
  .extend({
    secret: z.string(),
    fieldName: z.string(),
    applicant: z
      .object({
        name: z.string(),
        maskedId: z.string(),
        birthDate: z.string().optional(),
        sex: z.enum(['male', 'female']).optional(),
        address: z.string(),
        phone: z.string(),
        email: z.string(),
      })
      .readonly(),
    onBehalfOf: z.string(),
    papers: z.array(paperSchema).readonly(),
    sets: z.number().int(),
    channel: channelSchema,
    returnMethod: returnMethodSchema,
    payment: paymentSchema,
    officer: z.string(),
    dueExplanation: dueExplanationSchema.optional(), // absent when the procedure has left the catalogue
    rescheduled: z.boolean(),
    actions: z.array(dossierActionSchema).readonly(),
    /** Undo is offered until this instant (intake taken back as if not made: cancelled, code spent). */
    undoUntil: instantSchema.optional(),
    prints: z.array(printJobViewSchema).readonly(),
    documents: z.array(documentViewSchema).readonly(),
    history: z.array(historyEntrySchema).readonly(),
    whereabouts: whereaboutsSchema,
    rejected: z.object({ operationId: uuid7Schema, code: z.string(), message: bilingualSchema }).readonly().optional(),
  })
  .readonly();
export type DossierDetail = z.infer<typeof dossierDetailSchema>;

/** What an intake would give, before it is made. */
export const intakePreviewSchema = z
  .object({
    receivedAt: instantSchema,
    dueAt: instantSchema.optional(),
    dueExplanation: dueExplanationSchema.optional(),
    /** Opening hours of the day received, for the time line. */
    openings: z.array(z.tuple([z.string(), z.string()])).readonly(),
    fee: z
      .object({
        total: z.number().int(),
        explanation: z.string(),
        lines: z.array(z.object({ amount: z.number().int(), explanation: z.string() }).readonly()).readonly(),
      })
      .readonly(),
    missing: z.array(z.string()).readonly(), // i18n keys of what is missing before it can be taken in
    warnings: z.array(explanationSchema).readonly(),
    numbersLeft: z.number().int(),
  })
  .readonly();
export type IntakePreview = z.infer<typeof intakePreviewSchema>;

export const draftViewSchema = z
  .object({ id: uuid7Schema, savedAt: instantSchema, draft: intakeDraftSchema })
  .readonly();
export type DraftView = z.infer<typeof draftViewSchema>;

export const takenInSchema = z
  .object({
    dossierId: uuid7Schema,
    code: z.string(),
    dueAt: instantSchema,
    undoUntil: instantSchema,
    prints: z.array(printJobViewSchema).readonly(),
  })
  .readonly();
export type TakenIn = z.infer<typeof takenInSchema>;

/** What a scan or a typed code at the counter means, and what to open. */
export const scanMeaningSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('dossier'), dossierId: uuid7Schema, code: z.string() }).readonly(),
  z
    .object({
      kind: z.literal('citizen-card'),
      applicant: z
        .object({
          name: z.string(),
          citizenId: z.string(),
          birthDate: z.string().optional(),
          sex: z.enum(['male', 'female']).optional(),
          address: z.string(),
        })
        .readonly(),
      warnings: z.array(z.string()).readonly(),
    })
    .readonly(),
  z.object({ kind: z.literal('ticket'), ticket: z.string() }).readonly(),
  z.object({ kind: z.literal('unknown'), code: z.string().max(20), shown: z.string().max(80) }).readonly(),
]);
export type ScanMeaning = z.infer<typeof scanMeaningSchema>;

/** How a reader in keyboard mode types: what around a code, and how far its keys are apart where that is known. */
export const keyboardReaderSchema = z
  .object({ prefix: z.string().max(8), suffix: z.string().max(8), gapMs: keyGapSchema.optional() })
  .readonly();
export type KeyboardReader = z.infer<typeof keyboardReaderSchema>;

export const queueDeskSchema = z
  .object({
    serving: ticketSchema.optional(),
    waiting: z.number().int(),
    longestWaitMinutes: z.number().int(),
    next: ticketSchema.optional(),
  })
  .readonly();
export type QueueDesk = z.infer<typeof queueDeskSchema>;

/** A status in words a grandmother understands. Without the secret: no name, no procedure beyond its field. */
export const publicStatusSchema = z
  .object({
    code: z.string(),
    status: z.enum(['ready', 'in-progress', 'late', 'awaiting-supplement', 'returned', 'refused', 'cancelled']),
    procedureName: z.string().optional(),
    maskedName: z.string().optional(),
    receivedAt: instantSchema,
    dueAt: instantSchema,
    /** The new time of a late dossier that was rescheduled, and why. */
    rescheduledTo: instantSchema.optional(),
    reason: z.string().optional(),
    desk: z.number().int(),
    steps: z
      .array(
        z
          .object({
            key: z.enum(['received', 'processing', 'signing', 'result-ready', 'returned']),
            state: z.enum(['done', 'here', 'ahead']),
            at: instantSchema.optional(),
          })
          .readonly(),
      )
      .readonly(),
    letter: z.string(),
    /** Whether the secret was right, so that more may be shown and the kiosk may print. */
    identified: z.boolean(),
  })
  .readonly();
export type PublicStatus = z.infer<typeof publicStatusSchema>;

export const kioskHomeSchema = z
  .object({
    commune: z.string(),
    unit: z.string(),
    demo: z.boolean(),
    now: instantSchema,
    /** Agency part shown before the keys, so that a citizen types only day and number. */
    agency: z.string(),
    fields: z
      .array(
        z
          .object({
            letter: z.string(),
            name: bilingualSchema,
            desk: z.number().int(),
            waiting: z.number().int(),
            waitMinutes: z.tuple([z.number().int(), z.number().int()]),
          })
          .readonly(),
      )
      .readonly(),
    printer: z.object({ ok: z.boolean(), code: z.string().optional() }).readonly(),
    open: z.boolean(),
  })
  .readonly();
export type KioskHome = z.infer<typeof kioskHomeSchema>;

export const ticketTakenSchema = z
  .object({
    ticket: ticketSchema,
    text: z.string(), // "A 012"
    fieldName: bilingualSchema,
    desk: z.number().int(),
    before: z.number().int(),
    waitMinutes: z.tuple([z.number().int(), z.number().int()]),
    print: printJobViewSchema.optional(),
  })
  .readonly();
export type TicketTaken = z.infer<typeof ticketTakenSchema>;

/** A procedure as citizens read it. */
export const publicProcedureSchema = z
  .object({
    code: z.string(),
    name: z.string(),
    nameEn: z.string(),
    field: z.string(),
    fieldEn: z.string(),
    deadline: deadlineRuleSchema,
    fee: feeRuleSchema,
    papers: z
      .array(
        z
          .object({
            name: z.string(),
            nameEn: z.string(),
            kinds: z.array(paperKindSchema).readonly(),
            required: z.boolean(),
          })
          .readonly(),
      )
      .readonly(),
    steps: z.array(bilingualSchema).readonly(),
    /** What is only an example, not the announced value. */
    example: z.object({ deadline: z.boolean(), fee: z.boolean(), papers: z.boolean() }).readonly(),
  })
  .readonly();
export type PublicProcedure = z.infer<typeof publicProcedureSchema>;

/** A field of the catalogue and how many procedures it has. */
export const procedureFieldSchema = z
  .object({ name: z.string(), nameEn: z.string(), count: z.int().min(1) })
  .readonly();
export type ProcedureField = z.infer<typeof procedureFieldSchema>;

/** A procedure in a list: a province has thousands, and a list shows names. */
export const procedureLineSchema = z.object({ code: z.string(), name: z.string(), nameEn: z.string() }).readonly();
export type ProcedureLine = z.infer<typeof procedureLineSchema>;

export const callViewSchema = z
  .object({
    id: uuid7Schema,
    ticket: z.string(), // "A 012"
    desk: z.number().int(),
    at: instantSchema,
    /** Voice clips in order: assets/voice/<id>. */
    clips: z.array(z.string()).readonly(),
    /** 1 for the first call, 2, 3 … when called again. */
    times: z.number().int(),
  })
  .readonly();
export type CallView = z.infer<typeof callViewSchema>;

export const displayStateSchema = z
  .object({
    commune: z.string(),
    unit: z.string(),
    demo: z.boolean(),
    now: instantSchema,
    current: callViewSchema.optional(),
    recent: z.array(callViewSchema).readonly(),
    ready: z.array(z.object({ code: z.string(), desk: z.number().int(), at: instantSchema }).readonly()).readonly(),
    guidance: z
      .array(z.object({ title: bilingualSchema, lines: z.array(bilingualSchema).readonly() }).readonly())
      .readonly(),
    hours: z.array(z.tuple([z.string(), z.string()])).readonly(),
    prepare: z
      .object({ procedure: z.string(), papers: z.array(z.string()).readonly() })
      .readonly()
      .optional(),
    today: localDaySchema,
  })
  .readonly();
export type DisplayState = z.infer<typeof displayStateSchema>;

export const outboxRowSchema = z
  .object({
    id: uuid7Schema,
    type: z.string(),
    dossierCode: z.string(),
    state: outboxStateSchema,
    madeAt: instantSchema,
    attempts: z.number().int(),
    code: z.string().optional(),
    message: bilingualSchema.optional(),
    /** Last sent; absent before the first time. */
    triedAt: instantSchema.optional(),
    /** Answered for good. */
    settledAt: instantSchema.optional(),
    /** The portal fails over this one: it stands aside, with all that is of its dossier behind it. */
    held: z.object({ since: instantSchema, code: z.string(), retryAt: instantSchema }).readonly().optional(),
    /** Waits behind a held one of the same dossier. */
    behind: z.boolean().default(false),
    /** What a person can do about it. */
    next: z.enum(['retry', 'resolve']).optional(),
  })
  .readonly();
export type OutboxRow = z.infer<typeof outboxRowSchema>;

export const setupStateSchema = z
  .object({
    desk: deskInfoSchema,
    connection: connectionStateSchema,
    devices: z.array(deviceViewSchema).readonly(),
    system: z
      .object({
        version: z.string(),
        node: z.string(),
        platform: z.string(),
        dataFolder: z.string(),
        databaseBytes: z.number().int(),
        freeBytes: z.number().int(),
        startedAt: instantSchema,
      })
      .readonly(),
    pairing: pairingViewSchema,
    bench: z.boolean(),
  })
  .readonly();
export type SetupState = z.infer<typeof setupStateSchema>;

/** What the station pushes to a window. Each role gets only what it may see (station/api/events.ts). */
export const stationEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('scan'), at: instantSchema, meaning: scanMeaningSchema }).readonly(),
  /** At the kiosk a scan arrives as the public status, or as the reason why not. */
  z
    .object({
      type: z.literal('kiosk-scan'),
      at: instantSchema,
      status: publicStatusSchema.optional(),
      code: z.string().max(20).optional(),
    })
    .readonly(),
  /** A read that was too long or torn; `target`: whose reader it was, so that only that window speaks of it. */
  z
    .object({
      type: z.literal('scan-refused'),
      at: instantSchema,
      code: z.string().max(20),
      target: scanTargetSchema.optional(),
    })
    .readonly(),
  /** For the technician: a reader brought something; what it was stays out, except how the test code arrived. */
  z
    .object({
      type: z.literal('reader-read'),
      at: instantSchema,
      deviceId: z.string().max(80),
      length: z.number().int(),
      verdict: testVerdictSchema,
      /** A layout's name, or what stood around the test code. */
      detail: z.string().max(20).optional(),
    })
    .readonly(),
  z.object({ type: z.literal('work-changed'), at: instantSchema }).readonly(),
  z.object({ type: z.literal('connection'), at: instantSchema, connection: connectionStateSchema }).readonly(),
  z.object({ type: z.literal('device'), at: instantSchema, device: deviceViewSchema }).readonly(),
  z.object({ type: z.literal('print'), at: instantSchema, job: printJobViewSchema }).readonly(),
  z.object({ type: z.literal('queue-changed'), at: instantSchema }).readonly(),
  /** Another version of the catalogue of procedures counts now. */
  z.object({ type: z.literal('catalogue-changed'), at: instantSchema }).readonly(),
  /** Hours, a day or the order of the queue were decided anew. */
  z.object({ type: z.literal('settings-changed'), at: instantSchema }).readonly(),
  z.object({ type: z.literal('call'), at: instantSchema, call: callViewSchema }).readonly(),
  z.object({ type: z.literal('scan-session'), at: instantSchema, change: scanChangeSchema }).readonly(),
  z.object({ type: z.literal('bench-changed'), at: instantSchema }).readonly(),
  /** A device was added, removed or given another name. */
  z.object({ type: z.literal('devices-changed'), at: instantSchema }).readonly(),
  /** How far a search for devices has come. */
  z.object({ type: z.literal('search'), at: instantSchema, step: searchStepSchema }).readonly(),
  /** Something was plugged in or out; `arrived`: what is new and could be used. */
  z
    .object({ type: z.literal('plugged'), at: instantSchema, arrived: z.array(deviceCandidateSchema).readonly() })
    .readonly(),
]);
export type StationEvent = z.infer<typeof stationEventSchema>;
