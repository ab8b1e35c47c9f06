/**
 * The province that all stories of a run share: the reference portal on a real database, an agency of its own for every
 * story, and what the portal holds of it, read by the contract and nothing else.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Operation } from '../../domain/operation.ts';
import { type Change, changeSchema } from '../../domain/sync.ts';
import { startPortal } from '../../portal/server/portal.ts';
import { engines, migrated } from '../portal/engines.ts';
import type { OfficeAddress } from './office.ts';

export interface Province {
  readonly url: string;
  readonly engine: string;
  /** Where the portal keeps its files. */
  readonly folder: string;
  /** A new agency with its first station; `folder` is where its data is going to lie. */
  office(folder: string): OfficeAddress;
  /** Another station of the same agency. */
  colleague(of: OfficeAddress, folder: string): OfficeAddress;
  /** Everything the portal accepted of an agency, in order. */
  feed(of: OfficeAddress): Promise<readonly Change[]>;
  hasPaper(of: OfficeAddress, sha256: string): Promise<boolean>;
  /** Hands operations over as a station does; the outcomes by id. */
  push(from: OfficeAddress, operations: readonly Operation[]): Promise<ReadonlyMap<string, string>>;
  close(): Promise<void>;
}

/** More than any run needs: an agency serves ten rounds. */
const AGENCIES = 900;
const agencyAt = (index: number): string => `H57.${100 + Math.floor(index / 90)}.${10 + (index % 90)}`;
const stationAt = (index: number, desk: 1 | 2): string => `xa-${index}-quay-${desk}`;
const tokenAt = (index: number, desk: 1 | 2): string => `khoa-thu-cua-xa-${index}-quay-${desk}`;

const callers = () =>
  Array.from({ length: AGENCIES }, (_, index) =>
    ([1, 2] as const).map((desk) => [
      tokenAt(index, desk),
      { station: stationAt(index, desk), agency: agencyAt(index) },
    ]),
  ).flat();

/** PostgreSQL where there is one: it answers sooner and on a processor of its own. `first` is for tests, which start quickly. */
export async function startProvince(
  prefer: 'first' | 'last' = 'last',
  now: () => number = Date.now,
): Promise<Province> {
  const engine = engines.at(prefer === 'first' ? 0 : -1);
  if (!engine) throw new Error('no database for the portal');
  const session = await engine.open();
  const folder = await mkdtemp(join(tmpdir(), 'motcua-faults-portal-'));
  const portal = await startPortal({
    ...{ dataDir: folder, database: await migrated(session), stationTokens: Object.fromEntries(callers()) },
    ...{ adminToken: 'khoa-thu-cua-nguoi-quan-tri', name: 'Cổng mẫu', now },
  });
  let used = 0;
  const address = (index: number, desk: 1 | 2, at: string): OfficeAddress => ({
    ...{ folder: at, data: join(at, 'data'), station: stationAt(index, desk), agency: agencyAt(index) },
    ...{ token: tokenAt(index, desk), portalUrl: portal.url },
  });
  return {
    url: portal.url,
    engine: engine.name,
    folder,
    office: (at) => {
      if (used === AGENCIES) throw new Error('no agency is left for another story');
      used += 1;
      return address(used - 1, 1, at);
    },
    colleague: (of, at) => address(Number(/^xa-(\d+)-/.exec(of.station)?.[1]), 2, at),
    feed: (of) => readFeed(portal.url, of),
    hasPaper: async (of, sha256) => (await ask(portal.url, of, `/v1/documents/${sha256}`)).ok,
    push: (from, operations) => pushTo(portal.url, from, operations),
    close: async () => {
      await portal.close();
      await session.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const TOO_MANY_REQUESTS = 429;

/** A judge asks more often than any station: it waits when it is told to. */
async function ask(url: string, { token }: OfficeAddress, path: string, init: RequestInit = {}): Promise<Response> {
  for (;;) {
    const answer = await fetch(`${url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...init.headers },
    });
    if (answer.status !== TOO_MANY_REQUESTS) return answer;
    await answer.body?.cancel();
    await pause(1_000 * Number(answer.headers.get('retry-after') ?? 1));
  }
}

const PAGE = 500;

async function readFeed(url: string, of: OfficeAddress): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for (;;) {
    const last = changes.at(-1);
    const after = last === undefined ? '' : `&cursor=${encodeURIComponent(last.cursor)}`;
    const answer = await ask(url, of, `/v1/changes?limit=${PAGE}${after}`);
    if (!answer.ok) throw new Error(`the feed answers ${answer.status}`);
    const lines = (await answer.text()).split('\n').filter(Boolean);
    changes.push(...lines.map((line) => changeSchema.parse(JSON.parse(line))));
    if (lines.length < PAGE) return changes;
  }
}

async function pushTo(
  url: string,
  from: OfficeAddress,
  operations: readonly Operation[],
): Promise<ReadonlyMap<string, string>> {
  const body = gzipSync(JSON.stringify({ station: from.station, operations }));
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  const answer = await ask(url, from, '/v1/operations', { method: 'POST', body, headers });
  const { answers } = (await answer.json()) as { answers: readonly { id: string; outcome: string }[] };
  return new Map(answers.map(({ id, outcome }) => [id, outcome]));
}
