/** `https` with a certificate that the scanner signed itself, as nearly all do: only the registered one is taken. */
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFingerprint } from '../../../../devices/document-scanner/escl/certificate.ts';
import { createEsclScanner } from '../../../../devices/document-scanner/escl/scanner.ts';
import { type RigEscl, startRigEscl } from '../../../rig/escl-scanner.ts';
import { scanBatch } from '../../../rig/scanning.ts';

let folder = '';
let rig: RigEscl;
let certificate = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=scanner'];
  execFileSync('openssl', [...made, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  const tls = { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
  certificate = new X509Certificate(tls.cert).fingerprint256;
  rig = await startRigEscl({ tls });
});
afterAll(async () => {
  await rig.close();
  await rm(folder, { recursive: true, force: true });
});

const client = (registered?: string) =>
  createEsclScanner({ id: 's', url: rig.url, certificate: registered, tmpDir: folder, retryMs: 10 });

test('the registered certificate, with or without colons', async () => {
  rig.load(2);
  expect((await scanBatch(client(certificate))).end).toEqual({ end: 'done', sheets: 2 });
  expect(await client(certificate.replaceAll(':', '').toLowerCase()).status()).toEqual({ state: 'ready' });
});

test.each([
  ['none registered', undefined],
  ['another one registered', 'ab'.repeat(32)],
])('%s: refused with its own code, and nothing is scanned', async (_, registered) => {
  rig.load(2);
  const before = rig.orders.length;
  expect((await scanBatch(client(registered))).end).toEqual({ end: 'stopped', sheets: 0, code: 'MC-DSC-12' });
  expect(await client(registered).status()).toEqual({ state: 'attention', code: 'MC-DSC-12' });
  expect(rig.orders.length).toBe(before);
});

test('the technician is told which certificate answers there', async () => {
  const expected = certificate.replaceAll(':', '').toLowerCase();
  expect(await readFingerprint(new URL(rig.url), 5000)).toBe(expected);
  expect(await readFingerprint(new URL('https://127.0.0.1:9/'), 1000)).toBeUndefined();
});
