/** `/tmp/demo-1a2b/reader, 9600 baud` as `…/reader, 9600 baud`: a place of the system stays whole, the rest is for the tooltip. */
export const shortPlace = (place: string): string =>
  place
    .replace(/(?<![\w:/.])\/(?!dev\/)[^\s,]*\/(?=[^\s,/]+)/g, '…/')
    .replace(/^usb:([0-9a-f]{4}):([0-9a-f]{4})(?::[^,]*)?/i, 'USB $1:$2');
