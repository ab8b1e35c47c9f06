/** Requests of the shell (bearer of its key), the one-time links, and the health check. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { monitorsRequestSchema, shellLinkRequestSchema, verifyPinRequestSchema } from '../../domain/shell-protocol.ts';
import { createPinGuard } from '../pin.ts';
import { COOKIE_NAME, hasKey, type WebParts } from './parts.ts';

const MONTH_SECONDS = 30 * 24 * 3600;

export function addShellRoutes(app: FastifyInstance, { station, sessions, shellKey }: WebParts): void {
  const isPin = createPinGuard(station.config.technicianPin);
  const isShell = (request: FastifyRequest) => hasKey(request, shellKey);

  app.get('/health', async () => ({ ok: true, version: station.version }));

  app.post('/shell/link', async (request, reply) => {
    if (!isShell(request)) return reply.code(401).send({ code: 'MC-API-01' });
    const wish = shellLinkRequestSchema.safeParse(request.body);
    if (!wish.success) return reply.code(400).send({ code: 'MC-API-03' });
    return { url: `http://${request.headers.host}/open/${sessions.makeLink(wish.data.role)}` };
  });

  app.post('/shell/verify-pin', async (request, reply) => {
    if (!isShell(request)) return reply.code(401).send({ code: 'MC-API-01' });
    const given = verifyPinRequestSchema.safeParse(request.body);
    const ok = given.success && isPin(given.data.pin);
    station.store.audit.add({ at: station.clock.now(), who: 'technician', what: ok ? 'pin-accepted' : 'pin-refused' });
    return { ok };
  });

  app.post('/shell/monitors', async (request, reply) => {
    if (!isShell(request)) return reply.code(401).send({ code: 'MC-API-01' });
    const told = monitorsRequestSchema.safeParse(request.body);
    if (!told.success) return reply.code(400).send({ code: 'MC-API-03' });
    station.screens.told(told.data.monitors);
    return { ok: true };
  });

  app.get<{ Params: { token: string } }>('/open/:token', async (request, reply) => {
    const opened = sessions.openLink(request.params.token);
    if (!opened) return reply.code(410).type('text/html; charset=utf-8').send(SPENT_PAGE);
    const cookie = `${COOKIE_NAME}=${opened.session}; Path=/${opened.window}/; HttpOnly; SameSite=Strict; Max-Age=${MONTH_SECONDS}`;
    return reply.header('set-cookie', cookie).header('cache-control', 'no-store').redirect(`/${opened.window}/`, 303);
  });
}

const SPENT_PAGE = `<!doctype html><html lang="vi"><meta charset="utf-8"><title>Một cửa</title>
<h1>Liên kết này đã dùng hoặc đã hết hạn.</h1><p>Xin mở lại từ chương trình. <small>MC-API-02</small></p>
<p lang="en">This link was used already or has expired. Please open it again from the program.</p></html>`;
