/** The secret's way from Windows' DPAPI to the station. DPAPI itself is stood in for: it is not on this system. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SecretStorage, stationSecret } from '../../electron/station-secret.ts';
import { StationSupervisor } from '../../electron/station-supervisor.ts';
import { demoConfig } from '../../station/demo/commune.ts';
import { readShellSecret } from '../../station/shell-secret.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'motcua-secret-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Of one Windows account: what another one sealed does not open. */
const account = (name: string): SecretStorage => ({
  isEncryptionAvailable: () => true,
  encryptString: (text) => Buffer.from(`${name}:${Buffer.from(text).toString('hex')}`),
  decryptString: (sealed) => {
    const [who, hex = ''] = sealed.toString().split(':');
    if (who !== name) throw new Error('not this account');
    return Buffer.from(hex, 'hex').toString();
  },
});

describe('the secret in the shell', () => {
  test('is made once, and only its sealed form lies on the disk', () => {
    const file = join(folder, 'shell', 'station.secret');
    const secret = stationSecret(file, account('mot-cua'));
    expect(Buffer.from(secret, 'base64')).toHaveLength(32);
    expect(stationSecret(file, account('mot-cua'))).toBe(secret);
    expect(readFileSync(file, 'utf8')).not.toContain(secret);
  });

  test('is refused where another account made it or Windows keeps none; nothing is made over it', () => {
    const file = join(folder, 'station.secret');
    stationSecret(file, account('mot-cua'));
    const before = readFileSync(file);
    expect(() => stationSecret(file, account('khac'))).toThrow('MC-STO-11');
    expect(() => stationSecret(file, { ...account('mot-cua'), isEncryptionAvailable: () => false })).toThrow(
      'MC-STO-11',
    );
    expect(readFileSync(file)).toEqual(before);
    expect(() => stationSecret(join(folder, 'new'), { ...account('x'), isEncryptionAvailable: () => false })).toThrow(
      'MC-STO-11',
    );
    expect(existsSync(join(folder, 'new'))).toBe(false);
  });
});

describe('the line on the station’s input', () => {
  const line = `${JSON.stringify({ motcua: 'secret', secret: 's'.repeat(44) })}\n`;

  test('is read, also when it comes in pieces, and what follows is left to others', async () => {
    const input = new PassThrough();
    const reading = readShellSecret(input);
    input.write(line.slice(0, 20));
    input.write(line.slice(20));
    expect(await reading).toBe('s'.repeat(44));
    const ended = new Promise((resolve) => input.once('end', resolve));
    input.resume().end();
    await ended;
  });

  test.each([
    ['another line', 'hello\n'],
    ['a short secret', `${JSON.stringify({ motcua: 'secret', secret: 'short' })}\n`],
    ['a line without end', 'x'.repeat(9_000)],
  ])('%s is refused', async (_, text) => {
    const input = new PassThrough();
    const reading = readShellSecret(input);
    input.write(text);
    await expect(reading).rejects.toThrow('MC-STO-11');
  });

  test('an input that ends or says nothing is refused', async () => {
    const ended = new PassThrough();
    ended.end();
    await expect(readShellSecret(ended)).rejects.toThrow('MC-STO-11');
    await expect(readShellSecret(new PassThrough(), 20)).rejects.toThrow('MC-STO-11');
  });
});

test('a real station takes its keys from the shell, again after it was killed; another secret opens nothing', async () => {
  const data = join(folder, 'data');
  const pages = join(folder, 'pages');
  for (const path of [data, pages]) mkdirSync(path);
  writeFileSync(join(data, 'station.json'), JSON.stringify(demoConfig(undefined)));
  writeFileSync(join(data, 'devices.json'), JSON.stringify({ devices: [] }));
  const ready = Promise.withResolvers<number>();
  const again = Promise.withResolvers<void>();
  const refused = Promise.withResolvers<void>();
  const supervise = (onChange: (kind: string, pid?: number) => void) =>
    new StationSupervisor({
      command: process.execPath,
      args: [join(import.meta.dirname, '..', '..', 'station', 'main.ts')],
      cwd: folder,
      env: {
        ...process.env,
        MOTCUA_DATA: data,
        MOTCUA_RENDERER: pages,
        MOTCUA_LOG: 'silent',
        MOTCUA_KEY_FROM: 'shell',
      },
      backOff: { firstMs: 10, longestMs: 40 },
      startLimitMs: 60_000,
      stableAfterMs: 60_000,
      pulseMs: 60_000,
      missedLimit: 2,
      stopLimitMs: 10_000,
      isAlive: async () => true,
      onChange: (state) => onChange(state.kind, state.kind === 'running' ? state.ready.pid : undefined),
    });
  let runs = 0;
  const supervisor = supervise((kind, pid) => {
    if (kind !== 'running' || pid === undefined) return;
    runs += 1;
    if (runs === 1) ready.resolve(pid);
    else again.resolve();
  });
  supervisor.start('a'.repeat(44));
  process.kill(await ready.promise, 'SIGKILL');
  await again.promise;
  await supervisor.stop();
  expect(existsSync(join(data, 'keys.locked'))).toBe(true);
  expect(existsSync(`${data}.key`)).toBe(false);
  const other = supervise((kind) => {
    if (kind === 'waiting') refused.resolve();
  });
  other.start('b'.repeat(44));
  await refused.promise;
  await other.stop();
}, 120_000);
