/**
 * The keys of one station: data keys with numbers (the newest seals, all open), one key for look-up words and one for the
 * names of files. Those two never change: an index made under another key would find nothing.
 */
import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { MotcuaError } from '../../domain/errors.ts';
import { type Instant, instantSchema } from '../../domain/ids.ts';

export const KEY_BYTES = 32;
/** A number has two bytes before each sealed value. */
const MAX_KEYS = 65_535;

const secretSchema = z.string().regex(/^[A-Za-z0-9+/]{43}=$/);

export const ringContentsSchema = z
  .object({
    version: z.literal(1),
    index: secretSchema,
    names: secretSchema,
    keys: z
      .array(z.object({ number: z.number().int().min(1).max(MAX_KEYS), madeAt: instantSchema, secret: secretSchema }))
      .min(1)
      .max(MAX_KEYS)
      .readonly(),
  })
  .readonly();
export type RingContents = z.infer<typeof ringContentsSchema>;

export interface DataKey {
  readonly number: number;
  readonly madeAt: Instant;
  readonly secret: Buffer;
  /** The same secret as the cipher likes it: with a plain buffer each seal costs six times as much. */
  readonly key: KeyObject;
}

export interface KeyRing {
  newest(): DataKey;
  /** MC-STO-13 when this station does not have that key. */
  byNumber(number: number): DataKey;
  all(): readonly DataKey[];
  /** Reads the ring anew: a key that another process has added seals from then on. */
  refresh(): void;
  /** For look-up words (blind-index.ts). */
  readonly index: Buffer;
  /** For the names of files (sealed-file.ts). */
  readonly names: Buffer;
}

const bytesOf = (text: string): Buffer => Buffer.from(text, 'base64');
const newSecret = (): string => randomBytes(KEY_BYTES).toString('base64');

export const newRing = (at: Instant): RingContents => ({
  version: 1,
  index: newSecret(),
  names: newSecret(),
  keys: [{ number: 1, madeAt: at, secret: newSecret() }],
});

/** The same ring with one data key more, which seals from now on. */
export const withNewKey = (ring: RingContents, at: Instant): RingContents => {
  const number = Math.max(...ring.keys.map((key) => key.number)) + 1;
  return { ...ring, keys: [...ring.keys, { number, madeAt: at, secret: newSecret() }] };
};

const keysOf = ({ keys }: RingContents): ReadonlyMap<number, DataKey> =>
  new Map(
    keys.map(({ number, madeAt, secret }) => {
      const bytes = bytesOf(secret);
      return [number, { number, madeAt, secret: bytes, key: createSecretKey(bytes) }];
    }),
  );

const newestOf = (keys: ReadonlyMap<number, DataKey>): DataKey => {
  const newest = keys.get(Math.max(...keys.keys()));
  if (newest === undefined) throw new MotcuaError('MC-STO-13');
  return newest;
};

/** `reload`: reads the ring anew, because another process (`motcua keys rotate`) may have added a key meanwhile. */
export const createKeyRing = (contents: RingContents, reload?: () => RingContents): KeyRing => {
  let keys = keysOf(contents);
  let newest = newestOf(keys);
  const takeNews = (): void => {
    if (reload === undefined) return;
    keys = keysOf(reload());
    newest = newestOf(keys);
  };
  return {
    newest: () => newest,
    byNumber: (number) => {
      if (!keys.has(number)) takeNews();
      const key = keys.get(number);
      if (key === undefined) throw new MotcuaError('MC-STO-13', { key: number });
      return key;
    },
    all: () => [...keys.values()],
    refresh: takeNews,
    index: bytesOf(contents.index),
    names: bytesOf(contents.names),
  };
};

/**
 * Keys that follow from a word, the same in every process: for tests, benches and simulators, whose data is made up.
 * Whoever knows the word knows the keys.
 */
export const temporaryKeys = (word = 'dữ liệu mẫu'): KeyRing => {
  const secret = (purpose: string): string =>
    Buffer.from(hkdfSync('sha256', word, '', purpose, KEY_BYTES)).toString('base64');
  return createKeyRing({
    version: 1,
    index: secret('index'),
    names: secret('names'),
    keys: [{ number: 1, madeAt: 0, secret: secret('data 1') }],
  });
};
