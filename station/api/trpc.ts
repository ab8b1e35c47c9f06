/** The base of the API: who asks (role by cookie), what went wrong (stable code, both languages), nothing else. */
import { initTRPC, TRPCError } from '@trpc/server';
import { type ErrorCode, MotcuaError, sentenceOf } from '../../domain/errors.ts';
import { type FileMistakes, FileRefused } from '../../domain/file-mistake.ts';
import type { Role } from '../../domain/role.ts';
import type { Station } from '../station.ts';

export interface Context {
  readonly station: Station;
  readonly role: Role | undefined;
  /** Which window asks, for limits a window has. */
  readonly session: string;
}

/** What every error of the API carries in `data.motcua`. */
export interface ErrorNote {
  readonly code: ErrorCode;
  readonly vi: string;
  readonly en: string;
  /** Of a file that was refused whole. */
  readonly mistakes?: FileMistakes;
}

const t = initTRPC.context<Context>().create({
  sse: { ping: { enabled: true, intervalMs: 2_000 }, client: { reconnectAfterInactivityMs: 6_000 } },
  errorFormatter: ({ shape, error }) => ({
    ...shape,
    message: 'refused',
    data: { code: shape.data.code, httpStatus: shape.data.httpStatus, path: shape.data.path, motcua: noteOf(error) },
  }),
});

export function noteOf(error: TRPCError): ErrorNote {
  const code = codeOf(error);
  return { code, ...sentenceOf(code), ...(error.cause instanceof FileRefused && { mistakes: error.cause.mistakes }) };
}

function codeOf(error: TRPCError): ErrorCode {
  if (error.cause instanceof MotcuaError) return error.cause.code;
  if (error.code === 'UNAUTHORIZED') return 'MC-API-02';
  if (error.code === 'FORBIDDEN') return 'MC-API-01';
  if (error.code === 'BAD_REQUEST' || error.code === 'PARSE_ERROR') return 'MC-API-03';
  return error.code === 'TOO_MANY_REQUESTS' ? 'MC-API-04' : 'MC-API-99';
}

/** A procedure for these roles only. There is no procedure without roles: the matrix test holds every one to its list. */
function procedureFor(...roles: readonly [Role, ...Role[]]) {
  // One step for all that is asked before and after: tRPC copies the whole call for each step.
  return t.procedure.meta({ roles }).use(async ({ ctx, next }) => {
    const result = await next({ ctx: { ...ctx, role: allowed(ctx.role, roles) } });
    if (!result.ok && result.error.cause instanceof MotcuaError) throw refusalOf(result.error.cause);
    return result;
  });
}

function allowed(role: Role | undefined, roles: readonly Role[]): Role {
  if (role === undefined) throw new TRPCError({ code: 'UNAUTHORIZED' });
  if (!roles.includes(role)) throw new TRPCError({ code: 'FORBIDDEN' });
  return role;
}

/** A rule's refusal is the caller's business (400), not a fault of the server. */
const refusalOf = (cause: MotcuaError): TRPCError => new TRPCError({ code: 'BAD_REQUEST', message: cause.code, cause });

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;
/** Officers; the technician may look, not act. */
export const counter = procedureFor('counter');
export const office = procedureFor('counter', 'technician');
export const kiosk = procedureFor('kiosk');
export const display = procedureFor('display');
export const technician = procedureFor('technician');
/** Windows into which a reader in keyboard mode may type. */
export const keyboardWindows = procedureFor('counter', 'kiosk', 'technician');
export const everyone = procedureFor('counter', 'kiosk', 'display', 'technician');
