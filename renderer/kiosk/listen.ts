/** “Nghe” with a voice of this PC, for the names of procedures, which no recording has. Pure; the voices are passed in. */

export type VoiceLike = { readonly lang: string; readonly localService: boolean };

const MAX_SPOKEN = 900;

/** A voice of this PC in the wanted language; a voice from the internet is none, the line may be cut. */
export function voiceFor<V extends VoiceLike>(voices: readonly V[], language: 'vi' | 'en'): V | undefined {
  return voices.find((voice) => voice.localService && voice.lang.toLowerCase().replace('_', '-').startsWith(language));
}

/** What is read of a screen: its visible lines, each ended so that the voice pauses. */
export function spokenText(visible: string): string {
  const lines = visible
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines
    .map((line) => (/[.?…:]$/.test(line) ? line : `${line}.`))
    .join(' ')
    .slice(0, MAX_SPOKEN);
}
