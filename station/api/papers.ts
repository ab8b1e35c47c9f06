/** What comes out of printers and into the document scanner. */
import { z } from 'zod';
import { MotcuaError } from '../../domain/errors.ts';
import { uuid7Schema } from '../../domain/ids.ts';
import { pagesLeft } from '../../domain/pages-left.ts';
import { dossierDetailSchema, printJobViewSchema, printQueueViewSchema, scanSessionSchema } from '../../domain/views.ts';
import { detailOf, dossierOf } from '../services/dossier-view.ts';
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
      station.prints.redirect(jobIds, printerId, station.config.officer),
    ),
  drop: counter
    .input(job)
    .output(printJobViewSchema)
    .mutation(({ ctx: { station }, input }) => station.prints.drop(input.jobId, station.config.officer)),
  answer: counter
    .input(job.extend({ cameOut: z.boolean() }))
    .output(printJobViewSchema)
    .mutation(({ ctx: { station }, input }) =>
      station.prints.answer(input.jobId, input.cameOut, station.config.officer),
    ),
  retry: counter
    .input(job)
    .output(printJobViewSchema)
    .mutation(({ ctx: { station }, input }) => station.prints.retry(input.jobId, station.config.officer)),
  /** A further paper, on an officer's wish: always a job of its own. */
  reprint: counter
    .input(z.object({ dossierId: uuid7Schema, document: z.enum(['receipt', 'slip']) }))
    .output(printJobViewSchema)
    .mutation(({ ctx: { station }, input }) => {
      const { received } = dossierOf(station, input.dossierId);
      const printer = input.document === 'receipt' ? station.hub.pagePrinter() : station.hub.receiptPrinter();
      if (!printer) throw new MotcuaError('MC-PRN-01');
      return station.prints.add({
        document: input.document,
        title: received.code,
        printerId: printer.id,
        copies: 1,
        dossierId: received.id,
        dossierCode: received.code,
      });
    }),
});

export const scanPapers = router({
  start: counter
    .input(z.object({ dossierId: uuid7Schema, operationId: uuid7Schema }))
    .output(scanSessionSchema)
    .mutation(({ ctx: { station }, input }) => {
      const { received } = dossierOf(station, input.dossierId);
      return station.scanSessions.start(
        received.id,
        pagesLeft(received.papers, station.store.dossiers.documents(received.id)),
      );
    }),
  get: counter
    .input(session)
    .output(scanSessionSchema)
    .query(({ ctx, input }) => ctx.station.scanSessions.get(input.id)),
  open: counter
    .input(z.object({ dossierId: uuid7Schema }))
    .output(scanSessionSchema.nullable())
    .query(({ ctx, input }) => ctx.station.scanSessions.openOf(input.dossierId) ?? null),
  stop: counter
    .input(session)
    .output(scanSessionSchema)
    .mutation(({ ctx, input }) => ctx.station.scanSessions.stop(input.id)),
  page: counter
    .input(
      z.object({
        sessionId: uuid7Schema,
        pageId: uuid7Schema,
        rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]).optional(),
        dropped: z.boolean().optional(),
        paper: z.number().int().min(-1).max(99).optional(),
      }),
    )
    .output(scanSessionSchema)
    .mutation(({ ctx, input: { sessionId, pageId, ...change } }) =>
      ctx.station.scanSessions.setPage(sessionId, pageId, dropAbsent(change)),
    ),
  attach: counter
    .input(z.object({ sessionId: uuid7Schema, operationId: uuid7Schema }))
    .output(dossierDetailSchema)
    .mutation(async ({ ctx: { station }, input }) => {
      const { dossierId } = station.scanSessions.get(input.sessionId);
      const { received } = dossierOf(station, dossierId);
      await station.scanSessions.attach(input.sessionId, received.papers, (operationId) =>
        actorOf(station, operationId),
      );
      station.line.kick();
      return detailOf(station, dossierOf(station, dossierId));
    }),
});

const dropAbsent = <T extends object>(value: T): Partial<T> =>
  Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as Partial<T>;
