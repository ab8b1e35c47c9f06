import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { guestScript, INITRD_FOLDERS, initrdListing, quoted } from './initrd.ts';

test('the initrd holds busybox and the first process, and every folder that it mounts on', () => {
  expect(initrdListing('/usr/bin/busybox', '/rig/init.sh')).toEqual([
    { to: 'bin/busybox', from: '/usr/bin/busybox' },
    { to: 'init', from: '/rig/init.sh' },
  ]);
  expect(INITRD_FOLDERS).toEqual(expect.arrayContaining(['proc', 'sys', 'dev', 'lower', 'over', 'newroot']));
});

test('a tree with spaces and quotes in its path reaches the guest’s shell as it is', () => {
  const word = "/srv/it's a tree/$HOME";
  expect(execFileSync('sh', ['-c', `printf %s ${quoted(word)}`], { encoding: 'utf8' })).toBe(word);
});

test('the guest’s program runs in its folder with its own environment only', () => {
  const script = guestScript({
    command: ['sh', '-c', 'pwd; echo $A; printenv PLANTED || echo none'],
    cwd: '/',
    env: { A: 'b c', PATH: '/usr/bin:/bin' },
  });
  const said = execFileSync('sh', ['-c', script], { encoding: 'utf8', env: { ...process.env, PLANTED: 'yes' } });
  expect(said).toBe('/\nb c\nnone\n');
});
