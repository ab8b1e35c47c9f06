import { expect, test } from 'vitest';
import { loadOrder, moduleName, parseModulesDep } from './modules.ts';

const DEP = [
  'kernel/net/9p/9pnet_virtio.ko: kernel/net/9p/9pnet.ko kernel/drivers/virtio/virtio.ko',
  'kernel/net/9p/9pnet.ko:',
  'kernel/drivers/virtio/virtio.ko:',
  'kernel/drivers/usb/class/cdc-acm.ko.xz: kernel/drivers/usb/core/usbcore.ko.xz',
  'kernel/drivers/usb/core/usbcore.ko.xz: kernel/drivers/usb/common/usb-common.ko.xz',
  'kernel/drivers/usb/common/usb-common.ko.xz:',
  '',
].join('\n');

test('a module’s name is the same with dash or underscore, packed or not', () => {
  expect(moduleName('kernel/drivers/usb/class/cdc-acm.ko.xz')).toBe('cdc_acm');
  expect(moduleName('kernel/fs/overlayfs/overlay.ko')).toBe('overlay');
});

test('modules.dep says what each module needs', () => {
  expect(parseModulesDep(DEP).get('kernel/net/9p/9pnet.ko')).toEqual([]);
  expect(parseModulesDep(DEP).get('kernel/net/9p/9pnet_virtio.ko')).toHaveLength(2);
});

test('every module comes once, after all that it needs, with its own parameters', () => {
  const order = loadOrder({ cdc_acm: 'quirk=1', '9pnet_virtio': '' }, DEP, '');
  expect(order.map(({ file }) => moduleName(file))).toEqual([
    'usb_common',
    'usbcore',
    'cdc_acm',
    '9pnet',
    'virtio',
    '9pnet_virtio',
  ]);
  expect(order.filter(({ parameters }) => parameters !== '')).toEqual([
    { file: 'kernel/drivers/usb/class/cdc-acm.ko.xz', parameters: 'quirk=1' },
  ]);
});

test('a module that is built in needs no file; one that is nowhere is a clear end', () => {
  expect(loadOrder({ overlay: '' }, DEP, 'kernel/fs/overlayfs/overlay.ko\n')).toEqual([]);
  expect(() => loadOrder({ dummy_hcd: '' }, DEP, '')).toThrow('the kernel has no module dummy_hcd');
});

test('modules that need each other end the search all the same', () => {
  const circle = 'kernel/a.ko: kernel/b.ko\nkernel/b.ko: kernel/a.ko\n';
  expect(loadOrder({ a: '' }, circle, '').map(({ file }) => file)).toEqual(['kernel/b.ko', 'kernel/a.ko']);
});
