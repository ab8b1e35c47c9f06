/** Pictures and PDFs for the windows, behind the same session as the API of that window. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { MotcuaError, sentenceOf } from '../../domain/errors.ts';
import { uuid7Schema } from '../../domain/ids.ts';
import { roleOfWindow, type WindowRole } from '../../domain/role.ts';
import { bitmapToPng } from '../../forms/raster.ts';
import { previewIntake } from '../services/intake.ts';
import type { Station } from '../station.ts';
import { sessionOf, type WebParts } from './parts.ts';

/** Width of a preview picture, px. */
const PREVIEW_WIDTH = 900;

interface Picture {
  readonly type: 'image/png' | 'image/jpeg' | 'application/pdf';
  readonly bytes: Uint8Array;
}

export function addFileRoutes(app: FastifyInstance, parts: WebParts): void {
  const { station } = parts;
  const serve = (
    window: WindowRole,
    path: string,
    make: (params: Record<string, string>, query: Record<string, string>) => Promise<Picture>,
  ) =>
    app.get(`/${window}/files/${path}`, async (request, reply) => {
      if (parts.sessions.roleOf(window, sessionOf(request)) !== roleOfWindow(window))
        return reply.code(401).send({ code: 'MC-API-02' });
      return send(request, reply, make);
    });

  serve('counter', 'draft/:id/receipt.png', async ({ id }) =>
    png(await pageImage(station, await draftReceipt(station, idOf(id)))),
  );
  serve('counter', 'prints/:file', async ({ file }) => {
    const job = station.store.prints.get(idOf(file?.replace(/\.(pdf|png)$/, '')));
    if (!job) throw new MotcuaError('MC-API-05');
    const pdf = await station.printables.pdf(job);
    return file?.endsWith('.png') ? png(await pageImage(station, pdf)) : { type: 'application/pdf', bytes: pdf };
  });
  serve('counter', 'scan/:session/:page', async ({ session, page }, { w }) => {
    const width = w === undefined ? undefined : z.coerce.number().int().min(40).max(3_000).parse(w);
    const bytes = await station.scanSessions.image(idOf(session), idOf(page?.replace(/\.jpg$/, '')), width);
    return { type: 'image/jpeg', bytes };
  });
  serve('counter', 'documents/:sha256', async ({ sha256 }) => ({
    type: 'application/pdf',
    bytes: await station.blobs.read(
      z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .parse(sha256),
    ),
  }));
  serve('setup', 'bench/slips/:file', async ({ file }) => {
    const slip = station.hub.bench?.printer.slips().find(({ id }) => `${id}.png` === file);
    if (!slip) throw new MotcuaError('MC-API-05');
    return png(bitmapToPng(slip.bitmap));
  });
  serve('setup', 'bench/papers/:file', async ({ file }) => {
    const paper = station.hub.bench?.pagePrinter
      .papers()
      .find(({ id }) => `${id}.pdf` === file || `${id}.png` === file);
    if (!paper) throw new MotcuaError('MC-API-05');
    return file?.endsWith('.png')
      ? png(await pageImage(station, paper.pdf))
      : { type: 'application/pdf', bytes: paper.pdf };
  });
}

const png = (bytes: Uint8Array): Picture => ({ type: 'image/png', bytes });
const idOf = (text: string | undefined) => uuid7Schema.parse(text);
const pageImage = ({ printables }: Station, pdf: Uint8Array) => printables.picture(pdf, PREVIEW_WIDTH);

async function draftReceipt(station: Station, id: string): Promise<Uint8Array> {
  const saved = station.store.drafts().find((draft) => draft.id === id);
  if (!saved) throw new MotcuaError('MC-API-05');
  const preview = previewIntake(station, saved.draft);
  return station.printables.draftReceipt(saved.draft, {
    dueAt: preview.dueAt ?? preview.receivedAt,
    receivedAt: preview.receivedAt,
  });
}

async function send(
  request: FastifyRequest,
  reply: FastifyReply,
  make: (params: Record<string, string>, query: Record<string, string>) => Promise<Picture>,
) {
  try {
    const { type, bytes } = await make(
      request.params as Record<string, string>,
      request.query as Record<string, string>,
    );
    return reply.header('cache-control', 'private, no-store').type(type).send(Buffer.from(bytes));
  } catch (error) {
    if (error instanceof MotcuaError) return reply.code(404).send({ code: error.code, ...sentenceOf(error.code) });
    if (error instanceof z.ZodError) return reply.code(400).send({ code: 'MC-API-03', ...sentenceOf('MC-API-03') });
    throw error;
  }
}
