import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { intakeOf, startTestStation, type TestStation } from './fixture.ts';

let station: TestStation;
beforeAll(async () => {
  station = await startTestStation();
  writeFileSync(join(station.dataFolder, 'pages', 'hello.txt'), 'chào');
});
afterAll(() => station.end());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${station.origin}${path}`, { headers, redirect: 'manual' });

/** `fetch` does not let a page choose its Host; an attacker's DNS does. */
const statusWithHost = (host: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    request(`${station.origin}/health`, { headers: { host } }, (answer) => resolve(answer.resume().statusCode))
      .on('error', reject)
      .end();
  });

describe('the server', () => {
  test('every answer carries a policy that allows nothing from elsewhere and nothing inline', async () => {
    const policy = (await get('/hello.txt')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|http:|https:|\*/);
  });

  test('a foreign name for this port, or a page of another site, gets nothing', async () => {
    expect(await statusWithHost('evil.example')).toBe(421);
    expect((await get('/health', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await get('/health')).status).toBe(200);
  });

  test('a link opens a window once', async () => {
    const headers = { authorization: `Bearer ${station.shellKey}`, 'content-type': 'application/json' };
    const answer = await fetch(`${station.origin}/shell/link`, { method: 'POST', headers, body: '{"role":"kiosk"}' });
    const { pathname } = new URL(((await answer.json()) as { url: string }).url);
    const opened = await get(pathname);
    expect(opened.status).toBe(303);
    expect(opened.headers.get('set-cookie')).toMatch(/Path=\/kiosk\/; HttpOnly; SameSite=Strict/);
    expect((await get(pathname)).status).toBe(410);
  });

  test('only the shell may ask for links or try a PIN; wrong PINs are slowed', async () => {
    const post = (path: string, body: string, key = station.shellKey) =>
      fetch(`${station.origin}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body,
      });
    expect((await post('/shell/link', '{"role":"counter"}', 'x'.repeat(32))).status).toBe(401);
    const pin = async (value: string) =>
      ((await (await post('/shell/verify-pin', JSON.stringify({ pin: value }))).json()) as { ok: boolean }).ok;
    expect(await pin('135790')).toBe(true);
    for (let tries = 0; tries < 3; tries += 1) expect(await pin('000000')).toBe(false);
    expect(await pin('135790')).toBe(false);
  });

  test('files of the counter are for the counter alone, and paths lead nowhere else', async () => {
    const counter = await station.client('counter');
    const { prints } = await counter.intake.commit.mutate(intakeOf());
    const path = `/counter/files/prints/${prints[0]?.id}.pdf`;
    expect((await get(path)).status).toBe(401);
    expect((await get(path, { cookie: await station.cookie('kiosk') })).status).toBe(401);
    const pdf = await get(path, { cookie: await station.cookie('counter') });
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    expect((await get('/assets/..%2f..%2fpackage.json')).status).toBeGreaterThanOrEqual(400);
    expect((await get('/%2e%2e/office.db')).status).toBeGreaterThanOrEqual(400);
  });

  test('a request larger than any of ours is refused, and the station goes on', async () => {
    const cookie = await station.cookie('counter');
    const headers = { cookie, 'content-type': 'application/json' };
    const answer = await fetch(`${station.origin}/counter/trpc/scans.interpret`, {
      method: 'POST',
      headers,
      body: `{"text":"${'x'.repeat(2_000_000)}"}`,
    });
    expect(answer.status).toBe(413);
    expect((await get('/health')).status).toBe(200);
  });
});

describe('one call, answered without the adapter', () => {
  const json = { 'content-type': 'application/json' };
  const post = async (path: string, body: string, headers: Record<string, string>) => {
    const answer = await fetch(`${station.origin}/${path}`, { method: 'POST', headers, body });
    const byAdapter = answer.headers.get('vary')?.includes('trpc-accept') ?? false;
    return { byAdapter, said: { status: answer.status, body: (await answer.json()) as unknown } };
  };
  const asked = '{"text":"H29.10.02-261124-0042"}';

  test.each([
    ['a call', 'counter/trpc/scans.interpret', '', asked, 200],
    ['a list of one', 'counter/trpc/scans.interpret', 'batch=1', `{"0":${asked}}`, 200],
    ['input that does not fit', 'counter/trpc/scans.interpret', 'batch=1', '{"0":{"text":7}}', 400],
    ['a procedure that is not there', 'counter/trpc/scans.reassure', '', '{}', 404],
    ['a window that may not', 'counter/trpc/kiosk.lookup', 'batch=1', `{"0":${asked}}`, 403],
  ])('%s: the same as the adapter says', async (_what, path, query, body, status) => {
    const headers = { ...json, cookie: await station.cookie('counter') };
    const light = await post(`${path}${query && `?${query}`}`, body, headers);
    const whole = await post(`${path}?${query ? `${query}&` : ''}again=1`, body, headers);
    expect(whole).toMatchObject({ byAdapter: true, said: { status } });
    expect(light.said).toEqual(whole.said);
    expect(light.byAdapter).toBe(status === 404);
  });

  test('without a session it is refused in the same words', async () => {
    const light = await post('counter/trpc/scans.interpret', asked, json);
    expect(light).toMatchObject({ byAdapter: false, said: { status: 401 } });
    expect(light.said).toEqual((await post('counter/trpc/scans.interpret?again=1', asked, json)).said);
  });

  test('a rule of ours refuses with its code in both languages', async () => {
    const headers = { ...json, cookie: await station.cookie('kiosk') };
    const { byAdapter, said } = await post('kiosk/trpc/kiosk.lookup', '{"text":"H29.10.02-261124-0042"}', headers);
    expect(byAdapter).toBe(false);
    expect(said).toMatchObject({ status: 400, body: { error: { data: { motcua: { code: 'MC-SCN-04' } } } } });
  });

  test.each([
    ['two at once', 'scans.interpret,scans.interpret?batch=1', `{"0":${asked},"1":${asked}}`, 'application/json', 200],
    ['a list that is none', 'scans.interpret?batch=1', '[1]', 'application/json', 400],
    ['broken JSON', 'scans.interpret', '{"text":', 'application/json', 400],
    ['another kind of body, as a page elsewhere can send it', 'scans.interpret', asked, 'text/plain', 415],
  ])('%s: is left to the adapter', async (_what, path, body, type, status) => {
    const headers = { 'content-type': type, cookie: await station.cookie('counter') };
    expect(await post(`counter/trpc/${path}`, body, headers)).toMatchObject({ byAdapter: true, said: { status } });
  });
});

describe('scans typed or sent to the counter', () => {
  test.each([
    ['046190000123|191234567|Nguyễn Thị Mẫu|05081990|Nữ|Thôn 1, Xã Mẫu|15042021', 'citizen-card', undefined],
    ['046190000123|191234567|Nguyễn Thị', 'unknown', 'MC-SCN-02'],
    ['H29.10.02-261124-0042', 'unknown', 'MC-SCN-04'],
    ['x'.repeat(4_500), 'unknown', 'MC-SCN-03'],
  ])('%#: %s', async (text, kind, code) => {
    const counter = await station.client('counter');
    const meaning = await counter.scans.interpret.mutate({ text });
    expect(meaning.kind).toBe(kind);
    if (meaning.kind === 'unknown') expect(meaning.code).toBe(code);
  });
});
