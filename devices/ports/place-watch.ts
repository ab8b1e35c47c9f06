/** Looks at the place of an open line, since not every system tells that what stood there is gone. */
import { stat } from 'node:fs/promises';

/** How often an open line's place is looked at, in milliseconds. */
const LOOK_MS = 1000;

/** What stands at a path now, so that another device under the same name is told apart; undefined: nothing. */
export async function fileAt(path: string): Promise<string | undefined> {
  const seen = await stat(path).catch(() => undefined);
  return seen ? `${seen.dev} ${seen.ino} ${seen.rdev}` : undefined;
}

/** Tells once that nothing, or something else, is there; returns how to stop. */
export function watchPlace(placeNow: () => Promise<string | undefined>, onGone: () => void): () => void {
  const first = placeNow();
  // A look that fails is no proof; the next one may be.
  first.catch(() => undefined);
  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    void Promise.all([first, placeNow()])
      .then(([then, now]) => {
        if (now !== undefined && now === then) return;
        clearInterval(timer);
        onGone();
      })
      .catch(() => undefined)
      .finally(() => {
        looking = false;
      });
  }, LOOK_MS);
  return () => clearInterval(timer);
}
