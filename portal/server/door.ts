/**
 * Who may come in, and how often. What a token vouches for counts to its key, wherever it comes from: an office behind one
 * address is many stations, and one of them that runs wild must not use up what the others need. Only what nobody vouches
 * for counts to the address.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MotcuaError } from '../../domain/errors.ts';
import { UPLOAD_MAX_BYTES } from '../../domain/sync.ts';
import type { Authority, Caller } from './caller.ts';
import { createRequestLimit, type Rate } from './request-limit.ts';

export type Limits = {
  /** Of one station's key. */
  readonly station: Rate;
  /** Of one address: requests without a token that is taken. */
  readonly address: Rate;
  /** Pushes of one key that are under way together: they wait for one another, and each holds its body in memory. */
  readonly pushesAtOnce: number;
  /** Bytes of scans that one station is given again. */
  readonly scanBytes: Rate;
};

/** A desk makes some tens of requests a minute; one that sends a month's scans over a fast line, some tens a second. */
export const DEFAULT_LIMITS: Limits = {
  station: { burst: 2_000, perSecond: 100 },
  // A province of stations that starts at seven o'clock behind one address says who it is within its burst.
  address: { burst: 2_000, perSecond: 100 },
  // A line that breaks leaves pushes behind that the portal still believes in; a station makes one at a time.
  pushesAtOnce: 16,
  // The largest scan at once; whoever reads an agency's papers with a stolen key needs hours, in which it is revoked.
  scanBytes: { burst: UPLOAD_MAX_BYTES, perSecond: 1_000_000 },
};

const BUSY_MS = 1_000;

export type DoorParts = {
  readonly limits: Limits;
  readonly callerOf: Authority;
  /** Whether a request is answered without a token. */
  readonly isOpen: (request: FastifyRequest) => boolean;
  readonly isPush: (request: FastifyRequest) => boolean;
};

/** Who calls; undefined where nobody had to say. Otherwise MC-NET-05, 07, 08; or MC-NET-13 with `retryAfterMs`. */
export type Door = (request: FastifyRequest, reply: FastifyReply) => Promise<Caller | undefined>;

export function createDoor({ limits, callerOf, isOpen, isPush }: DoorParts): Door {
  const stations = createRequestLimit(limits.station);
  const addresses = createRequestLimit(limits.address);
  const pushing = createAtOnce(limits.pushesAtOnce);
  const ofAddress = ({ ip }: FastifyRequest): void => waitFor(addresses.take(ip));
  const known = async (request: FastifyRequest): Promise<Caller> => {
    const caller = await callerOf(request.headers.authorization);
    waitFor(stations.take(keyOf(caller)));
    return caller;
  };
  /** An address without budget left does not shut out those who show who they are. */
  const anybody = async (request: FastifyRequest): Promise<undefined> => {
    const wait = addresses.take(request.ip);
    if (wait === 0) return;
    await known(request).catch((error: unknown) => {
      throw isWait(error) ? error : askToWait(wait);
    });
  };
  const station = async (request: FastifyRequest, reply: FastifyReply): Promise<Caller> => {
    const caller = await known(request).catch((error: unknown) => {
      if (error instanceof MotcuaError && !isWait(error)) ofAddress(request);
      throw error;
    });
    if (isPush(request)) pushing(keyOf(caller), reply);
    return caller;
  };
  return (request, reply) => (isOpen(request) ? anybody(request) : station(request, reply));
}

const keyOf = ({ key, station }: Caller): string => key?.id ?? `token of ${station}`;

const askToWait = (retryAfterMs: number): MotcuaError => new MotcuaError('MC-NET-13', { retryAfterMs });
const isWait = (error: unknown): boolean => error instanceof MotcuaError && error.code === 'MC-NET-13';

function waitFor(ms: number): void {
  if (ms > 0) throw askToWait(ms);
}

/** Counts what is under way of each key, until its connection is done with it. */
function createAtOnce(most: number): (key: string, reply: FastifyReply) => void {
  const underWay = new Map<string, number>();
  const end = (key: string): void => {
    const left = (underWay.get(key) ?? 1) - 1;
    if (left > 0) underWay.set(key, left);
    else underWay.delete(key);
  };
  return (key, reply) => {
    const now = underWay.get(key) ?? 0;
    if (now >= most) throw askToWait(BUSY_MS);
    underWay.set(key, now + 1);
    reply.raw.once('close', () => end(key));
  };
}
