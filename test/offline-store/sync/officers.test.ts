import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, it } from 'vitest';
import { sentenceOf } from '../../../domain/errors.ts';
import { createOfficersLook } from '../../../offline-store/sync/officers.ts';
import { folder, freshStore, openAt } from '../helpers.ts';
import { partsFor } from './parts.ts';

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

const NAMES = ['Trần Thị Mẫu', 'Lê Văn Mẫu'];
const listOf = (names: readonly string[]) => ({
  officers: names.map((name, index) => ({ id: `cb-${index}`, name, title: '', roles: ['intake'] })),
});

/** A portal with a list, and the tags that it was asked with. */
async function portalWith(
  answer: { names: readonly string[]; say?: (response: ServerResponse) => void },
  store = freshStore(),
) {
  const asked: (string | undefined)[] = [];
  const portal = createServer((request, response) => {
    asked.push(request.headers['if-none-match']);
    if (answer.say) return answer.say(response);
    const etag = `"${answer.names.join()}"`.replaceAll(/[^\x20-\x7e]/g, '');
    if (request.headers['if-none-match'] === etag) return response.writeHead(304).end();
    response.writeHead(200, { etag, 'content-type': 'application/json' }).end(JSON.stringify(listOf(answer.names)));
  });
  server = portal;
  await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve));
  return { asked, parts: partsFor(`http://127.0.0.1:${(portal.address() as AddressInfo).port}`, store) };
}

it('takes the list once, then asks only whether it changed', async () => {
  const answer = { names: NAMES };
  const { asked, parts } = await portalWith(answer);
  const look = createOfficersLook(parts);
  expect([await look(), await look()]).toEqual([true, false]);
  expect(parts.store.officers.all().map(({ name }) => name)).toEqual(NAMES);
  expect(asked).toEqual([undefined, expect.stringContaining('"')]);
  answer.names = [...NAMES, 'Phan Thị Mẫu'];
  expect(await look()).toBe(true);
  expect(parts.store.officers.all()).toHaveLength(3);
});

it('a portal with nobody on its list, or without a list, leaves the office its own', async () => {
  const answer: Parameters<typeof portalWith>[0] = { names: [] };
  const { parts } = await portalWith(answer);
  const own = listOf(['Trần Thị Mẫu']).officers.map((officer) => ({ ...officer, roles: ['intake' as const] }));
  parts.store.officers.replace(own, { at: 1, who: 'technician', source: 'file' });
  const look = createOfficersLook(parts);
  expect(await look()).toBe(false);
  answer.say = (response) =>
    response
      .writeHead(404, { 'content-type': 'application/json' })
      .end(JSON.stringify({ code: 'MC-API-05', message: sentenceOf('MC-API-05') }));
  expect(await look()).toBe(false);
  expect(parts.store.officers.all()).toEqual(own);
});

it('takes the place of a file that a technician brought meanwhile, though the portal’s list is the same as before', async () => {
  const { parts } = await portalWith({ names: NAMES });
  const look = createOfficersLook(parts);
  await look();
  parts.store.officers.replace([], { at: 1, who: 'technician', source: 'file' });
  expect([await look(), await look()]).toEqual([true, false]);
  expect(parts.store.officers.all()).toHaveLength(2);
  expect(parts.store.officers.came()?.source).toBe('portal');
});

it('a list with a mistake, or a portal that fails, changes nothing and is told', async () => {
  const answer: Parameters<typeof portalWith>[0] = { names: NAMES };
  const { parts } = await portalWith(answer);
  const look = createOfficersLook(parts);
  await look();
  answer.say = (response) => response.writeHead(200).end('{"officers":[{"id":""}]}');
  await expect(look()).rejects.toMatchObject({ code: 'MC-NET-02' });
  answer.say = (response) => response.writeHead(500).end();
  await expect(look()).rejects.toMatchObject({ code: 'MC-NET-03' });
  expect(parts.store.officers.all()).toHaveLength(2);
});

it('a list that the disk has changed is asked for whole, and is the province’s again', async () => {
  const file = join(folder(), 'office.db');
  const { asked, parts } = await portalWith({ names: NAMES }, openAt(file));
  const look = createOfficersLook(parts);
  await look();
  const db = new Database(file);
  db.exec("UPDATE officers SET name = 'Trần Thị Mẩu', roles = '[' WHERE position = 1");
  db.close();
  expect(parts.store.officers.differs()).toBe(true);
  expect([await look(), await look()]).toEqual([true, false]);
  expect(asked.slice(0, 2)).toEqual([undefined, undefined]);
  expect(parts.store.officers.differs()).toBe(false);
  expect(parts.store.officers.all().map(({ name }) => name)).toEqual(NAMES);
  parts.store.close();
});
