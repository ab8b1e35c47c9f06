/**
 * One request to the portal and what may come of it. Every failure is a MotcuaError: MC-NET-01 no line, 02 an answer that
 * makes no sense, 03 a server error, 04 a login page in between, 05 our key is not accepted, 06 too slow, 07 our key was
 * revoked, 08 our token is of another time, 09 … 12 no secure connection (tls-error.ts), 13 we are asked to wait.
 */
import type { ZodType } from 'zod';
import { type ErrorCode, MotcuaError } from '../../domain/errors.ts';
import type { Instant } from '../../domain/ids.ts';
import { type PortalError, portalErrorSchema } from '../../domain/sync.ts';
import type { Restraint } from './restraint.ts';
import { tlsCodeOf } from './tls-error.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** A token may be short-lived and made anew for each request, for this instant of the portal's clock. */
export type Token = string | ((at: Instant) => string | Promise<string>);

export interface PortalRequest {
  readonly method: 'GET' | 'POST' | 'HEAD' | 'PATCH';
  /** Below the portal's address, without a leading slash; or a whole address of the same origin. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
  /** Longest time without progress, ms. */
  readonly patience?: number;
}

/** A value and the tag that its version has at the portal. */
export interface Tagged<T> {
  readonly value: T;
  /** Absent where the portal gives none, or one that is too long. */
  readonly etag: string | undefined;
}

export interface PortalClient {
  /** The answer's value. Larger than 4 MB, not JSON or not of the schema: MC-NET-02. */
  json<T>(request: PortalRequest, schema: ZodType<T>): Promise<T>;
  /** Undefined while what the portal has is still what `etag` stands for. At most `maxBytes` (4 MB unless said), else as `json`. */
  ifChanged<T>(
    request: PortalRequest,
    schema: ZodType<T>,
    known: { readonly etag: string | undefined; readonly maxBytes?: number },
  ): Promise<Tagged<T> | undefined>;
  /** The answer's headers; its body is dropped. */
  headers(request: PortalRequest): Promise<Headers>;
  /** The answer's bytes as they come, each chunk only when asked for. */
  stream(request: PortalRequest): AsyncIterable<Uint8Array>;
}

export interface ClientOptions {
  readonly portalUrl: string;
  readonly token: Token;
  /** The portal's clock as far as it is known: when a token is made. */
  readonly corrected?: () => Instant;
  readonly fetch: Fetch;
  /** Shared by all who ask in this station's name; without it a request that is asked to wait fails at once. */
  readonly restraint?: Restraint;
  readonly stop: AbortSignal;
  /** Longest time without progress unless a request says otherwise, ms. */
  readonly patience: number;
  /** Told of every exchange: undefined when it went well. */
  readonly onExchange: (code: ErrorCode | undefined) => void;
}

const MAX_JSON_BYTES = 4_000_000;
const MAX_ERROR_BYTES = 64_000;
const MAX_ETAG = 200;
const NOT_MODIFIED = 304;
const TOO_MANY_REQUESTS = 429;
/** So often within one request; then it has failed. */
const MOST_WAITS = 3;

/** Aborts when nothing moves for a while; `extend` when something did. */
const startDeadline = (ms: number, stop: AbortSignal) => {
  const controller = new AbortController();
  const expire = (): void => controller.abort(new MotcuaError('MC-NET-06'));
  let timer = setTimeout(expire, ms);
  return {
    signal: AbortSignal.any([stop, controller.signal]),
    extend: (): void => {
      clearTimeout(timer);
      timer = setTimeout(expire, ms);
    },
    end: (): void => clearTimeout(timer),
  };
};
type Deadline = ReturnType<typeof startDeadline>;

/** The HTTP status of a refusal, and the portal's own code for it, when the error is one. */
export const refusalOf = (error: unknown): { readonly status: number; readonly code: string } | undefined => {
  if (!(error instanceof MotcuaError) || typeof error.context.status !== 'number') return undefined;
  return { status: error.context.status, code: String(error.context.refusal ?? '') };
};

/** It says nothing of what was asked: only that it was not the time to ask. */
export const asksToWait = (error: unknown): boolean => error instanceof MotcuaError && error.code === 'MC-NET-13';

/** What fetch throws when the line is cut, refused or reset says nothing more useful than that. */
const netError = (error: unknown, { signal }: Deadline): unknown => {
  if (signal.aborted) return signal.reason;
  return error instanceof MotcuaError ? error : new MotcuaError(tlsCodeOf(error) ?? 'MC-NET-01', {}, { cause: error });
};

async function* chunksOf(response: Response, deadline: Deadline): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      deadline.extend();
      yield part.value;
    }
  } finally {
    // Ending early (a cap, a bad line) must not leave the rest of the answer coming in.
    await reader.cancel().catch(() => undefined);
  }
}

const readCapped = async (response: Response, deadline: Deadline, maxBytes: number): Promise<string> => {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunksOf(response, deadline)) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new MotcuaError('MC-NET-02', { reason: 'answer too large' });
    parts.push(chunk);
  }
  return Buffer.concat(parts).toString('utf8');
};

const parseAs = <T>(text: string, schema: ZodType<T>): T => {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    // The text itself stays out of the error: it may carry names.
    throw new MotcuaError('MC-NET-02', { reason: 'unreadable answer', kind: error instanceof Error ? error.name : '' });
  }
};

const isHtml = (response: Response): boolean => /\bhtml\b/i.test(response.headers.get('content-type') ?? '');
const isRedirect = (response: Response): boolean =>
  response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400);

/** Only where it was asked for: to any other request it is as senseless as a login page. */
const isUnchanged = ({ status }: Response, { headers }: PortalRequest): boolean =>
  status === NOT_MODIFIED && headers?.['if-none-match'] !== undefined;

const etagOf = ({ headers }: Response): string | undefined => {
  const etag = headers.get('etag') ?? '';
  return etag === '' || etag.length > MAX_ETAG ? undefined : etag;
};

/** 511 is "Network Authentication Required". */
const codeOfStatus = (response: Response): ErrorCode | undefined => {
  if (isRedirect(response) || response.status === 511) return 'MC-NET-04';
  if (response.status >= 500) return 'MC-NET-03';
  if (response.status === TOO_MANY_REQUESTS) return 'MC-NET-13';
  if (isHtml(response)) return 'MC-NET-04';
  if (response.status === 401 || response.status === 403) return 'MC-NET-05';
  return response.ok ? undefined : 'MC-NET-02';
};

const portalErrorOf = async (response: Response, deadline: Deadline): Promise<PortalError | undefined> => {
  const text = await readCapped(response, deadline, MAX_ERROR_BYTES);
  return portalErrorSchema.safeParse(text.startsWith('{') ? safeJson(text) : undefined).data;
};

const safeJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // A refusal whose body is broken is still the refusal that its status says.
    return undefined;
  }
};

/** What the portal says of a key or a token it does not take; whatever else it may say, it is not accepted. */
const ofKeys = (refusal: string): ErrorCode =>
  refusal === 'MC-NET-07' || refusal === 'MC-NET-08' ? refusal : 'MC-NET-05';

const refuse = async (response: Response, deadline: Deadline, restraint?: Restraint): Promise<void> => {
  const code = codeOfStatus(response);
  if (code === undefined) return;
  restraint?.hear(response, code);
  const saysWhy = code === 'MC-NET-02' || code === 'MC-NET-05' || code === 'MC-NET-13';
  const said = saysWhy ? await portalErrorOf(response, deadline) : undefined;
  if (!saysWhy) await response.body?.cancel();
  const shown = code === 'MC-NET-05' ? ofKeys(said?.code ?? '') : code;
  const clock: Readonly<Record<string, number>> =
    shown === 'MC-NET-08' && said?.now !== undefined ? { portalNow: said.now } : {};
  throw new MotcuaError(shown, { status: response.status, refusal: said?.code ?? '', ...clock });
};

/** The portal's clock, where it refused a token for its time. */
const clockIn = (error: unknown): Instant | undefined => {
  const now = error instanceof MotcuaError ? error.context.portalNow : undefined;
  return typeof now === 'number' ? now : undefined;
};

export const createClient = (options: ClientOptions): PortalClient => {
  const base = new URL(options.portalUrl.replace(/\/*$/, '/'));
  const addressOf = (path: string): string => {
    const url = new URL(path, base);
    // The token must never travel to another server, whatever an answer names.
    if (url.origin !== base.origin) throw new MotcuaError('MC-NET-02', { reason: 'another origin' });
    return url.href;
  };
  const corrected = options.corrected ?? Date.now;
  /** How far the clock that tokens are made by was seen to be off, ms. */
  let skew = 0;
  /** While the portal has asked us to wait nothing is sent; waiting is no lack of progress. */
  const keepRestraint = async (deadline: Deadline): Promise<void> => {
    if (!options.restraint?.left()) return;
    deadline.end();
    await options.restraint.pass();
    deadline.extend();
  };
  const begin = async (request: PortalRequest, deadline: Deadline): Promise<Response> => {
    for (let waits = 0; ; waits += 1) {
      await keepRestraint(deadline);
      try {
        return await sendInTime(request, deadline);
      } catch (error) {
        if (!asksToWait(error) || waits === MOST_WAITS || !options.restraint?.isShort()) throw error;
      }
    }
  };
  const sendInTime = async (request: PortalRequest, deadline: Deadline): Promise<Response> => {
    try {
      return await send(request, deadline);
    } catch (error) {
      const portalNow = clockIn(error);
      if (portalNow === undefined) throw error;
      // Not revoked, only of another time: by the portal's own clock it is right, and once more is enough.
      skew = portalNow - corrected();
      return send(request, deadline);
    }
  };
  const send = async (request: PortalRequest, deadline: Deadline): Promise<Response> => {
    const token = typeof options.token === 'string' ? options.token : await options.token(corrected() + skew);
    const headers = { accept: 'application/json', ...request.headers, authorization: `Bearer ${token}` };
    const { method, body } = request;
    const response = await options.fetch(addressOf(request.path), {
      method,
      headers,
      body,
      redirect: 'manual',
      signal: deadline.signal,
    });
    deadline.extend();
    if (!isUnchanged(response, request)) await refuse(response, deadline, options.restraint);
    return response;
  };
  /** A 4xx is an exchange that worked: the line and the portal are there. Only what it asked for was refused. */
  const report = (error: unknown): void => {
    if (options.stop.aborted) return;
    const refusedOnly = refusalOf(error) !== undefined && error instanceof MotcuaError && error.code === 'MC-NET-02';
    if (refusedOnly) options.onExchange(undefined);
    else if (error instanceof MotcuaError) options.onExchange(error.code);
  };
  const exchange = async <T>(
    request: PortalRequest,
    use: (response: Response, deadline: Deadline) => Promise<T>,
  ): Promise<T> => {
    const deadline = startDeadline(request.patience ?? options.patience, options.stop);
    try {
      const value = await use(await begin(request, deadline), deadline);
      options.onExchange(undefined);
      return value;
    } catch (error) {
      const shown = netError(error, deadline);
      report(shown);
      throw shown;
    } finally {
      deadline.end();
    }
  };
  async function* stream(request: PortalRequest): AsyncGenerator<Uint8Array> {
    const deadline = startDeadline(request.patience ?? options.patience, options.stop);
    try {
      yield* chunksOf(await begin(request, deadline), deadline);
      options.onExchange(undefined);
    } catch (error) {
      const shown = netError(error, deadline);
      report(shown);
      throw shown;
    } finally {
      deadline.end();
    }
  }
  return {
    json: (request, schema) =>
      exchange(request, async (response, deadline) =>
        parseAs(await readCapped(response, deadline, MAX_JSON_BYTES), schema),
      ),
    ifChanged: (request, schema, { etag, maxBytes = MAX_JSON_BYTES }) => {
      const conditions: Readonly<Record<string, string>> = etag === undefined ? {} : { 'if-none-match': etag };
      return exchange({ ...request, headers: { ...request.headers, ...conditions } }, async (response, deadline) =>
        response.status === NOT_MODIFIED
          ? undefined
          : { value: parseAs(await readCapped(response, deadline, maxBytes), schema), etag: etagOf(response) },
      );
    },
    headers: (request) =>
      exchange(request, async (response) => {
        await response.body?.cancel();
        return response.headers;
      }),
    stream,
  };
};
