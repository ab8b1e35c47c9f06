/** The portal behind real TLS servers: what is trusted, and what a technician reads when it is not. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { isErrorCode, sentenceOf } from '../../../domain/errors.ts';
import { type PairingResponse, pairingCodeFromBytes } from '../../../domain/pairing.ts';
import { portalInfoSchema } from '../../../domain/sync.ts';
import { createClient } from '../../../offline-store/sync/client.ts';
import { demoConfig } from '../../../station/demo/commune.ts';
import { openIdentity } from '../../../station/identity/identity.ts';
import { portalFetch, type Trust } from '../../../station/identity/portal-fetch.ts';
import { type Authority, createAuthority, HERE, type KeyAndCertificate } from '../../rig/certificates.ts';

let folder = '';
let province: Authority;
let stranger: Authority;
const servers: Server[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'motcua-tls-'));
  province = createAuthority(folder, 'tinh');
  stranger = createAuthority(folder, 'noi-khac');
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const INFO = { portal: 'motcua-portal', contract: 1, now: 1, name: 'Cổng mẫu' };
const IDENTITY: PairingResponse = {
  ...{ station: 'quay-tls', agency: 'H57.23.15', portal: 'Cổng mẫu', audience: 'cong-mau', keyId: 'A'.repeat(43) },
  ...{ pairedAt: 1, lastSequence: 0, replaced: false, now: 1 },
};
const portOf = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    servers.push(server);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
const withTls = async (tls: KeyAndCertificate): Promise<string> =>
  `https://localhost:${await portOf(createServer(tls, (_request, response) => response.end(JSON.stringify(INFO))))}`;

const asked = (url: string, trust: Partial<Trust> = {}) =>
  createClient({
    portalUrl: url,
    token: 't',
    fetch: portalFetch(url, { dataFolder: folder, ca: undefined, allowHttp: undefined, ...trust }),
    stop: new AbortController().signal,
    patience: 5_000,
    onExchange: () => undefined,
  })
    .json({ method: 'GET', path: 'v1/info' }, portalInfoSchema)
    .then(
      ({ name }) => name,
      ({ code }: { readonly code: string }) => code,
    );

test('a certificate under the pinned authority is taken, by its path in the data folder', async () => {
  const url = await withTls(province.issue({ names: HERE }));
  expect(await asked(url, { ca: 'tinh.pem' })).toBe('Cổng mẫu');
  expect(await asked(url, { ca: province.file })).toBe('Cổng mẫu');
});

test.each([
  ['has expired', () => province.issue({ names: HERE, days: -1 }), 'MC-NET-09'],
  ['is another address’s', () => province.issue({ names: 'DNS:cong-khac.example' }), 'MC-NET-10'],
  ['is of an unknown authority', () => stranger.issue({ names: HERE }), 'MC-NET-11'],
])('one that %s is not, and has a sentence', async (_, certificate, code) => {
  expect(await asked(await withTls(certificate()), { ca: 'tinh.pem' })).toBe(code);
  expect(isErrorCode(code) && sentenceOf(code).vi).toMatch(/chứng thư/i);
});

test('without a pinned one, the province’s own authority is as unknown as any', async () => {
  expect(await asked(await withTls(province.issue({ names: HERE })))).toBe('MC-NET-11');
});

test('a server that speaks no TLS is said to', async () => {
  const plain = createHttp((_request, response) => response.end(JSON.stringify(INFO)));
  const port = await portOf(plain);
  expect(await asked(`https://localhost:${port}`)).toBe('MC-NET-12');
  expect(await asked(`http://127.0.0.1:${port}`)).toBe('Cổng mẫu');
});

test('http to another PC is refused before anything is sent, unless the lab says so', async () => {
  expect(await asked('http://192.0.2.1')).toBe('MC-CFG-04');
  const lab = portalFetch('http://127.0.0.1.nip.example', { dataFolder: folder, ca: undefined, allowHttp: true });
  await expect(lab('http://127.0.0.1:9/', {})).rejects.not.toHaveProperty('code', 'MC-CFG-04');
});

test.each(['khong-co.pem', 'rong.pem', 'hong.pem'])('the pinned file %s cannot be used', async (ca) => {
  writeFileSync(join(folder, 'rong.pem'), 'không có gì');
  writeFileSync(join(folder, 'hong.pem'), '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
  expect(await asked(await withTls(province.issue({ names: HERE })), { ca })).toBe('MC-CFG-05');
});

test('a PC is paired over TLS by the pinned authority; by another one nothing was sent', async () => {
  const seen: (string | undefined)[] = [];
  const tls = createServer(province.issue({ names: HERE }), (request, response) => {
    seen.push(request.url);
    response.end(JSON.stringify(request.url === '/v1/info' ? INFO : IDENTITY));
  });
  const url = `https://localhost:${await portOf(tls)}`;
  const pair = (ca: string) =>
    openIdentity({
      config: { ...demoConfig({ url, ca }), station: IDENTITY.station },
      dataFolder: folder,
      sealing: { seal: (_place, value) => value, open: (_place, sealed) => sealed },
    }).pair({ portal: '', code: pairingCodeFromBytes(randomBytes(64)) ?? '', replace: false });
  await expect(pair('noi-khac.pem')).rejects.toMatchObject({ code: 'MC-NET-11' });
  expect(seen).toEqual([]);
  expect(await pair('tinh.pem')).toMatchObject({ state: 'paired', station: 'quay-tls', portalUrl: url });
  expect(seen).toEqual(['/v1/info', '/v1/pairing']);
});
