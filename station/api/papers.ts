/** What comes out of printers and into the document scanner. */
import { z } from 'zod';
import { MotcuaError } from '../../domain/errors.ts';
import { uuid7Schema } from '../../domain/ids.ts';
import {
  MAX_PAPER_INDEX,
  pageRotationSchema,
  scanSessionSchema,
  scanSourceSchema,
  scanWaysSchema,
} from '../../domain/scan-session.ts';
import { pageCutSchema } from '../../domain/scan-split.ts';
import { printJobViewSchema, printQueueViewSchema } from '../../domain/views/prints.ts';
import { dossierOf } from '../services/dossier-view.ts';
import { actorOf } from '../services/intake.ts';
import { counter, router } from './trpc.ts';

const job = z.object({ jobId: uuid7Schema });
const session = z.object({ id: uuid7Schema });

export const prints = router({
  open: counter.output(printQueueViewSchema).query(({ ctx: { station } }) => station.prints.queue()),
  /** To another printer of this PC, drawn anew for that one. */
  redirect: counter
    .input(z.object({ jobIds: z.array(uuid7Schema).min(1).max(100), printerId: z.string().max(80) }))
    .output(z.array(printJobViewSchema).readonly())
    .mutation(({ ctx: { station }, input: { jobIds, printerId } }) =>
      station.prints.redirect(jobIds, printerId, station.shift.name()),
    ),
  drop: counter
    .input(job)
    .output(printJobViewSchema)
    .mutation(({ ctx: { station }, input }) => station.prints.drop(input.jobId, station.shift.name())),
  answer: counter
    .input(job.extend({ cameOut: z.boolean() }))
    .output(printJobViewSchema)
    .mutation(({ ctx: { station }, input }) => station.prints.answer(input.jobId, input.cameOut, station.shift.name())),
  retry: counter
    .input(job)
    .output(printJobViewSchema)
    .mutation(({ ctx: { station }, input }) => station.prints.retry(input.jobId, station.shift.name())),
  /** A further paper, on an officer's wish: always a job of its own. */
  reprint: counter
    .input(z.object({ dossierId: uuid7Schema, document: z.enum(['receipt', 'slip', 'control-slip']) }))
    .output(printJobViewSchema)
    .mutation(({ ctx: { station }, input }) => {
      const { received } = dossierOf(station, input.dossierId);
      const printer = input.document === 'slip' ? station.hub.receiptPrinter() : station.hub.pagePrinter();
      if (!printer) throw new MotcuaError('MC-PRN-01');
      return station.prints.add({
        document: input.document,
        title: received.code,
        printerId: printer.id,
        copies: 1,
        officer: station.shift.name(),
        dossierId: received.id,
        dossierCode: received.code,
      });
    }),
  /** Sheets to lay between dossiers in the feeder. */
  separators: counter
    .input(z.object({ size: z.enum(['A4', 'A5']), copies: z.number().int().min(1).max(20) }))
    .output(printJobViewSchema)
    .mutation(({ ctx: { station }, input: { size, copies } }) => {
      const printer = station.hub.pagePrinter();
      if (!printer) throw new MotcuaError('MC-PRN-01');
      const document = size === 'A4' ? 'separator' : 'separator-a5';
      return station.prints.add({
        document,
        title: 'Tờ ngăn hồ sơ',
        printerId: printer.id,
        copies,
        officer: station.shift.name(),
      });
    }),
});

export const scanPapers = router({
  /** Without a dossier: a stack of several, split by its codes and separator sheets. */
  start: counter
    .input(
      z.object({
        dossierId: uuid7Schema.optional(),
        operationId: uuid7Schema,
        source: scanSourceSchema.optional(),
        scannerId: z.string().max(80).optional(),
        replaces: uuid7Schema.optional(),
      }),
    )
    .output(scanSessionSchema)
    .mutation(({ ctx: { station }, input: { operationId: _, ...wanted } }) => {
      if (wanted.dossierId !== undefined) dossierOf(station, wanted.dossierId);
      return station.scanSessions.start(wanted);
    }),
  get: counter
    .input(session)
    .output(scanSessionSchema)
    .query(({ ctx, input }) => ctx.station.scanSessions.get(input.id)),
  open: counter
    .input(z.object({ dossierId: uuid7Schema.optional() }))
    .output(scanSessionSchema.nullable())
    .query(({ ctx, input }) => ctx.station.scanSessions.openOf(input.dossierId) ?? null),
  /** What this PC scans with: the choice made last, and the scanners there are. */
  ways: counter.output(scanWaysSchema).query(({ ctx: { station } }) => ({
    choice: station.scanSessions.choice(),
    scanners: station.hub
      .list()
      .filter(({ kind }) => kind === 'document-scanner')
      .map(({ id, name }) => ({ id, name })),
  })),
  stop: counter
    .input(session)
    .output(scanSessionSchema)
    .mutation(({ ctx, input }) => ctx.station.scanSessions.stop(input.id)),
  /** An officer's word on a page. `dossierId`: whose the pages are that begin here. */
  page: counter
    .input(
      z.object({
        sessionId: uuid7Schema,
        pageId: uuid7Schema,
        rotation: pageRotationSchema.optional(),
        dropped: z.boolean().optional(),
        paper: z.number().int().min(-1).max(MAX_PAPER_INDEX).nullable().optional(),
        cut: pageCutSchema.nullable().optional(),
        dossierId: uuid7Schema.nullable().optional(),
      }),
    )
    .output(scanSessionSchema)
    .mutation(({ ctx: { station }, input: { sessionId, pageId, ...change } }) => {
      if (change.dossierId) dossierOf(station, change.dossierId);
      return station.scanSessions.setPage(sessionId, pageId, change);
    }),
  /** Answers how many pages went to which dossier. */
  attach: counter
    .input(z.object({ sessionId: uuid7Schema, operationId: uuid7Schema }))
    .output(
      z.array(z.object({ dossierId: uuid7Schema, code: z.string(), pages: z.number().int() }).readonly()).readonly(),
    )
    .mutation(async ({ ctx: { station }, input }) => {
      const attached = await station.scanSessions.attach(input.sessionId, (operationId) =>
        actorOf(station, operationId),
      );
      station.line.kick();
      return attached.map((one) => ({ ...one, code: dossierOf(station, one.dossierId).received.code }));
    }),
  /** The batch is not wanted. */
  discard: counter.input(session).mutation(({ ctx, input }) => ctx.station.scanSessions.discard(input.id)),
});
