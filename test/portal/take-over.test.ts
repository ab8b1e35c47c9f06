/** A PC breaks and another takes its place; the old one comes back. Real portal, real stores, real synchronisation. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type EngineSession, engines, migrated } from './engines.ts';
import { codeFor } from './paired.ts';
import { openPc, type Pc, type PcOptions } from './pc.ts';
import { type RunningPortal, runPortal } from './running.ts';

const PATIENCE = { timeout: 30_000, interval: 30 };
const YEAR_MS = 365 * 86_400_000;

describe.each(engines)('on $name', (engine) => {
  let session: EngineSession;
  let portal: RunningPortal;
  let root = '';
  const open: Pc[] = [];

  beforeAll(async () => {
    session = await engine.open();
  }, 120_000);
  beforeEach(async () => {
    portal = await runPortal(await migrated(session), { stationTokens: {} });
    root = mkdtempSync(join(tmpdir(), 'motcua-pcs-'));
  }, 60_000);
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
    await portal.stop();
    rmSync(root, { recursive: true, force: true });
  });
  afterAll(() => session.close());

  const pc = (name: string, options: Partial<PcOptions> = {}): Pc => {
    const folder = join(root, name);
    mkdirSync(folder, { recursive: true });
    const one = openPc({ folder, station: 'quay-1', portalUrl: portal.url, ...options });
    open.push(one);
    return one;
  };
  const shut = async (one: Pc) => {
    open.splice(open.indexOf(one), 1);
    await one.close();
  };
  const pair = async (one: Pc, order: object = {}) =>
    one.identity.pair({
      portal: '',
      code: await codeFor(portal, { station: 'quay-1', ...order }),
      replace: one.identity.view().state === 'paired',
    });
  const online = (sync: ReturnType<Pc['connect']>) =>
    vi.waitFor(() => expect(sync.state()).toMatchObject({ state: 'online', waiting: 0 }), PATIENCE);
  const withNumbers = (sync: ReturnType<Pc['connect']>) =>
    vi.waitFor(() => expect(sync.state().numbersLeft).toBeGreaterThan(100), PATIENCE);
  const codesIn = ({ store }: Pc) => store.dossiers.search('Mẫu', 50).dossiers.map(({ received: { code } }) => code);

  test('the new PC has the commune’s dossiers, goes on behind their numbers, and the old one’s unsent work is not lost', async () => {
    const old = pc('old');
    await pair(old);
    const oldLine = old.connect();
    await withNumbers(oldLine);
    const sent = [old.takeIn(), old.takeIn(), old.takeIn()];
    oldLine.kick();
    await online(oldLine);
    portal.setBehaviour('down');
    const unsent = [old.takeIn(), old.takeIn()];
    await oldLine.stop();
    portal.setBehaviour('up');

    const fresh = pc('fresh');
    await pair(fresh, { replaces: true });
    const freshLine = fresh.connect();
    await withNumbers(freshLine);
    await vi.waitFor(() => expect(codesIn(fresh).sort()).toEqual([...sent].sort()), PATIENCE);
    expect(fresh.store.outbox.counts()).toMatchObject({ waiting: 0, rejected: 0 });
    const taken = [fresh.takeIn(), fresh.takeIn()];
    freshLine.kick();
    await online(freshLine);

    // The old one is refused for its key, keeps everything, and goes on working.
    const back = old.connect();
    await vi.waitFor(
      () => expect(back.state()).toMatchObject({ state: 'offline', code: 'MC-NET-07', waiting: 2 }),
      PATIENCE,
    );
    unsent.push(old.takeIn());
    await back.stop();

    // It gets a name of its own, and hands over what it had.
    await pair(old, { station: 'quay-1-cu', handsOverFor: 'quay-1' });
    await online(old.connect());
    await shut(old);
    const renamed = pc('old');
    expect(renamed.identity.station()).toBe('quay-1-cu');
    const renamedLine = renamed.connect();
    await withNumbers(renamedLine);
    const own = renamed.takeIn();
    renamedLine.kick();
    await online(renamedLine);

    const all = [...sent, ...unsent, ...taken, own].sort();
    expect(new Set(all).size).toBe(all.length);
    for (const one of [fresh, renamed]) await vi.waitFor(() => expect(codesIn(one).sort()).toEqual(all), PATIENCE);
    expect(await portal.summary()).toMatchObject({ operations: all.length, rejected: 0, dossiers: all.length });
  }, 120_000);

  // The rest has nothing to do with the database.
  if (engine !== engines[0]) return;
  test('a PC whose clock is a year wrong is taken, and not for one whose key was revoked', async () => {
    for (const [index, off] of [YEAR_MS, -YEAR_MS].entries()) {
      const station = `lech-gio-${index}`;
      const one = pc(station, { station, off });
      await pair(one, { station });
      const line = one.connect();
      await online(line);
      expect(Math.abs((line.state().clockOffset ?? 0) + off)).toBeLessThan(5_000);
    }
  }, 60_000);

  test('the answer to the pairing is lost: the same code once more is the same key', async () => {
    const one = pc('lost');
    const code = await codeFor(portal, { station: 'quay-1' });
    portal.setBehaviour('lost-answer');
    await expect(one.identity.pair({ portal: '', code, replace: false })).rejects.toMatchObject({
      code: 'MC-NET-01',
    });
    expect(one.identity.view().state).toBe('none');
    await shut(one);
    portal.setBehaviour('up');
    const again = pc('lost');
    expect(await again.identity.pair({ portal: '', code, replace: false })).toMatchObject({ state: 'paired' });
    await online(again.connect());
  }, 60_000);

  test('the key is on disk for its owner alone, and sealed', async () => {
    const one = pc('sealed');
    await pair(one);
    const file = join(root, 'sealed', 'identity.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { privateKey } = JSON.parse(readFileSync(file, 'utf8'));
    // The head of every Ed25519 key in PKCS #8.
    expect(Buffer.from(privateKey, 'base64').includes(Buffer.from('302e020100300506032b657004220420', 'hex'))).toBe(
      false,
    );
  }, 60_000);
});
