import type { DeviceView } from '../../../domain/device.ts';
import type { SetupState } from '../../../domain/views/setup.ts';

/** The list after one device's news. */
export const withDevice = (state: SetupState, device: DeviceView): SetupState => ({
  ...state,
  devices: state.devices.map((one) => (one.id === device.id ? device : one)),
});
