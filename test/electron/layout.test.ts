import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataFolder, findLayout } from '../../electron/layout.ts';

const packaged = {
  shell: '/opt/motcua/resources/app.asar',
  resources: '/opt/motcua/resources',
  platform: 'linux',
} as const;

test('an installed program runs its own Node and its own station', () => {
  const layout = findLayout({ ...packaged, env: {} });
  expect(layout.node).toBe('/opt/motcua/resources/node');
  expect(layout.station).toBe('/opt/motcua/resources/program/station/main.ts');
});

test('an installed program is not led elsewhere by the environment', () => {
  const env = { MOTCUA_TREE: '/tmp/other', MOTCUA_NODE: '/tmp/other/node', MOTCUA_STATION: '/tmp/other/main.ts' };
  expect(findLayout({ ...packaged, env })).toEqual(findLayout({ ...packaged, env: {} }));
});

test('in development the tree that the loader names is used', () => {
  const env = { MOTCUA_TREE: '/home/dev/motcua', MOTCUA_NODE: '/home/dev/node' };
  const layout = findLayout({ shell: '/home/dev/motcua/dist/electron', resources: '/cache', platform: 'linux', env });
  expect(layout).toMatchObject({ node: '/home/dev/node', station: '/home/dev/motcua/station/main.ts' });
});

test('the demo never shares a folder with real work', () => {
  expect(dataFolder({ XDG_DATA_HOME: '/data' }, 'linux', false)).toBe(join('/data', 'motcua'));
  expect(dataFolder({ XDG_DATA_HOME: '/data' }, 'linux', true)).toBe(join('/data', 'motcua-demo'));
  expect(dataFolder({ MOTCUA_DATA: '/given' }, 'linux', true)).toBe('/given');
});
