import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openOfficeStore } from '../../../offline-store/open.ts';
import { existingStationKeys, openStationKeys, ringFileOf } from '../../../offline-store/protection/station-keys.ts';
import { CREDENTIAL } from '../../../offline-store/protection/wrapping.ts';
import { AGENCY, folder, NOW, STATION } from '../helpers.ts';

const place = () => {
  const home = folder();
  return { dataFolder: join(home, 'data'), keyFile: join(home, 'etc', 'station.key'), now: () => NOW };
};
type Place = ReturnType<typeof place>;

const openStore = (at: Place) =>
  openOfficeStore({
    file: join(at.dataFolder, 'office.db'),
    station: STATION,
    agency: AGENCY,
    now: () => NOW,
    keys: openStationKeys(at).ring,
  });

describe('a station’s keys', () => {
  it('are made once, outside the data folder and for the owner alone, and are the same at the next start', () => {
    const at = place();
    const first = openStationKeys(at);
    expect(first.wrapping).toBe('file');
    expect(statSync(at.keyFile).mode & 0o777).toBe(0o600);
    expect(openStationKeys(at).ring.newest().secret).toEqual(first.ring.newest().secret);
    const ring = readFileSync(ringFileOf(at.dataFolder), 'utf8');
    expect(ring).not.toContain(first.ring.newest().secret.toString('base64'));
  });

  it('come from the systemd credential before anything else', () => {
    const at = place();
    const credentials = join(at.dataFolder, '..', 'credentials');
    mkdirSync(credentials, { recursive: true });
    writeFileSync(join(credentials, CREDENTIAL), 'k'.repeat(44));
    const keys = openStationKeys({ ...at, credentials });
    expect(keys.wrapping).toBe('systemd');
    expect(existsSync(at.keyFile)).toBe(false);
    expect(() => existingStationKeys(at)).toThrow('MC-STO-11');
    writeFileSync(join(credentials, CREDENTIAL), 'x'.repeat(44));
    expect(() => openStationKeys({ ...at, credentials })).toThrow('MC-STO-13');
    writeFileSync(join(credentials, CREDENTIAL), 'short');
    expect(() => openStationKeys({ ...at, credentials })).toThrow('MC-STO-13');
  });

  it('come from the shell where it hands them over', () => {
    const at = place();
    const shellSecret = 's'.repeat(44);
    expect(openStationKeys({ ...at, shellSecret }).wrapping).toBe('shell');
    expect(existsSync(at.keyFile)).toBe(false);
    expect(openStationKeys({ ...at, shellSecret }).ring.all()).toHaveLength(1);
  });

  it.each([0o640, 0o604, 0o666])('are refused from a file of mode %o', (mode) => {
    const at = place();
    openStationKeys(at);
    chmodSync(at.keyFile, mode);
    expect(() => openStationKeys(at)).toThrow('MC-STO-12');
    chmodSync(at.keyFile, 0o400);
    expect(openStationKeys(at).ring.all()).toHaveLength(1);
  });

  it('are never made anew over sealed data', () => {
    const at = place();
    openStore(at).close();
    const [secret, ring] = [readFileSync(at.keyFile), readFileSync(ringFileOf(at.dataFolder))];
    rmSync(at.keyFile);
    expect(() => openStationKeys(at)).toThrow('MC-STO-11');
    expect(existsSync(at.keyFile)).toBe(false);
    writeFileSync(at.keyFile, secret, { mode: 0o600 });
    rmSync(ringFileOf(at.dataFolder));
    expect(() => openStationKeys(at)).toThrow('MC-STO-11');
    expect(existsSync(ringFileOf(at.dataFolder))).toBe(false);
    writeFileSync(ringFileOf(at.dataFolder), ring.subarray(0, -9));
    expect(() => openStationKeys(at)).toThrow('MC-STO-13');
    writeFileSync(ringFileOf(at.dataFolder), ring);
    openStore(at).close();
  });

  it('of another PC do not open this store', () => {
    const [here, there] = [place(), place()];
    openStore(here).close();
    const keys = openStationKeys(there).ring;
    const file = join(here.dataFolder, 'office.db');
    expect(() => openOfficeStore({ file, station: STATION, agency: AGENCY, now: () => NOW, keys })).toThrow(
      'MC-STO-13',
    );
  });

  it('gain a key that seals from the next opening on; the ones before stay', () => {
    const at = place();
    const before = openStationKeys(at);
    before.addKey(NOW);
    expect(before.ring.byNumber(2).number).toBe(2);
    const after = openStationKeys(at).ring;
    expect(after.newest().number).toBe(2);
    expect(after.all().map(({ number }) => number)).toEqual([1, 2]);
    expect(after.byNumber(1).secret).toEqual(before.ring.byNumber(1).secret);
  });
});
