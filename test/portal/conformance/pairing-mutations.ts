/** Ways in which a vendor's portal could break pairing and tokens, each with the points that must notice. */
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { tokenOf } from '../running.ts';
import { COUNTER } from '../samples.ts';
import { type Answered, type Asked, bodyOf, type Forward, jsonOf, type Mutation } from './mutant.ts';
import type { Case } from './mutations.ts';

const PAIRING = '/v1/pairing';

const codeOf = ({ body }: Answered): unknown => (body.length === 0 ? undefined : jsonOf(body)['code']);

/** What is refused so is let in, as the reference lets in a station of the same agency. */
const letIn =
  (refusal: string, where: (token: string) => boolean): Mutation =>
  async (asked, forward) => {
    const answered = await forward(asked);
    const token = asked.headers['authorization']?.replace('Bearer ', '') ?? '';
    if (answered.status !== 401 || codeOf(answered) !== refusal || !where(token)) return answered;
    return forward({ ...asked, headers: { ...asked.headers, authorization: `Bearer ${tokenOf(COUNTER)}` } });
  };

const claimsOf = (token: string) => {
  try {
    return decodeJwt(token);
  } catch {
    return {};
  }
};
const algorithmOf = (token: string): unknown => {
  try {
    return decodeProtectedHeader(token).alg;
  } catch {
    return undefined;
  }
};
const isForAnother = (token: string): boolean => String(claimsOf(token).aud).includes('another-portal');
const livesLong = (token: string): boolean => {
  const { iat = 0, exp = 0 } = claimsOf(token);
  return exp - iat > 300;
};

const onPairing =
  (change: (answered: Answered, asked: Asked, forward: Forward) => Answered | Promise<Answered>): Mutation =>
  async (asked, forward) => {
    const answered = await forward(asked);
    return asked.path === PAIRING ? change(answered, asked, forward) : answered;
  };

const refused = (code: string, status = 409): Answered => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: bodyOf({ code, message: { vi: 'x', en: 'x' } }),
});

/** Gives out the last identity once more to whoever has a code that was used. */
function sellsTwice(): Mutation {
  let last: Answered | undefined;
  return onPairing((answered) => {
    if (answered.status === 200) last = answered;
    return answered.status === 409 && last ? last : answered;
  });
}

function answersOnce(): Mutation {
  const seen = new Set<string>();
  return onPairing((answered, { body }) => {
    const key = body.toString();
    const again = seen.has(key);
    seen.add(key);
    return again ? refused('MC-PAR-04') : answered;
  });
}

const changedIdentity = (change: object): Mutation =>
  onPairing((answered) =>
    answered.status === 200 ? { ...answered, body: bodyOf({ ...jsonOf(answered.body), ...change }) } : answered,
  );

const callsItUnknown: Mutation = async (asked, forward) => {
  const answered = await forward(asked);
  return codeOf(answered) === 'MC-NET-08' ? refused('MC-NET-05', 401) : answered;
};
const tellsNoTime: Mutation = async (asked, forward) => {
  const answered = await forward(asked);
  return codeOf(answered) === 'MC-NET-08' ? refused('MC-NET-08', 401) : answered;
};

const pushedWith = (change: (answer: Record<string, unknown>, asked: Asked) => object): Mutation => {
  return async (asked, forward) => {
    const answered = await forward(asked);
    if (asked.path !== '/v1/operations' || answered.status !== 200) return answered;
    return { ...answered, body: bodyOf(change(jsonOf(answered.body), asked)) };
  };
};

const seesNoSecondPc = (): Mutation => pushedWith(({ sharedKey: _, ...answer }) => answer);

/** Takes every opening that is not the last one for another PC, as who goes by the order of arrival does. */
function takesARestartForTwo(): Mutation {
  let last: unknown;
  return pushedWith((answer, { body }) => {
    const { id } = (jsonOf(body)['opening'] ?? {}) as { readonly id?: string };
    const isOther = last !== undefined && id !== last;
    last = id;
    return isOther ? { ...answer, sharedKey: { since: 1, lastAt: 1 } } : answer;
  });
}

export const PAIRING_MUTATIONS: readonly Case[] = [
  { name: 'does not notice a key on two PCs', mutation: seesNoSecondPc, caughtBy: ['SHARED-2'] },
  { name: 'takes a restart for a second PC', mutation: takesARestartForTwo, caughtBy: ['SHARED-1'] },
  { name: 'takes a used code from another key', mutation: sellsTwice, caughtBy: ['PAIR-5'] },
  { name: 'does not answer a pairing twice', mutation: answersOnce, caughtBy: ['PAIR-4'] },
  {
    name: 'names keys in its own way',
    mutation: () => changedIdentity({ keyId: 'A'.repeat(43) }),
    caughtBy: ['PAIR-3'],
  },
  { name: 'knows no last sequence', mutation: () => changedIdentity({ lastSequence: 0 }), caughtBy: ['PAIR-6'] },
  { name: 'goes on taking a replaced key', mutation: () => letIn('MC-NET-07', () => true), caughtBy: ['PAIR-6'] },
  { name: 'takes old tokens', mutation: () => letIn('MC-NET-08', () => true), caughtBy: ['TOKEN-1'] },
  { name: 'calls a token of another time unknown', mutation: () => callsItUnknown, caughtBy: ['TOKEN-1'] },
  { name: 'refuses for the time and does not tell it', mutation: () => tellsNoTime, caughtBy: ['TOKEN-1'] },
  {
    name: 'does not look for whom a token is',
    mutation: () => letIn('MC-NET-05', isForAnother),
    caughtBy: ['TOKEN-3'],
  },
  {
    name: 'takes unsigned tokens',
    mutation: () => letIn('MC-NET-05', (one) => algorithmOf(one) === 'none'),
    caughtBy: ['TOKEN-4'],
  },
  {
    name: 'takes HMAC by the public key',
    mutation: () => letIn('MC-NET-05', (one) => algorithmOf(one) === 'HS256'),
    caughtBy: ['TOKEN-4'],
  },
  { name: 'takes tokens that live for a day', mutation: () => letIn('MC-NET-05', livesLong), caughtBy: ['TOKEN-5'] },
];
