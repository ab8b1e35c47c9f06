/** The technician changes the list of devices while the station runs. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeviceConfig } from '../../domain/device-config.ts';
import { isAlive, readAddress } from '../../station/address.ts';
import { devicesFile } from '../../station/devices-file.ts';
import { eventually, refusal, startTestStation, type TestStation } from './fixture.ts';

const reader: DeviceConfig = {
  id: 'reader-counter',
  name: 'Đầu đọc mã ở quầy',
  kind: 'barcode-scanner',
  driver: 'virtual-barcode-scanner',
  target: 'counter',
};
const network: DeviceConfig = {
  id: 'slip-printer',
  name: 'Máy in phiếu',
  kind: 'receipt-printer',
  driver: 'escpos-tcp',
  host: '127.0.0.1',
  port: 9,
  dots: 576,
  model: 'generic',
};

let station: TestStation;
beforeEach(async () => {
  station = await startTestStation({ devices: [reader] });
});
afterEach(() => station.end());

const fileOf = (name: string): string => join(station.dataFolder, name);
const written = (name = 'devices.json'): { readonly devices: readonly DeviceConfig[] } =>
  JSON.parse(readFileSync(fileOf(name), 'utf8'));

test('a device is added, renamed, given another window and removed without a restart; the file before is kept', async () => {
  const setup = await station.client('setup');
  const added = await setup.devices.add.mutate({
    config: { ...reader, name: 'Đầu đọc thứ hai' },
    identity: { maker: 'Honeywell', product: 'Voyager 1472g', serialNumber: 'S1' },
  });
  expect(added).toMatchObject({ id: 'reader-counter-2', model: 'Honeywell Voyager 1472g', state: 'ready' });
  expect(written().devices.map(({ id }) => id)).toEqual(['reader-counter', 'reader-counter-2']);
  expect(written('devices.json.bak').devices.map(({ id }) => id)).toEqual(['reader-counter']);
  expect(await setup.devices.rename.mutate({ id: 'reader-counter-2', name: ' Đầu đọc cũ ' })).toMatchObject({
    name: 'Đầu đọc cũ',
  });
  expect(await setup.devices.assign.mutate({ id: 'reader-counter-2', target: 'kiosk' })).toMatchObject({
    target: 'kiosk',
  });
  await setup.devices.remove.mutate({ id: 'reader-counter' });
  expect(written().devices).toEqual([{ ...reader, id: 'reader-counter-2', name: 'Đầu đọc cũ', target: 'kiosk' }]);
  expect((await setup.devices.list.query()).map(({ id }) => id)).toEqual(['reader-counter-2']);
  expect(auditOf(station.dataFolder)).toEqual([
    'device.added:virtual-barcode-scanner reader-counter-2',
    'device.renamed reader-counter-2',
    'device.assigned:kiosk reader-counter-2',
    'device.removed:virtual-barcode-scanner reader-counter',
  ]);
  station = await station.restart();
  const again = await (await station.client('setup')).devices.list.query();
  expect(again).toMatchObject([{ id: 'reader-counter-2', name: 'Đầu đọc cũ', model: 'Honeywell Voyager 1472g' }]);
});

function auditOf(dataFolder: string): readonly string[] {
  const db = new Database(join(dataFolder, 'office.db'), { readonly: true });
  const rows = db
    .prepare<[], { what: string; about: string }>(
      "SELECT what, about FROM audit WHERE who = 'technician' AND what LIKE 'device.%' ORDER BY number",
    )
    .all();
  db.close();
  return rows.map(({ what, about }) => `${what} ${about}`);
}

test('what cannot be is refused and changes nothing', async () => {
  const setup = await station.client('setup');
  await setup.devices.add.mutate({ config: network });
  const before = readFileSync(fileOf('devices.json'), 'utf8');
  const bad = { ...network, id: 'x', port: 70_000 };
  expect(await refusal(setup.devices.add.mutate({ config: bad }))).toBe('MC-API-03');
  expect(await refusal(setup.devices.add.mutate({ config: { ...network, id: 'other' } }))).toBe('MC-CFG-03');
  expect(await refusal(setup.devices.remove.mutate({ id: 'nobody' }))).toBe('MC-API-05');
  expect(await refusal(setup.devices.rename.mutate({ id: 'slip-printer', name: '  ' }))).toBe('MC-API-03');
  expect(await refusal(setup.devices.assign.mutate({ id: 'slip-printer', target: 'kiosk' }))).toBe('MC-API-03');
  expect(readFileSync(fileOf('devices.json'), 'utf8')).toBe(before);
  expect(await setup.devices.list.query()).toHaveLength(2);
});

test('a file that cannot be written leaves the devices as they are', async () => {
  const setup = await station.client('setup');
  // In the place of the new file stands a folder: nothing can be written there, whoever asks.
  mkdirSync(fileOf('devices.json.new'));
  expect(await refusal(setup.devices.add.mutate({ config: network }))).toBe('MC-STO-04');
  expect(await setup.devices.list.query()).toHaveLength(1);
  rmSync(fileOf('devices.json.new'), { recursive: true });
  await setup.devices.add.mutate({ config: network });
  expect(await setup.devices.list.query()).toHaveLength(2);
});

test('two changes at once are both kept', async () => {
  const setup = await station.client('setup');
  await Promise.all([
    setup.devices.add.mutate({ config: { ...reader, id: 'a' } }),
    setup.devices.add.mutate({ config: { ...reader, id: 'b' } }),
  ]);
  expect(
    written()
      .devices.map(({ id }) => id)
      .toSorted(),
  ).toEqual(['a', 'b', 'reader-counter']);
});

test('the list of devices is checked as a whole: an id twice, or a broken file, is MC-CFG-02', () => {
  const file = devicesFile(fileOf('devices.json'));
  const code = (act: () => unknown): string => {
    try {
      act();
    } catch (error) {
      return (error as { code: string }).code;
    }
    return 'not refused';
  };
  expect(code(() => file.write([reader, reader]))).toBe('MC-CFG-02');
  expect(written().devices).toHaveLength(1);
  writeFileSync(fileOf('devices.json'), '{"devices":');
  expect(code(() => file.read([]))).toBe('MC-CFG-02');
  expect(readFileSync(fileOf('devices.json'), 'utf8')).toBe('{"devices":');
});

test('the running station tells the technician’s command line where it is, to its owner alone; stopped, it is gone', async () => {
  const address = readAddress(station.dataFolder);
  expect(address && (await isAlive(address))).toBe(true);
  const ask = (window: string, key: string) =>
    fetch(`${station.origin}/${window}/trpc/devices.list`, { headers: { authorization: `Bearer ${key}` } });
  expect((await ask('setup', address?.key ?? '')).status).toBe(200);
  expect((await ask('setup', `${address?.key}x`)).status).toBe(401);
  expect((await ask('counter', address?.key ?? '')).status).toBe(401);
  const page = await fetch(`${station.origin}/setup/`);
  expect(await page.text()).not.toContain(address?.key ?? '?');
  const other = await startTestStation();
  expect(readAddress(other.dataFolder)?.key).not.toBe(address?.key);
  await other.stop();
  expect(existsSync(join(other.dataFolder, 'station-address.json'))).toBe(false);
  rmSync(other.dataFolder, { recursive: true });
});

test('a board is tried with a number no ticket has; what is no board or scanner is refused', async () => {
  const setup = await station.client('setup');
  await setup.devices.add.mutate({
    config: { id: 'hall', name: 'Bảng gọi số', kind: 'queue-board', driver: 'window' },
  });
  expect((await setup.devices.testBoard.mutate({ id: 'hall' })).desks).toEqual([2]);
  expect(await refusal(setup.devices.testBoard.mutate({ id: 'reader-counter' }))).toBe('MC-API-05');
  expect(await refusal(setup.devices.testPage.mutate({ id: 'reader-counter' }))).toBe('MC-API-05');
  await eventually(
    () => setup.devices.list.query(),
    (list) => list.some(({ id, counters }) => id === 'hall' && counters.jobs === 1),
  );
});
