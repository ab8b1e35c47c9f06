import { useEffect, useRef, useState } from 'react';
import { playClips } from '../common/clips.ts';
import type { Language } from './journey.ts';
import { spokenText, voiceFor } from './listen.ts';

export type Listening = {
  /** There is a voice, or a recording of this screen. */
  readonly possible: boolean;
  readonly speaking: boolean;
  readonly toggle: () => void;
};

/** Reads `[data-say]` aloud, or plays the clips the screen has. Falls silent when the screen or the language changes. */
export function useListen(screenKey: string, language: Language, clips: readonly string[] | undefined): Listening {
  const [speaking, setSpeaking] = useState(false);
  const voices = useVoices();
  const stop = useRef<() => void>(() => undefined);
  const voice = voiceFor(voices, language);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another screen or language ends what was being said
  useEffect(
    () => () => {
      stop.current();
      setSpeaking(false);
    },
    [screenKey, language],
  );
  const start = async (): Promise<void> => {
    setSpeaking(true);
    const said = clips ? recorded(clips, language) : spoken(voice, language);
    stop.current = said.stop;
    await said.ended;
    setSpeaking(false);
  };
  return {
    possible: clips !== undefined || voice !== undefined,
    speaking,
    toggle: () => {
      if (speaking) stop.current();
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

function spoken(voice: SpeechSynthesisVoice | undefined, language: Language): Said {
  // biome-ignore lint/performance/useDomNodeTextContent: only what is visible is read, line by line
  const lines = [...document.querySelectorAll<HTMLElement>('[data-say]')].map((part) => part.innerText);
  const utterance = new SpeechSynthesisUtterance(spokenText(lines.join('\n')));
  if (voice) utterance.voice = voice;
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
