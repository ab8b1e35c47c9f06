import { expect, test } from 'vitest';
import { shortPlace } from '../../../../renderer/setup/device-page/place.ts';

test.each([
  ['/tmp/motcua-demo-Xy12/reader, 9600 baud', '…/reader, 9600 baud'],
  ['/dev/ttyACM0, 9600 baud', '/dev/ttyACM0, 9600 baud'],
  ['/dev/usb/lp0', '/dev/usb/lp0'],
  ['usb:0c2e:0b6a:17082B1234, 9600 baud', 'USB 0c2e:0b6a, 9600 baud'],
  ['192.168.1.24:9100', '192.168.1.24:9100'],
  ['http://192.168.1.60:80/eSCL', 'http://192.168.1.60:80/eSCL'],
  ['airscan:e0:Canon DR-C230', 'airscan:e0:Canon DR-C230'],
  ['cửa sổ trên máy này', 'cửa sổ trên máy này'],
])('%s is shown as %s', (place, shown) => {
  expect(shortPlace(place)).toBe(shown);
});
