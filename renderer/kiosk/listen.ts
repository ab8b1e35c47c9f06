/** “Nghe”: what the kiosk can say aloud, and with which voice. Pure choices; the browser's voice is passed in. */

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

/** A ticket read from the recorded clips (assets/voice): letter, digits, desk. Not the call itself: nobody is called yet. */
export function ticketClips(letter: string, number: number, desk: number): readonly string[] {
  return [letter.toLowerCase(), ...String(number).padStart(3, '0'), 'den-quay-so', ...String(desk)];
}
