/** What is on disk decides who a PC is; what cannot be used is told and never guessed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TOKEN_MAX_LIFETIME_S } from '../../../domain/pairing.ts';
import type { StationConfig } from '../../../domain/station-config.ts';
import { createOpening, PARTED, SHARED_KEY, sharedKeyOf } from '../../../offline-store/opening.ts';
import { SEQUENCE_FLOOR } from '../../../offline-store/outbox-entry.ts';
import { temporaryKeys } from '../../../offline-store/protection/key-ring.ts';
import { createSealer } from '../../../offline-store/protection/sealing.ts';
import { demoConfig } from '../../../station/demo/commune.ts';
import { type Identity, identityFiles } from '../../../station/identity/files.ts';
import { openIdentity } from '../../../station/identity/identity.ts';
import { newPrivateKey, sealKey } from '../../../station/identity/key.ts';
import { takeUp } from '../../../station/identity/take-up.ts';
import { freshStore, NOW, TODAY } from '../../offline-store/helpers.ts';

const SEALING = createSealer(temporaryKeys());
const PORTAL = 'https://cong.example';
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'motcua-identity-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const identityOf = (over: Partial<Identity> = {}): Identity => ({
  ...{ version: 1, station: 'quay-1-cu', agency: 'H57.23.15', portal: 'Cổng mẫu', audience: 'cong-mau' },
  ...{ keyId: 'A'.repeat(43), pairedAt: NOW, lastSequence: 41, replaced: false, portalUrl: PORTAL },
  privateKey: sealKey(newPrivateKey(), SEALING),
  ...over,
});
const open = (portal: StationConfig['portal'] = { url: 'https://khac.example', token: 'token-co-dinh' }, more = {}) =>
  openIdentity({ config: demoConfig(portal), dataFolder: folder, sealing: SEALING, ...more });

describe('who a PC is', () => {
  it('is what it was paired as, whatever station.json says of name, portal and token', () => {
    identityFiles(folder).write(identityOf());
    const identity = open();
    expect(identity.station()).toBe('quay-1-cu');
    expect(identity.way()).toMatchObject({ url: PORTAL, station: 'quay-1-cu' });
    expect(identity.view()).toMatchObject({ state: 'paired', portalUrl: PORTAL, pairedAt: NOW });
    expect(open({ url: 'http://127.0.0.1:9' }, { fixedPortal: true }).way()?.url).toBe('http://127.0.0.1:9');
  });

  it('is a fixed token’s where there is one and it was never paired, nobody’s otherwise', () => {
    expect(open().way()).toMatchObject({ token: 'token-co-dinh', station: demoConfig(undefined).station });
    expect(open({ url: PORTAL }).way()).toBeUndefined();
    expect(open({ url: PORTAL }).view().state).toBe('none');
  });

  it('is the same commune’s in either order of its code, and never another’s', () => {
    identityFiles(folder).write(identityOf({ agency: '000.23.15.H57' }));
    expect(open().view().state).toBe('paired');
    identityFiles(folder).write(identityOf({ agency: 'H57.23.16' }));
    expect(open().view()).toMatchObject({ state: 'broken', code: 'MC-PAR-06' });
    expect(() => open().way()).toThrow('MC-PAR-06');
  });

  it('is not known where the key was sealed by another PC, or the file is damaged; a fixed token does not step in', () => {
    const elsewhere = createSealer(temporaryKeys('máy khác'));
    identityFiles(folder).write(identityOf({ privateKey: sealKey(newPrivateKey(), elsewhere) }));
    expect(open().view()).toMatchObject({ state: 'broken', code: 'MC-PAR-08', station: 'quay-1-cu' });
    writeFileSync(join(folder, 'identity.json'), '{"version":1,');
    expect(() => open().way()).toThrow('MC-PAR-08');
  });
});

it('signs a token for each request, short-lived, for this portal, by the portal’s clock', async () => {
  identityFiles(folder).write(identityOf());
  const token = open().way()?.token;
  if (typeof token !== 'function') throw new Error('no signed tokens');
  const [one, two] = [await token(NOW), await token(NOW)];
  const { iat = 0, exp = 0, ...claims } = decodeJwt(one);
  expect(decodeProtectedHeader(one)).toEqual({ alg: 'EdDSA', kid: 'A'.repeat(43) });
  expect(claims).toMatchObject({ sub: 'quay-1-cu', aud: 'cong-mau' });
  expect(iat).toBe(Math.floor(NOW / 1000));
  expect(exp - iat).toBeLessThanOrEqual(TOKEN_MAX_LIFETIME_S);
  expect(decodeJwt(two).jti).not.toBe(claims.jti);
});

describe('a new key is taken up', () => {
  it('behind what the portal knows; the numbers in hand stay the same PC’s', () => {
    const store = freshStore();
    takeUp(store, identityOf(), NOW);
    expect(store.settings.get(SEQUENCE_FLOOR)).toBe('41');
    expect(store.leases.left(TODAY)).toBe(200);
  });

  it('with room for what another PC had not sent, and without the numbers that it may have used', () => {
    const store = freshStore();
    takeUp(store, identityOf({ replaced: true }), NOW);
    expect(store.settings.get(SEQUENCE_FLOOR)).toBe('1000041');
    expect(store.leases.left(TODAY)).toBe(0);
  });

  it.each([
    ['without the numbers that both have', '', 0],
    ['with those that it got for itself meanwhile', String(NOW), 200],
  ])('of a PC whose store is on another one too, %s', (_, parted, left) => {
    const store = freshStore();
    createOpening(store.settings).answered({ since: NOW, lastAt: NOW });
    store.settings.set(PARTED, parted);
    takeUp(store, identityOf(), NOW);
    expect(store.leases.left(TODAY)).toBe(left);
    expect(sharedKeyOf(store.settings.get(SHARED_KEY))).toBeUndefined();
  });

  it('once: numbers leased since then are not given up at the next start, nor is a higher floor lowered', () => {
    const store = freshStore();
    const identity = identityOf({ replaced: true });
    store.settings.set(SEQUENCE_FLOOR, '5000000');
    takeUp(store, identity, NOW);
    store.leases.add({
      id: '01930000-0000-7000-8000-0000000fffff',
      agency: 'H57.23.15',
      day: TODAY,
      from: 900,
      to: 909,
    });
    takeUp(store, identity, NOW);
    expect(store.leases.left(TODAY)).toBe(10);
    expect(store.settings.get(SEQUENCE_FLOOR)).toBe('5000000');
  });
});
