/** The portal's HTTP face: routes, who may call them, and errors as `{ code, message }`. The rules are in the other files. */
import { Readable } from 'node:stream';
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { z } from 'zod';
import { type ErrorCode, MotcuaError, sentenceOf } from '../../domain/errors.ts';
import { type Instant, localDaySchema } from '../../domain/ids.ts';
import {
  FEED_DEFAULT_LINES,
  FEED_MAX_LINES,
  FEED_MAX_WAIT_SECONDS,
  leaseRequestSchema,
  type PortalError,
  type PortalInfo,
  PUSH_MAX_BYTES,
  pushRequestSchema,
} from '../../domain/sync.ts';
import { behaviourRequestSchema, readDossier, readSummary } from './admin.ts';
import { announcementAdminRoutes, announcementRoutes } from './announcements.ts';
import { type Behaviour, loginPage } from './behaviour.ts';
import { installBodies } from './bodies.ts';
import { type Authority, adminAuthority, type Caller } from './caller.ts';
import { openFeed } from './changes.ts';
import type { Database } from './database.ts';
import { openDay, readDigests } from './digests.ts';
import { documentRoutes } from './documents.ts';
import { createDoor, type Limits } from './door.ts';
import { grantToStation } from './leases.ts';
import { createNews } from './news.ts';
import { etagOf, isKnown, officersAdminSchema, readOfficers, setOfficers } from './officers.ts';
import { acceptPush } from './operations.ts';
import { PAIRING_PATH, pairingAdminRoutes, pairingRoute } from './pairing-routes.ts';
import { found, readAs } from './read-as.ts';
import { createRequestLimit } from './request-limit.ts';
import { UPLOADS_PATH, type Uploads } from './uploads.ts';

/** A request that takes longer is cut; an upload goes on where it stopped. */
const REQUEST_TIMEOUT_MS = 300_000;

export type HttpOptions = {
  readonly name: string;
  readonly database: Database;
  readonly uploads: Uploads;
  readonly behaviour: Behaviour;
  /** What a signed token must name as its `aud`. */
  readonly audience: string;
  readonly callerOf: Authority;
  readonly adminToken: string;
  readonly limits: Limits;
  /** Whose word on the caller's address is taken: the TLS proxies before this portal. */
  readonly proxies: readonly string[];
  readonly now: () => Instant;
  /** pino's level; what is logged carries no body, no token and no database detail. */
  readonly logLevel: string;
};

export function createHttp(options: HttpOptions): FastifyInstance {
  const app = Fastify({
    bodyLimit: PUSH_MAX_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: true,
    trustProxy: options.proxies.length > 0 && [...options.proxies],
    logger: { level: options.logLevel },
    // A request's line would name dossier codes; only failures are logged, by answerError.
    logController: new LogController({ disableRequestLogging: true }),
  });
  installBodies(app);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(() => {
    throw new MotcuaError('MC-API-05');
  });
  app.register(async (scope) => stationRoutes(scope, options));
  app.register(async (scope) => adminRoutes(scope, options));
  app.get('/hotel-login', (_request, reply) => loginPage(reply));
  return app;
}

/** What is answered without a token. */
const OPEN: ReadonlySet<string> = new Set(['/v1/info', PAIRING_PATH]);
const PUSH_PATH = '/v1/operations';

/** Everything a station may call. The behaviour comes before the token: a cut line does not look at tokens. */
function stationRoutes(app: FastifyInstance, options: HttpOptions): void {
  const { database, uploads, now } = options;
  const news = createNews();
  const callers = new WeakMap<FastifyRequest, Caller>();
  const door = createDoor({
    ...options,
    isOpen: ({ routeOptions }) => OPEN.has(routeOptions.url ?? ''),
    isPush: ({ routeOptions }) => routeOptions.url === PUSH_PATH,
  });
  const caller = (request: FastifyRequest): Caller => {
    const known = callers.get(request);
    if (!known) throw new MotcuaError('MC-NET-05');
    return known;
  };
  app.addHook('onRequest', async (request, reply) => {
    if (await options.behaviour.intercept(request, reply)) return reply;
    const who = await door(request, reply);
    if (who) callers.set(request, who);
  });
  app.get('/v1/info', (): PortalInfo => ({ portal: 'motcua-portal', contract: 1, now: now(), name: options.name }));
  pairingRoute(app, options);
  app.post(PUSH_PATH, async (request) => {
    const who = caller(request);
    const answered = await acceptPush(database, who, readAs(pushRequestSchema, request.body), now());
    if (answered.answers.some(({ outcome }) => outcome === 'accepted')) news.tell(who.agency);
    return answered;
  });
  app.post('/v1/leases', (request) =>
    grantToStation(database, caller(request), readAs(leaseRequestSchema, request.body), now()),
  );
  app.get('/v1/changes', async (request, reply) => {
    const wanted = { ...readAs(feedQuerySchema, request.query), gone: goneWith(reply) };
    const feed = await openFeed({ database, news }, caller(request), wanted);
    return reply.type('application/x-ndjson; charset=utf-8').send(Readable.from(feed));
  });
  app.get('/v1/changes/:day', async (request, reply) => {
    const { day } = readAs(dayParamsSchema, request.params);
    const lines = await openDay(database, caller(request), { ...readAs(dayQuerySchema, request.query), day });
    return reply.type('application/x-ndjson; charset=utf-8').send(Readable.from(lines));
  });
  app.get('/v1/digests', (request) =>
    readDigests(database, caller(request), { ...readAs(digestsQuerySchema, request.query), now: now() }),
  );
  app.get('/v1/officers', async (request, reply) => {
    const body = JSON.stringify(await readOfficers(database, caller(request)));
    const etag = etagOf(body);
    reply.header('etag', etag).header('cache-control', 'private, no-cache');
    if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send();
    return reply.type('application/json; charset=utf-8').send(body);
  });
  announcementRoutes(app, database);
  const budget = createRequestLimit(options.limits.scanBytes);
  app.register(async (scope) => documentRoutes(scope, { uploads, caller, budget }));
  app.post(UPLOADS_PATH, (request, reply) => uploadByTus(uploads, request, reply));
  app.route({
    // No GET: what was uploaded is not read back here.
    method: ['HEAD', 'PATCH', 'DELETE'],
    url: `${UPLOADS_PATH}/:id`,
    handler: (request, reply) => {
      if (!uploads.isOwn(caller(request), readAs(uploadParamsSchema, request.params).id))
        throw new MotcuaError('MC-API-05');
      return uploadByTus(uploads, request, reply);
    },
  });
}

/** Aborted when the connection ends before the answer did. */
function goneWith(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return gone.signal;
}

async function uploadByTus(uploads: Uploads, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.hijack();
  await uploads.server.handle(request.raw, reply.raw);
}

function adminRoutes(app: FastifyInstance, options: HttpOptions): void {
  const authorise = adminAuthority(options.adminToken);
  app.addHook('onRequest', async (request) => authorise(request.headers.authorization));
  pairingAdminRoutes(app, options);
  app.get('/v1/admin/summary', () => readSummary(options.database));
  app.get('/v1/admin/dossiers/:code', async (request) =>
    found(await readDossier(options.database, readAs(codeParamsSchema, request.params).code)),
  );
  app.post('/v1/admin/officers', (request) => setOfficers(options.database, readAs(officersAdminSchema, request.body)));
  announcementAdminRoutes(app, options.database);
  app.get('/v1/admin/behaviour', () => ({ mode: options.behaviour.mode() }));
  app.post('/v1/admin/behaviour', (request) => {
    options.behaviour.set(readAs(behaviourRequestSchema, request.body).mode);
    return { mode: options.behaviour.mode() };
  });
}

const feedQuerySchema = z.object({
  cursor: z.string().min(1).max(200).optional(),
  limit: z.coerce.number().int().min(1).max(FEED_MAX_LINES).default(FEED_DEFAULT_LINES),
  wait: z.coerce.number().int().min(0).max(FEED_MAX_WAIT_SECONDS).default(0),
});
const dayParamsSchema = z.object({ day: localDaySchema });
const dayQuerySchema = z.object({ cursor: z.string().min(1).max(200) });
const digestsQuerySchema = dayQuerySchema.extend({ from: localDaySchema.optional() });
const uploadParamsSchema = z.object({ id: z.string() });
const codeParamsSchema = z.object({ code: z.string().min(1).max(100) });

const STATUS_OF: Partial<Record<ErrorCode, number>> = {
  'MC-NET-05': 401,
  'MC-NET-07': 401,
  'MC-NET-08': 401,
  'MC-NET-13': 429,
  'MC-PAR-02': 404,
  'MC-PAR-03': 410,
  'MC-PAR-04': 409,
  'MC-PAR-05': 429,
  'MC-PAR-06': 409,
  'MC-PAR-07': 409,
  'MC-API-01': 403,
  'MC-API-03': 400,
  'MC-API-05': 404,
  'MC-POR-05': 413,
  'MC-POR-06': 400,
  'MC-CAT-03': 409,
  'MC-SET-03': 409,
};

function answerError(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void {
  const code = codeOf(error);
  const status = isNoSuchRange(error) ? 416 : (STATUS_OF[code] ?? 500);
  if (status === 500)
    request.log.error({ name: error.name, stack: error.stack, route: request.routeOptions.url }, 'request failed');
  const wait = retryAfterOf(error);
  if (wait !== undefined) reply.header('retry-after', wait);
  const body: PortalError = { code, message: sentenceOf(code), ...clockOf(error) };
  reply.code(status).type('application/json; charset=utf-8').send(body);
}

/** With a refusal for the time of a token goes the time it should have been signed at. */
function clockOf(error: FastifyError | Error): Pick<PortalError, 'now'> {
  const now = error instanceof MotcuaError ? error.context.now : undefined;
  return typeof now === 'number' ? { now } : {};
}

const isNoSuchRange = (error: FastifyError | Error): boolean => 'statusCode' in error && error.statusCode === 416;

/** Whole seconds, rounded up: who comes back then is not too early. */
function retryAfterOf(error: FastifyError | Error): number | undefined {
  const ms = error instanceof MotcuaError ? error.context.retryAfterMs : undefined;
  return typeof ms === 'number' ? Math.ceil(ms / 1_000) : undefined;
}

function codeOf(error: FastifyError | Error): ErrorCode {
  if (error instanceof MotcuaError) return error.code;
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
  if (status === 413) return 'MC-POR-05';
  return status < 500 ? 'MC-API-03' : 'MC-API-99';
}
