/** Finding network scanners: others' announcements (avahi-publish) heard by us, and ours heard by others (airscan-discover). */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { candidateOf, discoverEscl, type EsclCandidate } from '../../../../devices/document-scanner/escl/discovery.ts';
import { createEsclScanner } from '../../../../devices/document-scanner/escl/scanner.ts';
import { type AvahiRig, startAvahi } from '../../../rig/avahi.ts';
import { startRigEscl } from '../../../rig/escl-scanner.ts';
import { scanBatch } from '../../../rig/scanning.ts';

const service = {
  name: 'HP OfficeJet',
  host: 'HP123.local',
  port: 8080,
  type: 'uscan',
  addresses: ['fe80::1', '192.0.2.9'],
  txt: { rs: 'eSCL', ty: 'HP OfficeJet Pro', note: 'Quầy 1', UUID: 'abc', duplex: 'T', adminurl: 'http://192.0.2.9/' },
};

describe('an announcement', () => {
  test('becomes an address, a name and an identity', () => {
    expect(candidateOf(service)).toEqual({
      url: 'http://192.0.2.9:8080/eSCL',
      label: 'HP OfficeJet Pro · Quầy 1',
      serialNumber: 'abc',
      adminUrl: 'http://192.0.2.9/',
      duplex: true,
      certificate: undefined,
    });
  });

  test('without text still names the device, and its name in the network stands for its address', () => {
    expect(candidateOf({ ...service, txt: undefined, addresses: [], type: 'uscans' })).toMatchObject({
      url: 'https://HP123.local:8080/eSCL',
      label: 'HP OfficeJet',
      serialNumber: undefined,
    });
  });

  test.each([
    ['a host that is a path', { host: '192.0.2.9/evil?' }],
    ['no port', { port: 0 }],
    ['a name without end', { name: 'x'.repeat(5000) }],
  ])('%s is nobody’s', (_, change) => {
    expect(candidateOf({ ...service, ...change })).toBeUndefined();
  });

  test('an odd path or page of its own does not get into the address', () => {
    const txt = { ...service.txt, rs: '/eSCL/', adminurl: 'javascript:alert(1)' };
    expect(candidateOf({ ...service, txt })).toMatchObject({ url: 'http://192.0.2.9:8080/eSCL', adminUrl: undefined });
    expect(candidateOf({ ...service, txt: { rs: '@evil.example:80/#' } })?.url).toBe('http://192.0.2.9:8080/eSCL');
  });
});

/** An announcement may get lost on a busy machine; a technician searches again too. */
async function heard(which: (candidate: EsclCandidate) => boolean): Promise<EsclCandidate | undefined> {
  for (let tries = 0; tries < 5; tries += 1) {
    const found = (await discoverEscl(1200)).find(which);
    if (found) return found;
  }
  return undefined;
}

describe('with a real avahi-daemon', () => {
  let avahi: AvahiRig;
  beforeAll(async () => {
    avahi = await startAvahi();
  });
  afterAll(() => avahi?.stop());

  test('what avahi-publish announces is heard', async () => {
    await avahi.publish('Máy quét mẫu', '_uscan._tcp', 8191, ['txtvers=1', 'rs=eSCL', 'ty=Maker Model 7', 'UUID=u-7']);
    const found = await heard(({ serialNumber }) => serialNumber === 'u-7');
    expect(found?.label).toBe('Maker Model 7');
    expect(found?.url).toMatch(/^http:\/\/\d+\.\d+\.\d+\.\d+:8191\/eSCL$/);
  });

  test('our emulator’s announcement is seen by airscan-discover and by us, and what was found can be scanned from', async () => {
    const rig = await startRigEscl({ advertise: 'Motcua Emulator 9', sheets: 2 });
    const seen = await avahi.run('airscan-discover', [], 15_000);
    expect(seen).toMatch(new RegExp(`Motcua Emulator 9 = http://[^ ]*:${rig.port}/eSCL/?, eSCL`));
    const mine = await heard(({ url }) => url.includes(`:${rig.port}/`));
    expect(mine).toMatchObject({ label: 'Motcua Emulator 1 · Quầy mẫu', duplex: true });
    const tmpDir = await mkdtemp(join(tmpdir(), 'found-'));
    const driver = createEsclScanner({ id: 's', url: mine?.url ?? '', tmpDir });
    expect((await scanBatch(driver)).end).toEqual({ end: 'done', sheets: 2 });
    await rig.close();
    await rm(tmpDir, { recursive: true });
  });
});

/** In a network of its own, without any interface; what the search said, and how the process ended. */
function searchAlone(before: string): readonly [string, number | null] {
  const script = `${before}; const { discoverEscl } = await import('./devices/document-scanner/escl/discovery.ts');
    console.log(JSON.stringify(await discoverEscl(300))); globalThis.other?.close();`;
  const alone = spawnSync('unshare', ['-rn', process.execPath, '--input-type=module', '-e', script], {
    encoding: 'utf8',
    timeout: 15_000,
  });
  return [alone.stdout.trim(), alone.status];
}

test('without a network there is nobody, and nothing breaks or stays open', () => {
  expect(searchAlone('')).toEqual(['[]', 0]);
});

test('with the port of mDNS taken by another program the search ends the same way', () => {
  const taken = `const { createSocket } = await import('node:dgram'); globalThis.other = createSocket('udp4');
    await new Promise((resolve) => globalThis.other.bind({ port: 5353, exclusive: true }, resolve))`;
  expect(searchAlone(taken)).toEqual(['[]', 0]);
});
