/** The station's HTTP server: built pages, the API by window, a few files, and three requests of the shell. */
import fastifyStatic from '@fastify/static';
import { fastifyTRPCPlugin } from '@trpc/server/adapters/fastify';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { ZodError } from 'zod';
import { type WindowRole, windowRoleSchema } from '../../domain/role.ts';
import { appRouter } from '../api/router.ts';
import { addCalls, type CallOptions } from './calls.ts';
import { addFileRoutes } from './files.ts';
import { hasKey, sessionOf, type WebParts } from './parts.ts';
import { addShellRoutes } from './shell-routes.ts';

/** Nothing from elsewhere, nothing inline, nothing framed. React sets styles through the CSSOM, which this allows. */
const CSP = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self'",
  "connect-src 'self'",
  "font-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': CSP,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=()',
} as const;

/** The largest request is a draft with a hundred papers; only a technician’s file may be larger (calls.ts). */
const BODY_LIMIT = 1_000_000;

export async function createWebServer(parts: WebParts): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 2_000 },
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(HEADERS);
    // A page of another site that reaches this port by a name of its own gets nothing (DNS rebinding).
    if (!isOwnHost(request.headers.host)) return reply.code(421).send();
    if (isCrossSite(request)) return reply.code(403).send();
  });
  for (const window of windowRoleSchema.options) await addApi(app, parts, window);
  addFileRoutes(app, parts);
  addShellRoutes(app, parts);
  await app.register(fastifyStatic, { root: parts.assetsDir, prefix: '/assets/', decorateReply: false, index: false });
  await app.register(fastifyStatic, {
    root: parts.rendererDir,
    prefix: '/',
    decorateReply: true,
    index: ['index.html'],
    cacheControl: false,
  });
  return app;
}

async function addApi(app: FastifyInstance, parts: WebParts, window: WindowRole): Promise<void> {
  const { station, sessions } = parts;
  const prefix = `/${window}/trpc`;
  const options: CallOptions = {
    router: appRouter,
    createContext: ({ req }) => {
      const session = sessionOf(req);
      // No page can send this header across origins, so it needs no cookie.
      const isTechnician = window === 'setup' && hasKey(req, parts.technicianKey);
      const role = isTechnician ? 'technician' : sessions.roleOf(window, session);
      return { station, role, session: session ?? '' };
    },
    onError: ({ error, path }) => {
      if (error.code === 'INTERNAL_SERVER_ERROR') station.log.error({ path, error: describe(error) }, 'request failed');
    },
  };
  await app.register(fastifyTRPCPlugin, { prefix, trpcOptions: options });
  await app.register(async (scope) => addCalls(scope, window, options));
}

/** Messages of the database or of a parser may quote what was typed: only the kind and the place of an error are kept. */
function describe(error: Error): string {
  const cause = error.cause instanceof Error ? error.cause : error;
  if (cause instanceof ZodError)
    return cause.issues
      .map(({ path, code }) => `${path.join('.')}: ${code}`)
      .join('; ')
      .slice(0, 400);
  return `${cause.name} ${(cause.stack ?? '').split('\n').slice(1, 4).join(' ').replaceAll(/\s+/g, ' ')}`;
}

function isOwnHost(host = ''): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host);
}

function isCrossSite(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  return site === 'cross-site' || site === 'same-site';
}
