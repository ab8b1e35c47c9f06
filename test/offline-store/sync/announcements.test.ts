import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createAnnouncementsLook } from '../../../offline-store/sync/announcements.ts';
import { BIRTH, changing, version } from '../../catalogue.ts';
import { NOW } from '../helpers.ts';
import { partsFor } from './parts.ts';

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

type Say = (response: ServerResponse) => void;
const json =
  (value: unknown, etag = '"1"'): Say =>
  (response) =>
    void response.writeHead(200, { etag, 'content-type': 'application/json' }).end(JSON.stringify(value));
const missing: Say = (response) => void response.writeHead(404).end();

/** A portal that says these things at these addresses, and what it was asked. */
async function portalSaying(says: Record<string, Say>) {
  const asked: string[] = [];
  const portal = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers['if-none-match'] ?? ''}`.trim());
    (says[request.url ?? ''] ?? missing)(response);
  });
  server = portal;
  await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve));
  const parts = partsFor(`http://127.0.0.1:${(portal.address() as AddressInfo).port}`);
  parts.store.catalogue.add(version('cu', '2026-01-01'), { source: 'program', at: NOW, who: 'motcua' });
  const present = () => parts.store.catalogue.inEffect(NOW)?.head.id;
  return { says, asked, parts, present, look: createAnnouncementsLook(parts) };
}

const listed = (...versions: readonly { readonly id: string; readonly from: string }[]) =>
  json({ versions: versions.map(({ id, from }) => ({ id, from })) });
const off = (id: string) => ({
  ...{ id, decision: '', reason: '', madeAt: NOW, madeBy: 'Sở mẫu' },
  ...{ key: 'day', from: '2026-12-31', value: { kind: 'off' } },
});
const NEW = version('moi', '2026-11-20', changing(BIRTH, { fee: { kind: 'flat', amount: 5_000 } }));
const NEXT = version('sau', '2027-01-01');
const OLD = version('xua', '2025-01-01');

describe('what the province announces', () => {
  it('comes in once, then only whether there is more is asked; what no longer counts is not fetched', async () => {
    const { says, asked, parts, present, look } = await portalSaying({
      '/v1/catalogue': listed(OLD, NEW, NEXT),
      '/v1/catalogue/moi': json(NEW),
      '/v1/catalogue/sau': json(NEXT),
      '/v1/settings': json({ version: 1, settings: [off('nghi')] }, '"s1"'),
    });
    expect(await look()).toEqual({ catalogue: true, settings: true });
    expect(present()).toBe('moi');
    expect(parts.store.catalogue.byId('sau')?.source).toBe('portal');
    expect(parts.store.catalogue.byId('xua')).toBeUndefined();
    expect(parts.store.effectiveSettings.all()).toHaveLength(1);
    asked.length = 0;
    for (const path of ['/v1/catalogue', '/v1/settings']) says[path] = (response) => void response.writeHead(304).end();
    expect(await look()).toEqual({ catalogue: false, settings: false });
    expect(asked).toEqual(['/v1/catalogue "1"', '/v1/settings "s1"']);
  });

  it.each<[string, Say]>([
    ['garbage', (response) => void response.writeHead(200).end('{"version":1,"procedures":[<<<')],
    ['another version', json(NEXT)],
    ['another day than listed', json({ ...NEW, from: '2026-11-21' })],
    ['one bad procedure', json({ ...NEW, procedures: [...NEW.procedures, { code: 'x' }] })],
    ['more than anybody’s catalogue', (response) => void response.writeHead(200).end(' '.repeat(16_000_001))],
  ])('with %s is refused whole: the old catalogue goes on, and it is asked for again', async (_, say) => {
    const { says, parts, present, look } = await portalSaying({
      '/v1/catalogue': listed(NEW),
      '/v1/catalogue/moi': say,
    });
    await look().catch((error: unknown) => expect(error).toMatchObject({ code: 'MC-NET-02' }));
    expect(present()).toBe('cu');
    expect(parts.store.catalogue.versions()).toHaveLength(1);
    says['/v1/catalogue/moi'] = json(NEW);
    expect(await look()).toEqual({ catalogue: true, settings: false });
    expect(present()).toBe('moi');
  });

  it('under a known id is not taken in with another content, and an older version changes nothing that counts', async () => {
    const other = version('cu', '2026-11-01');
    const { says, parts, present, look } = await portalSaying({
      '/v1/catalogue': listed(other, OLD),
      '/v1/catalogue/cu': json(other),
      '/v1/settings': json({ version: 1, settings: [off('nghi')] }),
    });
    expect(await look()).toEqual({ catalogue: false, settings: true });
    says['/v1/settings'] = json({ version: 1, settings: [off('khac'), { ...off('nghi'), from: '2026-12-30' }] });
    says['/v1/catalogue'] = listed(OLD);
    says['/v1/catalogue/xua'] = json(OLD);
    expect(await look()).toEqual({ catalogue: true, settings: false });
    expect(present()).toBe('cu');
    expect(parts.store.effectiveSettings.all().map(({ setting }) => setting.id)).toEqual(['nghi']);
  });

  it('is nothing at a portal that does not announce; a portal that fails is told', async () => {
    const { says, look, present } = await portalSaying({});
    expect(await look()).toEqual({ catalogue: false, settings: false });
    says['/v1/catalogue'] = (response) => void response.writeHead(500).end();
    await expect(look()).rejects.toMatchObject({ code: 'MC-NET-03' });
    expect(present()).toBe('cu');
  });
});
