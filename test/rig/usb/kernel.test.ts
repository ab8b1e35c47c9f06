import { expect, test } from 'vitest';
import { kernelPackage, orderFile, xzOffset } from './kernel.ts';

test('the kernel of now is the one that linux-image-amd64 depends on', () => {
  const said = 'linux-image-amd64\n  Depends: linux-image-6.12.41-amd64\n  Conflicts: <something>\n';
  expect(kernelPackage(said)).toBe('linux-image-6.12.41-amd64');
  expect(kernelPackage('linux-image-amd64\n  Depends: linux-image-6.1.0-56-amd64\n')).toBe(
    'linux-image-6.1.0-56-amd64',
  );
});

test('where apt knows no such package, or names something else, there is no kernel', () => {
  expect(kernelPackage('')).toBeUndefined();
  expect(kernelPackage('linux-image-generic\n  Depends: linux-modules-extra; rm -rf /\n')).toBeUndefined();
});

test('the packed kernel is found inside the bootable file, and its absence too', () => {
  const packed = Buffer.concat([Buffer.alloc(500, 1), Buffer.from('fd377a585a00', 'hex'), Buffer.alloc(10)]);
  expect(xzOffset(packed)).toBe(500);
  expect(xzOffset(Buffer.alloc(900, 2))).toBeUndefined();
});

test('the guest reads files and parameters in the order of loading', () => {
  expect(
    orderFile([
      { file: 'kernel/drivers/usb/common/usb-common.ko.xz', parameters: '' },
      { file: 'kernel/drivers/usb/gadget/udc/dummy_hcd.ko', parameters: 'num=2' },
    ]),
  ).toBe('00-usb-common.ko\n01-dummy_hcd.ko num=2\n');
});
