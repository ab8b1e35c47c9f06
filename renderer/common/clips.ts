/** Sound from the station's own files, joined without gaps by Web Audio: works with no system voice and no line. */

/** Decoded clips of the calls are kept, they come again and again; the kiosk's sentences would fill the memory. */
type Sounds = { readonly context: AudioContext; readonly buffers: Map<string, AudioBuffer> };

let sounds: Sounds | undefined;
const opened = (): Sounds => {
  sounds ??= { context: new AudioContext(), buffers: new Map() };
  return sounds;
};

/** Between two clips, s: digits one by one, slowly. */
const PAUSE = 0.06;
const LEAD = 0.05;

/** Where the clip of an id lies: `chime` among the sounds, everything else among the voice clips of the language. */
const urlOf = (clip: string, language: 'vi' | 'en'): string =>
  clip === 'chime' ? '/assets/sounds/chime.ogg' : `/assets/voice/${language === 'en' ? 'en/' : ''}${clip}.ogg`;

async function bufferOf({ context, buffers }: Sounds, url: string): Promise<AudioBuffer> {
  const known = buffers.get(url);
  if (known) return known;
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`no sound at ${url}: ${answer.status}`);
  const buffer = await context.decodeAudioData(await answer.arrayBuffer());
  if (!url.includes('/kiosk/')) buffers.set(url, buffer);
  return buffer;
}

export type Playing = {
  /** Ends with the last clip, or when stopped. */
  readonly ended: Promise<void>;
  readonly stop: () => void;
};

/** Plays clips in order. Rejects before anything sounds when one is missing or the PC has no sound. */
export async function playClips(clips: readonly string[], language: 'vi' | 'en' = 'vi'): Promise<Playing> {
  const out = opened();
  const buffers = await Promise.all(clips.map((clip) => bufferOf(out, urlOf(clip, language))));
  await out.context.resume();
  let at = out.context.currentTime + LEAD;
  const sources = buffers.map((buffer) => {
    const source = out.context.createBufferSource();
    source.buffer = buffer;
    source.connect(out.context.destination);
    source.start(at);
    at += buffer.duration + PAUSE;
    return source;
  });
  const stopped = Promise.withResolvers<void>();
  const stop = (): void => {
    for (const source of sources) source.stop();
    stopped.resolve();
  };
  return { ended: Promise.race([endOf(sources.at(-1)), stopped.promise]), stop };
}

const endOf = (source: AudioBufferSourceNode | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (source) source.onended = () => resolve();
    else resolve();
  });
