/**
 * What a HID device is for, from its report descriptor: usage page and usage of each top-level collection. Pure.
 * Source: USB-IF, Device Class Definition for HID 1.11, 6.2.2: items of a one-byte prefix (size, type, tag) and 0 to 4 bytes.
 */
export interface HidUsage {
  readonly usagePage: number;
  readonly usage: number;
}

/** Linux' own limit is 4096 bytes. */
const MAX_DESCRIPTOR = 4096;
const MAX_COLLECTIONS = 32;
const LONG_ITEM = 0xfe;
const USAGE_PAGE = 0x04;
const USAGE = 0x08;
const COLLECTION = 0xa0;
const END_COLLECTION = 0xc0;

interface Reading {
  page: number;
  /** The first usage since the last main item, with its page above it. */
  usage: number | undefined;
  depth: number;
  readonly found: HidUsage[];
}

/** Empty for what is no descriptor; a torn one gives what stands before the tear. */
export function topUsages(descriptor: Uint8Array): readonly HidUsage[] {
  const reading: Reading = { page: 0, usage: undefined, depth: 0, found: [] };
  for (const item of itemsOf(descriptor.subarray(0, MAX_DESCRIPTOR))) take(reading, item);
  return reading.found.slice(0, MAX_COLLECTIONS);
}

function take(reading: Reading, { tag, value, size }: Item): void {
  switch (tag) {
    case USAGE_PAGE:
      reading.page = value;
      break;
    case USAGE:
      // One of four bytes brings its page along.
      reading.usage ??= size === 4 ? value : reading.page * 0x10000 + value;
      break;
    case COLLECTION:
      if (reading.depth === 0 && reading.usage !== undefined) reading.found.push(usageOf(reading.usage));
      reading.depth += 1;
      break;
    case END_COLLECTION:
      reading.depth = Math.max(0, reading.depth - 1);
      break;
  }
  if (isMain(tag)) reading.usage = undefined;
}

const usageOf = (both: number): HidUsage => ({ usagePage: Math.floor(both / 0x10000), usage: both % 0x10000 });
const isMain = (tag: number): boolean => (tag & 0x0c) === 0;

interface Item {
  readonly tag: number;
  readonly value: number;
  readonly size: number;
}

function* itemsOf(bytes: Uint8Array): Generator<Item> {
  for (let at = 0; at < bytes.length; ) {
    const prefix = bytes[at] ?? 0;
    if (prefix === LONG_ITEM) {
      at += 3 + (bytes[at + 1] ?? 0);
      continue;
    }
    const size = (prefix & 3) === 3 ? 4 : prefix & 3;
    const data = bytes.subarray(at + 1, at + 1 + size);
    if (data.length < size) return;
    yield { tag: prefix & 0xfc, size, value: data.reduce((value, byte, index) => value + byte * 256 ** index, 0) };
    at += 1 + size;
  }
}
