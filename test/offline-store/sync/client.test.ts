import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { pushResponseSchema } from '../../../domain/sync.ts';
import { createClient } from '../../../offline-store/sync/client.ts';
import { type Answer, answers, type FaultPortal, startFaultPortal } from './fault-portal.ts';
import { clientOf, TOKEN } from './parts.ts';

const ask = (portal: FaultPortal, exchanges: unknown[] = [], patience = 5_000): Promise<unknown> =>
  clientOf(portal.url, exchanges as never[], patience).json(
    { method: 'POST', path: 'v1/operations' },
    pushResponseSchema,
  );

describe('a request for what has changed', () => {
  const shape = z.object({ name: z.string() });
  const path = { method: 'GET', path: 'v1/info' } as const;
  const answering = async (): Promise<FaultPortal> => {
    const portal = await startFaultPortal();
    portal.faults.set('/v1/info', (response, request) => {
      const fresh = request.headers['if-none-match'] === '"7"';
      response.writeHead(fresh ? 304 : 200, { 'content-type': 'application/json', etag: '"7"' });
      response.end(fresh ? '' : '{"name":"Danh mục mẫu"}');
    });
    return portal;
  };

  it('brings the value and its tag, and with that tag nothing', async () => {
    const exchanges: unknown[] = [];
    const client = clientOf((await answering()).url, exchanges as never[]);
    expect(await client.ifChanged(path, shape, { etag: undefined })).toEqual({
      value: { name: 'Danh mục mẫu' },
      etag: '"7"',
    });
    expect(await client.ifChanged(path, shape, { etag: '"7"' })).toBeUndefined();
    expect(exchanges).toEqual([undefined, undefined]);
  });

  it('does not take more than it asked for', async () => {
    const client = clientOf((await answering()).url);
    await expect(client.ifChanged(path, shape, { etag: undefined, maxBytes: 10 })).rejects.toMatchObject({
      code: 'MC-NET-02',
    });
  });

  it('takes no “unchanged” for an answer that it did not ask for', async () => {
    const portal = await startFaultPortal();
    portal.faults.set('/v1/info', (response) => void response.writeHead(304).end());
    await expect(clientOf(portal.url).ifChanged(path, shape, { etag: undefined })).rejects.toMatchObject({
      code: 'MC-NET-04',
    });
  });
});

describe('one request', () => {
  it.each([
    ['garbage', 'MC-NET-02'],
    ['wrongShape', 'MC-NET-02'],
    ['endless', 'MC-NET-02'],
    ['error500', 'MC-NET-03'],
    ['badGatewayPage', 'MC-NET-03'],
    ['login', 'MC-NET-04'],
    ['loginPage', 'MC-NET-04'],
    ['captive511', 'MC-NET-04'],
    ['unauthorised', 'MC-NET-05'],
    ['forbidden', 'MC-NET-05'],
    ['half', 'MC-NET-01'],
    ['cut', 'MC-NET-01'],
  ] as const)('answered by %s is %s', async (fault, code) => {
    const portal = await startFaultPortal();
    portal.faults.set('/v1/operations', answers[fault]);
    const exchanges: unknown[] = [];
    await expect(ask(portal, exchanges)).rejects.toMatchObject({ code });
    expect(exchanges).toEqual([code]);
  });

  it.each(['stall', 'stallInside'] as const)('that gets no further (%s) is given up', async (fault) => {
    const portal = await startFaultPortal();
    portal.faults.set('/v1/operations', answers[fault]);
    await expect(ask(portal, [], 100)).rejects.toMatchObject({ code: 'MC-NET-06' });
  });

  it('to nobody is no line', async () => {
    await expect(clientOf('http://127.0.0.1:1').headers({ method: 'GET', path: 'v1/info' })).rejects.toMatchObject({
      code: 'MC-NET-01',
    });
  });

  it('that is refused was still an exchange, with the portal’s own code', async () => {
    const portal = await startFaultPortal();
    const exchanges: unknown[] = [];
    await expect(
      clientOf(portal.url, exchanges as never[]).headers({ method: 'GET', path: 'v1/documents/x' }),
    ).rejects.toMatchObject({
      code: 'MC-NET-02',
      context: { status: 404, refusal: 'MC-API-05' },
    });
    expect(exchanges).toEqual([undefined]);
  });

  it('carries the token to the portal, and to no other server whatever an answer names', async () => {
    const [portal, other] = [await startFaultPortal(), await startFaultPortal()];
    await clientOf(portal.url).headers({ method: 'GET', path: 'v1/info' });
    expect(portal.asked[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`);
    await expect(
      clientOf(portal.url).headers({ method: 'HEAD', path: `${other.url}/v1/uploads/1` }),
    ).rejects.toMatchObject({ code: 'MC-NET-02' });
    expect(other.asked).toEqual([]);
  });

  it('may carry a token made for it, and respects a portal below a path', async () => {
    const portal = await startFaultPortal();
    const tokens = ['mot', 'hai'];
    const client = createClient({
      portalUrl: `${portal.url}/cong/`,
      token: () => Promise.resolve(tokens.shift() ?? ''),
      fetch,
      stop: new AbortController().signal,
      patience: 5_000,
      onExchange: () => undefined,
    });
    await client.headers({ method: 'GET', path: 'v1/info' }).catch(() => undefined);
    expect(portal.asked[0]).toMatchObject({ path: '/cong/v1/info', headers: { authorization: 'Bearer mot' } });
  });

  it('ends when the station stops, and that is no word on the line', async () => {
    const portal = await startFaultPortal();
    portal.faults.set('/v1/info', answers.stall);
    const stop = new AbortController();
    const exchanges: unknown[] = [];
    const client = createClient({
      portalUrl: portal.url,
      token: TOKEN,
      fetch,
      stop: stop.signal,
      patience: 60_000,
      onExchange: (code) => exchanges.push(code),
    });
    const asked = client.headers({ method: 'GET', path: 'v1/info' });
    stop.abort();
    await expect(asked).rejects.toThrow();
    expect(exchanges).toEqual([]);
  });
});

describe('a signed token', () => {
  const refused =
    (code: string, now?: number): Answer =>
    (response) =>
      response
        .writeHead(401, { 'content-type': 'application/json' })
        .end(JSON.stringify({ code, message: { vi: 'x', en: 'x' }, now }));
  const PORTAL_NOW = 1_800_000_000_000;
  const signed = (url: string, exchanges: unknown[] = []) => {
    const made: number[] = [];
    const client = createClient({
      portalUrl: url,
      token: (at) => {
        made.push(at);
        return `t${made.length}`;
      },
      corrected: () => 1_000,
      fetch,
      stop: new AbortController().signal,
      patience: 5_000,
      onExchange: (code) => exchanges.push(code),
    });
    return { client, made };
  };
  const look = { method: 'GET', path: 'v1/info' } as const;

  it('refused for its time is made again by the portal’s clock, and the line counts as well', async () => {
    const portal = await startFaultPortal();
    portal.faults.set('/v1/info', (response, request) => {
      if (request.headers.authorization === 'Bearer t1') refused('MC-NET-08', PORTAL_NOW)(response, request);
      else response.writeHead(200).end('{}');
    });
    const exchanges: unknown[] = [];
    const { client, made } = signed(portal.url, exchanges);
    await client.headers(look);
    await client.headers(look);
    expect(made).toEqual([1_000, PORTAL_NOW, PORTAL_NOW]);
    expect(exchanges).toEqual([undefined, undefined]);
  });

  it.each([
    ['MC-NET-08', PORTAL_NOW, 'MC-NET-08', 2],
    ['MC-NET-08', undefined, 'MC-NET-08', 1],
    ['MC-NET-07', undefined, 'MC-NET-07', 1],
    ['MC-NET-05', PORTAL_NOW, 'MC-NET-05', 1],
    ['MC-XXX-01', undefined, 'MC-NET-05', 1],
  ])('refused with %s and the time %s is %s, after %i tries', async (said, now, code, tries) => {
    const portal = await startFaultPortal();
    portal.faults.set('/v1/info', refused(said, now));
    const { client, made } = signed(portal.url);
    await expect(client.headers(look)).rejects.toMatchObject({ code });
    expect(made).toHaveLength(tries);
  });
});
