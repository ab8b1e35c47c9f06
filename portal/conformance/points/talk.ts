/** Who answers, who may ask, and how a request is refused. */
import { gzipSync } from 'node:zlib';
import { PUSH_MAX_OPERATIONS, portalInfoSchema, pushResponseSchema } from '../../../domain/sync.ts';
import { received } from '../bench.ts';
import { expectBody, expectRefusal, expectThat, postJson } from '../client.ts';
import type { Bench, Point } from '../point.ts';

const RULES = 'Rules of every request';
/** A portal whose clock is this wrong would move every due time. */
const CLOCK_MS = 120_000;

const pushRaw = (bench: Bench, body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}) =>
  bench.send('/v1/operations', {
    method: 'POST',
    token: bench.me.token,
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });

export const TALK: readonly Point[] = [
  {
    id: 'INFO-1',
    promise: 'Without a token, /v1/info says that this is a portal of contract 1, and what time it is.',
    section: '1. Say who you are',
    look: async ({ send }) => {
      const { now } = expectBody(await send('/v1/info'), portalInfoSchema);
      const off = Math.abs(now - Date.now());
      expectThat(off < CLOCK_MS, `its clock is ${Math.round(off / 1000)} s away from this PC's`);
    },
  },
  {
    id: 'AUTH-1',
    promise: 'A request without a token, or with an unknown one, is refused with 401 MC-NET-05, never by a redirect.',
    section: RULES,
    look: async ({ send }) => {
      expectRefusal(await send('/v1/changes'), 401, 'MC-NET-05');
      expectRefusal(await send('/v1/changes', { token: 'no-such-token' }), 401, 'MC-NET-05');
      expectRefusal(await postJson(send, '/v1/operations', undefined, {}), 401, 'MC-NET-05');
    },
  },
  {
    id: 'AUTH-2',
    promise: 'A token speaks for its own station and agency only: another name is refused with 403 MC-API-01.',
    section: RULES,
    look: async (bench) => {
      const asOther = { station: `${bench.me.station}-x`, operations: [] };
      expectRefusal(await postJson(bench.send, '/v1/operations', bench.me.token, asOther), 403, 'MC-API-01');
    },
  },
  {
    id: 'BODY-1',
    promise: 'What is not JSON, not UTF-8 or not the envelope is refused with 400 MC-API-03.',
    section: RULES,
    look: async (bench) => {
      expectRefusal(await pushRaw(bench, '{"station":'), 400, 'MC-API-03');
      expectRefusal(await pushRaw(bench, '{"station":1}'), 400, 'MC-API-03');
      expectRefusal(await pushRaw(bench, Uint8Array.from([0x22, 0xff, 0xfe, 0x22])), 400, 'MC-API-03');
    },
  },
  {
    id: 'BODY-2',
    promise: 'A push may be compressed with gzip.',
    section: RULES,
    look: async (bench) => {
      const operation = await received(bench);
      const body = gzipSync(JSON.stringify({ station: bench.me.station, operations: [operation] }));
      const { answers } = expectBody(await pushRaw(bench, body, { 'content-encoding': 'gzip' }), pushResponseSchema);
      expectThat(answers[0]?.outcome === 'accepted', 'a compressed push was not accepted');
    },
  },
  {
    id: 'BODY-3',
    promise: 'A small gzip that unpacks into more than 2 MB is refused with 413 MC-POR-05.',
    section: RULES,
    look: async (bench) => {
      const bomb = gzipSync(JSON.stringify({ station: bench.me.station, operations: [], pad: ' '.repeat(5_000_000) }));
      expectRefusal(await pushRaw(bench, bomb, { 'content-encoding': 'gzip' }), 413, 'MC-POR-05');
    },
  },
  {
    id: 'BODY-4',
    promise: `More than ${PUSH_MAX_OPERATIONS} operations in a push are refused as a whole, with nothing done.`,
    section: '2. Take operations',
    look: async (bench) => {
      const operations = Array.from({ length: PUSH_MAX_OPERATIONS + 1 }, () => ({}));
      const answer = await postJson(bench.send, '/v1/operations', bench.me.token, {
        station: bench.me.station,
        operations,
      });
      expectRefusal(answer, 400, 'MC-API-03');
    },
  },
];
