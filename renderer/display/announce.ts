/** A call aloud: chime, then the clips. The board stays on the number as long as it is being said, and never shorter or longer than eyes need. */
import type { CallView } from '../../domain/views/public.ts';
import type { Playing } from '../common/clips.ts';

/** Enough to look up and read, also without any sound. */
export const MIN_SHOWN_MS = 6_000;
/** A sound card that hangs must not hold the hall. */
export const MAX_SHOWN_MS = 20_000;

export type AnnounceParts = {
  readonly play: (clips: readonly string[]) => Promise<Playing>;
  readonly wait: (ms: number) => Promise<void>;
};

/** Whether the hall heard it. */
export type Announced = { readonly sounded: boolean };

/** Resolves when the next call may begin. Sound that fails is left out: the picture is the call, and the board says it is mute. */
export async function announce(call: CallView, { play, wait }: AnnounceParts): Promise<Announced> {
  const said = speak(call, play);
  await Promise.race([Promise.all([said.ended, wait(MIN_SHOWN_MS)]), wait(MAX_SHOWN_MS)]);
  said.stop();
  return { sounded: said.sounded() };
}

type Said = { readonly ended: Promise<void>; readonly stop: () => void; readonly sounded: () => boolean };

function speak(call: CallView, play: AnnounceParts['play']): Said {
  let over = false;
  let sounded = false;
  let stop = (): void => undefined;
  const run = async (): Promise<void> => {
    const playing = await play(['chime', ...call.clips]);
    if (over) return playing.stop();
    stop = playing.stop;
    await playing.ended;
    sounded = true;
    stop = () => undefined;
  };
  return {
    // What failed stays visible: `sounded` remains false.
    ended: run().catch(() => undefined),
    stop: () => {
      over = true;
      stop();
    },
    sounded: () => sounded,
  };
}
