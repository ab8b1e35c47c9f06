import { spawnSync } from 'node:child_process';
import { afterEach, expect, test, vi } from 'vitest';
import { NoRigHere, prepare, testUsb, type UsbTest } from '../../scripts/test-usb.ts';
import { NoGuestKernel } from '../rig/usb/kernel.ts';
import { UsbRigFailed } from '../rig/usb/rig.ts';

const wanted: UsbTest = { ifPossible: true, rounds: 1, verbose: false };
const ready = async (): Promise<void> => undefined;

afterEach(() => void vi.restoreAllMocks());

test('a planted failure is a failure with the guest’s console, also where the rig is optional', async () => {
  const run = async (): Promise<void> => {
    throw new UsbRigFailed(['hid-scan: NO'], ['last words of the guest']);
  };
  await expect(testUsb(wanted, ready, run)).rejects.toThrow(/hid-scan: NO[\s\S]*last words of the guest/);
});

test('a machine that cannot have it is let off only where that was asked for, and it is said', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const run = async (): Promise<void> => {
    throw new NoGuestKernel('no network');
  };
  await testUsb(wanted, ready, run);
  expect(said.mock.calls.flat().join('\n')).toContain('THE USB RIG WAS NOT RUN HERE');
  await expect(testUsb({ ...wanted, ifPossible: false }, ready, run)).rejects.toThrow('no network');
});

test('another system or processor is no ground for it', async () => {
  await expect(prepare('win32', 'x64')).rejects.toThrow(NoRigHere);
  await expect(prepare('linux', 'arm64')).rejects.toThrow('linux on arm64');
});

test('the command ends with 1 where it cannot be run, and with 0 only when it may be left out', () => {
  const cannot = "Object.defineProperty(process, 'arch', { value: 'arm64' })";
  const run = (...args: readonly string[]): number | null =>
    spawnSync(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(cannot)}`, 'scripts/test-usb.ts', ...args],
      { stdio: 'ignore', timeout: 60_000 },
    ).status;
  expect(run()).toBe(1);
  expect(run('--if-possible')).toBe(0);
});
