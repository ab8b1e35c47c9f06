import { expect, test } from 'vitest';
import { qemuArguments } from './machine.ts';

const args = qemuArguments({ image: '/cache/kernel', initrd: '/tmp/initrd', results: '/tmp/a,b' });

test('the guest sees this machine’s disk for reading only, and has no network', () => {
  const disk = args.find((word) => word.includes('id=hostroot'));
  expect(disk).toContain('path=/,');
  expect(disk).toContain('readonly=on');
  expect(args.join(' ')).toContain('-nic none');
});

test('the one folder it may write in is its results’, whatever its name', () => {
  const writable = args.filter((word) => word.startsWith('local,') && !word.includes('readonly=on'));
  expect(writable).toEqual([expect.stringContaining('path=/tmp/a,,b,')]);
});
