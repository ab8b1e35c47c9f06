/** Makes the portal fail on purpose, for demonstrations and tests. Admin endpoints go on working in every mode. */

import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { assertNever } from '../../domain/assert-never.ts';

export const behaviourModeSchema = z.enum([
  'up',
  'down', // the line is cut: sockets are destroyed, also those in the middle of a request
  'slow', // every answer waits
  'error-500',
  'garbage', // 200, and bytes that are not JSON
  'login-redirect', // a hotel's login page stands in the way
  'lost-answer', // what a station hands over is taken, and the answer to that never arrives; looks go through
]);
export type BehaviourMode = z.infer<typeof behaviourModeSchema>;

export type Behaviour = {
  readonly mode: () => BehaviourMode;
  readonly set: (mode: BehaviourMode) => void;
  /** Runs before every request of a station; true when it has dealt with the request itself. */
  readonly intercept: (request: FastifyRequest, reply: FastifyReply) => Promise<boolean>;
};

const LOGIN_PAGE = '<!doctype html><title>Login</title><form><input name="room"></form>';

/** `slowMs`: how long 'slow' waits; it ends early when the mode changes or the portal closes. */
export function createBehaviour(slowMs: number): Behaviour {
  let mode: BehaviourMode = 'up';
  let modeEnds = new AbortController();
  const inFlight = new Set<FastifyRequest>();

  const set = (next: BehaviourMode): void => {
    mode = next;
    modeEnds.abort();
    modeEnds = new AbortController();
    if (next === 'down') for (const request of inFlight) request.raw.socket.destroy();
  };

  const intercept = async (request: FastifyRequest, reply: FastifyReply): Promise<boolean> => {
    inFlight.add(request);
    reply.raw.once('close', () => inFlight.delete(request));
    if (mode === 'slow') await pause(slowMs, undefined, { signal: modeEnds.signal }).catch(ignoreAbort);
    return interceptNow(mode, request, reply);
  };

  return { mode: () => mode, set, intercept };
}

/** The only way that wait ends early is our own abort. */
const ignoreAbort = (error: Error): void => {
  if (error.name !== 'AbortError') throw error;
};

function interceptNow(mode: BehaviourMode, request: FastifyRequest, reply: FastifyReply): boolean {
  switch (mode) {
    case 'up':
    case 'slow':
      return false;
    case 'down':
      reply.hijack();
      request.raw.socket.destroy();
      return true;
    case 'error-500':
      reply.code(500).type('text/plain').send('Internal Server Error');
      return true;
    case 'garbage':
      reply.type('application/json').send(Buffer.from('{"answers":[{"id":\u0001\ufffd<<<', 'latin1'));
      return true;
    case 'login-redirect':
      reply.redirect('/hotel-login', 302);
      return true;
    case 'lost-answer':
      if (!isLook(request)) loseAnswer(request, reply);
      return false;
    default:
      return assertNever(mode);
  }
}

const isLook = ({ method }: FastifyRequest): boolean => method === 'GET' || method === 'HEAD';

/** The first thing any answer does is to write its head: there the socket goes, after the work was done. */
function loseAnswer(request: FastifyRequest, reply: FastifyReply): void {
  const { raw } = reply;
  raw.writeHead = () => {
    request.raw.socket.destroy();
    return raw;
  };
}

export const loginPage = (reply: FastifyReply): FastifyReply => reply.type('text/html').send(LOGIN_PAGE);
