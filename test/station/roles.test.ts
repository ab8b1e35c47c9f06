import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role, WindowRole } from '../../domain/role.ts';
import { appRouter } from '../../station/api/router.ts';
import { maySee } from '../../station/events.ts';
import { startTestStation, type TestStation } from './fixture.ts';

const C: readonly Role[] = ['counter'];
const O: readonly Role[] = ['counter', 'technician'];
const K: readonly Role[] = ['kiosk'];
const D: readonly Role[] = ['display'];
const T: readonly Role[] = ['technician'];
/** Windows into which a keyboard reader may type. */
const W: readonly Role[] = ['counter', 'kiosk', 'technician'];
const ALL: readonly Role[] = ['counter', 'kiosk', 'display', 'technician'];

/** Who may call what. A new procedure has to be written here before it passes. */
const MATRIX: Readonly<Record<string, readonly Role[]>> = {
  'desk.info': ALL,
  'connection.state': O,
  'work.list': C,
  'dossiers.get': C,
  'dossiers.search': C,
  'dossiers.revealId': C,
  'dossiers.act': C,
  'dossiers.move': C,
  'dossiers.undo': C,
  'scans.interpret': C,
  'scans.keyboardReader': W,
  'scans.wedge': W,
  'catalogue.search': C,
  'catalogue.get': C,
  'catalogue.versions': T,
  'catalogue.import': T,
  'settings.list': T,
  'settings.import': T,
  'intake.preview': C,
  'intake.saveDraft': C,
  'intake.drafts': C,
  'intake.discardDraft': C,
  'intake.commit': C,
  'prints.open': C,
  'prints.answer': C,
  'prints.retry': C,
  'prints.redirect': C,
  'prints.drop': C,
  'prints.reprint': C,
  'prints.separators': C,
  'scanPapers.start': C,
  'scanPapers.get': C,
  'scanPapers.open': C,
  'scanPapers.ways': C,
  'scanPapers.stop': C,
  'scanPapers.page': C,
  'scanPapers.attach': C,
  'scanPapers.discard': C,
  'queue.desk': C,
  'queue.callNext': C,
  'queue.recall': C,
  'queue.absent': C,
  'queue.finish': C,
  'officers.shift': C,
  'officers.choose': C,
  'officers.list': T,
  'officers.import': T,
  'outbox.rows': C,
  'outbox.resolve': C,
  'outbox.retry': C,
  'kiosk.home': K,
  'kiosk.lookup': K,
  'kiosk.takeTicket': K,
  'kiosk.ticketPrint': K,
  'kiosk.procedureFields': K,
  'kiosk.procedures': K,
  'kiosk.procedure': K,
  'kiosk.rate': K,
  'display.state': D,
  'devices.list': O,
  'devices.refresh': T,
  'devices.detect': T,
  'devices.add': T,
  'devices.remove': T,
  'devices.rename': T,
  'devices.assign': T,
  'devices.testPrint': T,
  'devices.testScan': T,
  'devices.testPage': T,
  'devices.testBoard': T,
  'devices.noteTest': T,
  'setup.state': T,
  'pairing.state': T,
  'pairing.pair': T,
  'store.notices': O,
  'store.seen': C,
  'bench.state': T,
  'bench.scan': T,
  'bench.unplug': T,
  'bench.readerFault': T,
  'bench.paper': T,
  'bench.tearOff': T,
  'bench.pagePrinter': T,
  'bench.load': T,
  'bench.feederFault': T,
  'bench.line': T,
  'bench.reset': T,
  events: ALL,
};

const WINDOWS: Readonly<Record<Role, WindowRole>> = {
  counter: 'counter',
  kiosk: 'kiosk',
  display: 'display',
  technician: 'setup',
};
const procedures = Object.entries(appRouter._def.procedures) as unknown as readonly [
  string,
  { _def: { type: 'query' | 'mutation' | 'subscription' } },
][];

describe('each role × each procedure', () => {
  let station: TestStation;
  const cookies = new Map<Role, string>();
  beforeAll(async () => {
    station = await startTestStation();
    for (const role of ALL) cookies.set(role, await station.cookie(WINDOWS[role]));
  });
  afterAll(() => station.end());

  /** An empty input: a caller with the right role gets past the door (200 or 400), any other does not (401, 403). */
  const statusOf = async (path: string, type: string, window: WindowRole, cookie: string) => {
    const abort = new AbortController();
    const method = type === 'mutation' ? 'POST' : 'GET';
    const body = method === 'POST' ? '{}' : null;
    const headers = {
      cookie,
      'content-type': 'application/json',
      ...(type === 'subscription' ? { accept: 'text/event-stream' } : {}),
    };
    const answer = await fetch(`${station.origin}/${window}/trpc/${path}`, {
      method,
      body,
      headers,
      signal: abort.signal,
    });
    // A refused subscription still opens a stream, whose first event is the error.
    const first = type === 'subscription' ? await firstEvent(answer) : '';
    abort.abort();
    if (/UNAUTHORIZED/.test(first)) return 401;
    if (/FORBIDDEN/.test(first)) return 403;
    return answer.status;
  };

  test('the table lists every procedure, and nothing else', () => {
    expect(procedures.map(([path]) => path).sort()).toEqual(Object.keys(MATRIX).sort());
  });

  test.each(procedures.map(([path, { _def }]) => [path, _def.type] as const))('%s', async (path, type) => {
    for (const role of ALL) {
      const status = await statusOf(path, type, WINDOWS[role], cookies.get(role) ?? '');
      const expected = MATRIX[path]?.includes(role) ? 'let in' : 'kept out';
      expect(`${role} ${status === 401 || status === 403 ? 'kept out' : 'let in'}`).toBe(`${role} ${expected}`);
    }
    expect(await statusOf(path, type, 'counter', '')).toBe(401);
  });

  test('a cookie opens only its own window’s path', async () => {
    const kiosk = cookies.get('kiosk') ?? '';
    expect(await statusOf('work.list', 'query', 'counter', kiosk)).toBe(401);
    expect(await statusOf('kiosk.home', 'query', 'kiosk', kiosk)).toBe(200);
  });
});

async function firstEvent(answer: Response): Promise<string> {
  const reader = answer.body?.getReader();
  const { value } = (await reader?.read()) ?? { value: undefined };
  const more = (await Promise.race([
    reader?.read(),
    new Promise<undefined>((resolve) => setTimeout(resolve, 300)),
  ])) ?? { value: undefined };
  return new TextDecoder().decode(value) + new TextDecoder().decode(more.value);
}

test('public windows never hear of dossiers, prints of others or the line', () => {
  for (const role of ['kiosk', 'display'] as const)
    for (const type of ['scan', 'print', 'connection', 'scan-session', 'bench-changed'] as const)
      expect(maySee(role, type)).toBe(false);
  expect(maySee('display', 'kiosk-scan')).toBe(false);
  expect(maySee('kiosk', 'kiosk-scan')).toBe(true);
});
