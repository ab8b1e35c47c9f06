import { describe, expect, test } from 'vitest';
import { createUploadLocks } from '../../../portal/server/upload-locks.ts';

const nobody = new AbortController().signal;
const nothing = (): void => undefined;
const settled = (promise: Promise<unknown>): Promise<string> =>
  Promise.race([
    promise.then(
      () => 'held',
      () => 'refused',
    ),
    new Promise<string>((resolve) => setTimeout(resolve, 20, 'waits')),
  ]);

describe('the locks of uploads', () => {
  test('one at a time, in the order in which they came; another upload is not concerned', async () => {
    const locks = createUploadLocks();
    const order: number[] = [];
    const work = async (number: number): Promise<void> => {
      const lock = locks.newLock('a');
      await lock.lock(nobody, nothing);
      order.push(number);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(number);
      await lock.unlock();
    };
    const first = locks.newLock('a');
    await first.lock(nobody, nothing);
    const all = [1, 2, 3].map(work);
    expect(await settled(locks.newLock('b').lock(nobody, nothing))).toBe('held');
    expect(order).toEqual([]);
    await first.unlock();
    await Promise.all(all);
    expect(order).toEqual([1, 1, 2, 2, 3, 3]);
  });

  test('whoever holds it is asked once by each that comes, and at once where somebody waits already', async () => {
    const locks = createUploadLocks();
    const asked: string[] = [];
    const [one, two, three] = ['one', 'two', 'three'].map((name) => ({ name, lock: locks.newLock('a') }));
    const lock = (by: typeof one) => by?.lock.lock(nobody, () => void asked.push(by.name)) ?? Promise.resolve();
    await lock(one);
    const second = lock(two);
    const third = lock(three);
    expect(await settled(second)).toBe('waits');
    expect(asked).toEqual(['one', 'one']);
    await one?.lock.unlock();
    await second;
    expect(asked).toEqual(['one', 'one', 'two']);
    await two?.lock.unlock();
    await third;
    expect(asked).toHaveLength(3);
  });

  test('who waits too long, or is gone, is refused and stands in nobody’s way', async () => {
    const locks = createUploadLocks(40);
    const holder = locks.newLock('a');
    await holder.lock(nobody, nothing);
    const gone = new AbortController();
    const leaving = locks.newLock('a').lock(gone.signal, nothing);
    gone.abort();
    await expect(leaving).rejects.toMatchObject({ status_code: 500 });
    await expect(locks.newLock('a').lock(gone.signal, nothing)).rejects.toMatchObject({ status_code: 500 });
    await expect(locks.newLock('a').lock(nobody, nothing)).rejects.toMatchObject({ status_code: 500 });
    await holder.unlock();
    expect(await settled(locks.newLock('a').lock(nobody, nothing))).toBe('held');
  });
});
