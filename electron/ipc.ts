/** The only words a page may say to the shell. This map is the contract; preloads and main derive from it. */
export const CHANNELS = {
  /** Kiosk page → shell: the hidden corner was tapped five times; no answer. */
  cornerTapped: 'motcua:corner-tapped',
  /** PIN pad → shell: digits; the answer is a PinAnswer. */
  enterPin: 'motcua:enter-pin',
  /** PIN pad → shell: the person gave up; no answer. */
  cancelPin: 'motcua:cancel-pin',
} as const;

/** `refused` may be tried again after `waitSeconds`; `unavailable` means the station could not be asked. */
export type PinAnswer =
  | { readonly result: 'accepted' }
  | { readonly result: 'refused'; readonly waitSeconds: number }
  | { readonly result: 'unavailable' };

const PIN = /^\d{4,12}$/;

/** A page's word is not trusted: anything but 4 to 12 digits is undefined. */
export const parsePin = (value: unknown): string | undefined =>
  typeof value === 'string' && PIN.test(value) ? value : undefined;
