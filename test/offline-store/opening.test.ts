import { expect, it } from 'vitest';
import { createOpening, PUT_BACK, SHARED_KEY, sharedKeyOf } from '../../offline-store/opening.ts';
import { freshStore, NOW } from './helpers.ts';

const SHARED = { since: NOW, lastAt: NOW + 60_000 };

it('each opening has an id of its own, and goes on from the one that was answered', () => {
  const { settings } = freshStore();
  const first = createOpening(settings);
  expect(first.said().after).toBeUndefined();
  // Never answered: nobody need know of it.
  const second = createOpening(settings);
  expect(second.said()).toEqual({ id: expect.not.stringMatching(first.said().id) });
  second.answered(undefined);
  expect(createOpening(settings).said().after).toBe(second.said().id);
  expect(second.said().after).toBeUndefined();
});

it('says that the store was put back until the province has heard it', () => {
  const { settings } = freshStore();
  settings.set(PUT_BACK, 'restored');
  expect(createOpening(settings).said()).toMatchObject({ restored: true });
  const heard = createOpening(settings);
  expect(heard.said()).toMatchObject({ restored: true });
  heard.answered(undefined);
  expect(createOpening(settings).said().restored).toBeUndefined();
});

it('keeps what the province says of the key until it says otherwise', () => {
  const { settings } = freshStore();
  const opening = createOpening(settings);
  opening.answered(SHARED);
  expect(sharedKeyOf(settings.get(SHARED_KEY))).toEqual(SHARED);
  opening.answered(undefined);
  expect(sharedKeyOf(settings.get(SHARED_KEY))).toBeUndefined();
});
