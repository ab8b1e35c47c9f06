import { useEffect, useRef, useState } from 'react';
import type { KioskHome } from '../../domain/views/public.ts';
import { playClips } from '../common/clips.ts';
import type { Journey, Language } from './journey.ts';
import { spokenText, voiceFor } from './listen.ts';
import { listsNames, speechOf } from './speech.ts';

export type Listening = {
  /** There is something to say. */
  readonly possible: boolean;
  readonly speaking: boolean;
  readonly toggle: () => void;
};

/**
 * Plays what the screen says, or reads it with the PC's voice where it lists names and there is one. A second touch
 * stops it; so does whatever changes what would be said.
 */
export function useListen(journey: Journey, home: KioskHome): Listening {
  const { language, session, screen } = journey;
  const [speaking, setSpeaking] = useState(false);
  const clips = speechOf(journey, home);
  const found = voiceFor(useVoices(), language);
  const voice = listsNames(journey) ? found : undefined;
  const saying = useRef<Said>(undefined);
  const hush = () => {
    saying.current?.stop();
    saying.current = undefined;
    setSpeaking(false);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another person, screen or language ends what was being said
  useEffect(() => hush, [session, screen.kind, language, clips.join()]);
  const start = async (): Promise<void> => {
    const said = voice ? spoken(voice, language) : recorded(clips, language);
    saying.current = said;
    setSpeaking(true);
    await said.ended;
    if (saying.current === said) hush();
  };
  return {
    possible: clips.length > 0 || voice !== undefined,
    speaking,
    toggle: () => {
      if (speaking) hush();
      else void start();
    },
  };
}

type Said = { readonly ended: Promise<void>; readonly stop: () => void };

function recorded(clips: readonly string[], language: Language): Said {
  let stopped = false;
  let stopPlaying = (): void => undefined;
  const run = async (): Promise<void> => {
    const playing = await playClips(clips, language);
    stopPlaying = playing.stop;
    if (stopped) playing.stop();
    await playing.ended;
  };
  const stop = (): void => {
    stopped = true;
    stopPlaying();
  };
  // A PC without sound: the button falls back, the number is on the screen all the same.
  return { ended: run().catch(() => undefined), stop };
}

function spoken(voice: SpeechSynthesisVoice, language: Language): Said {
  // biome-ignore lint/performance/useDomNodeTextContent: only what is visible is read, line by line
  const lines = [...document.querySelectorAll<HTMLElement>('[data-say]')].map((part) => part.innerText);
  const utterance = new SpeechSynthesisUtterance(spokenText(lines.join('\n')));
  utterance.voice = voice;
  utterance.lang = language === 'vi' ? 'vi-VN' : 'en-GB';
  utterance.rate = 0.9;
  const ended = new Promise<void>((resolve) => {
    utterance.onend = () => resolve();
    utterance.onerror = () => resolve();
  });
  speechSynthesis.speak(utterance);
  return { ended, stop: () => speechSynthesis.cancel() };
}

function useVoices(): readonly SpeechSynthesisVoice[] {
  const [voices, setVoices] = useState<readonly SpeechSynthesisVoice[]>([]);
  useEffect(() => {
    if (!('speechSynthesis' in window)) return;
    const read = () => setVoices(speechSynthesis.getVoices());
    read();
    speechSynthesis.addEventListener('voiceschanged', read);
    return () => speechSynthesis.removeEventListener('voiceschanged', read);
  }, []);
  return voices;
}
