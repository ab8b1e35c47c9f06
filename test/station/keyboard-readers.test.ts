/** A reader in keyboard mode from a window's call to the windows' events: the same way as any reader's scan. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { DeviceConfig } from '../../domain/device-config.ts';
import { formatReceiptQr } from '../../domain/receipt-qr.ts';
import type { WindowRole } from '../../domain/role.ts';
import type { StationEvent } from '../../domain/views/event.ts';
import { DEMO_DEVICES } from '../../station/demo/commune.ts';
import { eventually, intakeOf, refusal, startTestStation, type TestStation } from './fixture.ts';

const WEDGE: DeviceConfig = {
  id: 'wedge',
  name: 'Đầu đọc như bàn phím',
  kind: 'barcode-scanner',
  driver: 'keyboard-wedge',
  target: 'counter',
  prefix: '~',
  suffix: '\r',
};

/** A window's events until it is closed. */
async function listen(station: TestStation, window: WindowRole) {
  const abort = new AbortController();
  const answer = await fetch(`${station.origin}/${window}/trpc/events`, {
    headers: { cookie: await station.cookie(window), accept: 'text/event-stream' },
    signal: abort.signal,
  });
  const seen: StationEvent[] = [];
  const read = async (): Promise<void> => {
    let text = '';
    for await (const chunk of answer.body ?? []) {
      text += new TextDecoder().decode(chunk);
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = /^data: (\{.*"type".*)$/m.exec(block)?.[1];
        if (data) seen.push(JSON.parse(data));
      }
    }
  };
  const reading = read().catch(() => undefined);
  return {
    seen,
    of: (type: StationEvent['type']) => seen.filter((event) => event.type === type),
    close: async () => {
      abort.abort();
      await reading;
    },
  };
}

let station: TestStation;
let receipt: string;
let code: string;
const windows: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  station = await startTestStation({ devices: [...DEMO_DEVICES, WEDGE] });
  const counter = await station.client('counter');
  const taken = await counter.intake.commit.mutate(intakeOf());
  code = taken.code;
  const { secret } = await counter.dossiers.get.query({ id: taken.dossierId });
  receipt = formatReceiptQr(code, secret);
});
afterEach(async () => {
  await Promise.all(windows.splice(0).map((window) => window.close()));
});
afterAll(() => station.end());

const openWindow = async (window: WindowRole) => {
  const opened = await listen(station, window);
  windows.push(opened);
  return opened;
};
/** Past the 400 ms in which the same code is the same scan. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 450));

describe('what a reader typed into a window', () => {
  test('opens at the counter, is counted at its device, and is one scan', async () => {
    const [counter, technician] = await Promise.all([openWindow('counter'), openWindow('setup')]);
    const client = await station.client('counter');
    await expect(client.scans.wedge.mutate({ text: `~${receipt}`, gapMs: 10 })).resolves.toEqual({ taken: true });
    await expect(client.scans.wedge.mutate({ text: `~${receipt}`, gapMs: 10 })).resolves.toEqual({ taken: false });
    await eventually(
      () => counter.of('scan').length,
      (count) => count > 0,
    );
    expect(counter.of('scan')).toEqual([
      expect.objectContaining({ meaning: expect.objectContaining({ kind: 'dossier', code }) }),
    ]);
    await eventually(
      () => technician.of('reader-read').length,
      (count) => count > 0,
    );
    expect(technician.of('reader-read')).toEqual([
      expect.objectContaining({ deviceId: 'wedge', length: receipt.length, verdict: 'other' }),
    ]);
    const device = (await client.devices.list.query()).find(({ id }) => id === 'wedge');
    expect(device).toMatchObject({ state: 'ready', counters: { jobs: 1 } });
    expect(device?.lastSeen).toBeGreaterThan(0);
  });

  test('answers at the kiosk, though no reader is set up there', async () => {
    const kiosk = await openWindow('kiosk');
    const client = await station.client('kiosk');
    await expect(client.scans.wedge.mutate({ text: receipt })).resolves.toEqual({ taken: true });
    await eventually(
      () => kiosk.of('kiosk-scan').length,
      (count) => count > 0,
    );
    expect(kiosk.of('kiosk-scan')).toEqual([
      expect.objectContaining({ status: expect.objectContaining({ code, identified: true }) }),
    ]);
  });

  test('is only tried out in the set-up window: nothing opens anywhere', async () => {
    await pause();
    const [counter, technician] = await Promise.all([openWindow('counter'), openWindow('setup')]);
    const client = await station.client('setup');
    await client.scans.wedge.mutate({ text: '~HOAS-DDAF-TOWN9', deviceId: 'wedge' });
    await eventually(
      () => technician.of('reader-read').length,
      (count) => count > 0,
    );
    expect(technician.of('reader-read')).toEqual([expect.objectContaining({ deviceId: 'wedge', verdict: 'whole' })]);
    expect(counter.of('scan')).toEqual([]);
  });

  test('that is noise or too long is refused to that window', async () => {
    const counter = await openWindow('counter');
    const client = await station.client('counter');
    await expect(client.scans.wedge.mutate({ text: 'ư'.repeat(2_100) })).resolves.toEqual({ taken: false });
    await eventually(
      () => counter.of('scan-refused').length,
      (count) => count > 0,
    );
    expect(counter.of('scan-refused')).toEqual([expect.objectContaining({ code: 'MC-SCN-03', target: 'counter' })]);
    expect(await refusal(client.scans.wedge.mutate({ text: 'A'.repeat(5_001) }))).toBe('MC-API-03');
  });

  test('comes no faster than hands scan, and at the kiosk no faster than codes may be guessed', async () => {
    const kiosk = await station.client('kiosk');
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, at) =>
        refusal(kiosk.scans.wedge.mutate({ text: `H57.23.15-261124-${String(at).padStart(4, '0')}` })),
      ),
    );
    expect(answers.filter((answer) => answer === 'MC-API-04').length).toBeGreaterThanOrEqual(18);
  });
});

describe('how a reader types', () => {
  test('is told to its windows: prefix, suffix, and the pace once it is known, also after a restart', async () => {
    await pause();
    const client = await station.client('counter');
    await expect(client.scans.keyboardReader.query({})).resolves.toEqual({ prefix: '~', suffix: '\r' });
    for (const at of [1, 2, 3]) await client.scans.wedge.mutate({ text: `~H57.23.15-261124-900${at}`, gapMs: 95 });
    await expect(client.scans.keyboardReader.query({})).resolves.toMatchObject({ gapMs: 95 });
    await expect((await station.client('kiosk')).scans.keyboardReader.query({})).resolves.toEqual({
      prefix: '',
      suffix: '\r',
    });
    // Another reader takes its place: from five of its scans on it is that one's pace.
    for (const at of [4, 5, 6, 7, 8])
      await client.scans.wedge.mutate({ text: `~H57.23.15-261124-900${at}`, gapMs: 10 });
    await expect(client.scans.keyboardReader.query({})).resolves.toMatchObject({ gapMs: 10 });
    station = await station.restart();
    await expect((await station.client('counter')).scans.keyboardReader.query({})).resolves.toMatchObject({
      gapMs: 10,
    });
  });
});
