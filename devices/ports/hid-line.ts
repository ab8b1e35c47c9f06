/**
 * A HID device that is no keyboard (a HID-POS reader) through node-hid 3, asynchronous side only. Learned on real parts:
 * opening one that another program has succeeds, so the station itself keeps from opening it twice; the loss of a device
 * comes as an `error` that carries a text, not an Error; it may come back under another path while the stale one is open.
 */
import { access, constants } from 'node:fs/promises';
import { devicesAsync, HIDAsync } from 'node-hid';
import type { PortEvents, SeenPort } from './contract.ts';
import { identityFrom } from './identity.ts';
import { type AddressOf, createLineEnd, type Line } from './line.ts';

export async function openHidLine(address: AddressOf<'hid'>, events: PortEvents): Promise<Line> {
  // hidapi says the same words for "not there" and "not allowed"; the system does not.
  if (process.platform === 'linux') await access(address.path, constants.R_OK | constants.W_OK);
  const device = await HIDAsync.open(address.path);
  const end = createLineEnd(events);
  const shut = async (): Promise<void> => {
    // A device that is gone cannot be closed either; its handle is given back all the same.
    await device.close().catch(() => undefined);
  };
  device.on('data', (bytes: Uint8Array) => end.ended || events.onData(bytes));
  device.on('error', (error: unknown) => {
    if (end.ended) return;
    end.lost(error);
    void shut();
  });
  const close = async (): Promise<void> => {
    if (end.ended) return;
    end.closed();
    await shut();
  };
  return {
    write: (bytes) => end.guard(() => device.write(Buffer.from(bytes)).then(() => undefined)),
    pause: () => device.pause(),
    resume: () => device.resume(),
    close,
    abort: close,
  };
}

export async function listHidDevices(): Promise<readonly SeenPort[]> {
  return (await devicesAsync()).flatMap((one) =>
    one.path === undefined || one.path === ''
      ? []
      : [
          {
            type: 'hid' as const,
            path: one.path,
            identity: identityFrom({ ...one, maker: one.manufacturer }),
            usagePage: one.usagePage,
            usage: one.usage,
          },
        ],
  );
}
