/** Which device file each HID device has now, by the serial number that it tells. */
import { readdirSync, readFileSync } from 'node:fs';

const CLASS = '/sys/class/hidraw';

export const pathsBySerial = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(CLASS).map((name) => {
      const told = readFileSync(`${CLASS}/${name}/device/uevent`, 'utf8');
      return [/^HID_UNIQ=(.*)$/m.exec(told)?.[1] ?? '', `/dev/${name}`];
    }),
  );
