import { expect, test } from 'vitest';
import { installLine, missingPackages, packagesFor } from '../../scripts/system-packages.ts';

const listing = ['xvfb installed', 'libnss3 installed', 'libgtk-3-0 not-installed', 'libasound2t64 installed', ''].join(
  '\n',
);

test('what is not installed is missing, also when its name is known to the system', () => {
  expect(missingPackages(['xvfb', 'libnss3', 'libgtk-3-0', 'socat'], listing)).toEqual(['libgtk-3-0', 'socat']);
});

test('a library under its newer name counts', () => {
  expect(missingPackages(['libasound2'], listing)).toEqual([]);
});

test('the tests need everything that a window needs', () => {
  expect(packagesFor('test')).toEqual(expect.arrayContaining([...packagesFor('run')]));
});

test('whoever may not install reads one line to type', () => {
  expect(installLine(['xvfb', 'socat'])).toBe(
    'sudo apt-get update && sudo apt-get install -y --no-install-recommends xvfb socat',
  );
});
