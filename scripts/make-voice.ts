/**
 * Makes the voice clips of the display and of the kiosk, and the chime: `node scripts/make-voice.ts`; only the kiosk's,
 * which follow its texts: `node scripts/make-voice.ts kiosk`.
 * Needs espeak-ng, sox and opus-tools (Debian). The results are committed, so nobody needs this to build or run; it is
 * here so that a clip can be made again. A recorded voice replaces them file by file, under the same names.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { recordings } from '../renderer/kiosk/clip-ids.ts';

type Words = Readonly<Record<string, string>>;

/** Ids are those of `voiceClips` in domain/queue-rules.ts; letters as Vietnamese spells them aloud. */
const vietnamese: Words = {
  'moi-cong-dan-so': 'Xin mời công dân số',
  'den-quay-so': 'đến quầy số',
  ...{ 0: 'không', 1: 'một', 2: 'hai', 3: 'ba', 4: 'bốn', 5: 'năm', 6: 'sáu', 7: 'bảy', 8: 'tám', 9: 'chín' },
  ...{ 10: 'mười', 11: 'mười một', 12: 'mười hai' },
  ...{ a: 'a', b: 'bê', c: 'xê', d: 'dê', e: 'e', f: 'ép', g: 'giê', h: 'hát', i: 'i', j: 'di', k: 'ca', l: 'e-lờ' },
  ...{ m: 'em-mờ', n: 'en-nờ', o: 'o', p: 'pê', q: 'quy', r: 'e-rờ', s: 'ét-sì', t: 'tê', u: 'u', v: 'vê' },
  ...{ w: 'vê kép', x: 'ích-xì', y: 'i dài', z: 'dét' },
};

const english: Words = {
  'moi-cong-dan-so': 'Now calling number',
  'den-quay-so': 'please go to desk',
  ...{ 0: 'zero', 1: 'one', 2: 'two', 3: 'three', 4: 'four', 5: 'five', 6: 'six', 7: 'seven', 8: 'eight', 9: 'nine' },
  ...{ 10: 'ten', 11: 'eleven', 12: 'twelve' },
  ...Object.fromEntries([...'abcdefghijklmnopqrstuvwxyz'].map((letter) => [letter, letter.toUpperCase()])),
};

const assets = join(import.meta.dirname, '..', 'assets');
const work = mkdtempSync(join(tmpdir(), 'voice-'));
const run = (program: string, ...args: readonly string[]): void => {
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
};

/** Calm and slow: 115 words a minute; `-g` leaves 20 ms between words. */
function speak(voice: string, words: string, to: string): void {
  run('espeak-ng', '-v', voice, '-s', '115', '-p', '45', '-g', '2', '-w', to, words);
}

/** Cuts the silence at both ends, leaves 40 ms of it, brings every clip to the same peak. */
function trim(from: string, to: string): void {
  const cutHead = ['silence', '1', '0.01', '0.4%', 'fade', 't', '0.005'];
  const cutTail = ['reverse', 'silence', '1', '0.01', '0.4%', 'fade', 't', '0.02', 'reverse'];
  run(
    'sox',
    '-D',
    from,
    '-r',
    '22050',
    '-c',
    '1',
    to,
    ...cutHead,
    ...cutTail,
    'pad',
    '0.04',
    '0.04',
    'gain',
    '-n',
    '-3',
  );
}

function encode(from: string, to: string, kbps: number): void {
  run(
    'opusenc',
    '--quiet',
    '--bitrate',
    String(kbps),
    '--framesize',
    '60',
    '--discard-comments',
    '--serial',
    '1',
    from,
    to,
  );
}

function makeClips(folder: string, voice: string, words: Words, kbps: number): void {
  const [spoken, trimmed] = [join(work, 'spoken.wav'), join(work, 'trimmed.wav')];
  for (const [id, text] of Object.entries(words)) {
    const to = join(folder, `${id}.ogg`);
    mkdirSync(dirname(to), { recursive: true });
    speak(voice, text, spoken);
    trim(spoken, trimmed);
    encode(trimmed, to, kbps);
  }
}

/** A text as it is said: `Ông/Bà` without the stroke, quotation marks left out. */
const aloud = (text: string): string => text.replaceAll('/', ' ').replaceAll('\u00a0', ' ').replace(/[“”…]/g, '');

/** All sentences of the kiosk, made anew, so that none stays whose text is gone. */
function makeKiosk(folder: string, language: 'vi' | 'en', voice: string): void {
  rmSync(join(folder, 'kiosk'), { recursive: true, force: true });
  const words = [...recordings(language)].map(([id, text]) => [id, aloud(text)] as const);
  makeClips(folder, voice, Object.fromEntries(words), 12);
}

/** Two soft tones, a falling third (E5, C5), each dying away; the second begins while the first still sounds. */
function makeChime(to: string): void {
  const tone = (name: string, note: string): string => {
    const file = join(work, name);
    run(
      'sox',
      '-D',
      '-n',
      '-b',
      '16',
      '-r',
      '48000',
      '-c',
      '1',
      file,
      'synth',
      '1.4',
      'sine',
      note,
      'fade',
      'l',
      '0.012',
      '1.4',
      '1.3',
      'gain',
      '-n',
      '-9',
    );
    return file;
  };
  const [first, second, late, both] = [
    tone('1.wav', 'E5'),
    tone('2.wav', 'C5'),
    join(work, 'late.wav'),
    join(work, 'chime.wav'),
  ];
  run('sox', '-D', second, late, 'pad', '0.42', '0');
  run('sox', '-D', '-m', first, late, '-b', '16', both, 'gain', '-n', '-6');
  mkdirSync(join(assets, 'sounds'), { recursive: true });
  run('opusenc', '--quiet', '--bitrate', '48', '--discard-comments', '--serial', '1', both, to);
}

try {
  if (!process.argv.includes('kiosk')) {
    makeClips(join(assets, 'voice'), 'vi', vietnamese, 24);
    makeClips(join(assets, 'voice', 'en'), 'en-gb', english, 24);
    makeChime(join(assets, 'sounds', 'chime.ogg'));
  }
  makeKiosk(join(assets, 'voice'), 'vi', 'vi');
  makeKiosk(join(assets, 'voice', 'en'), 'en', 'en-gb');
} finally {
  rmSync(work, { recursive: true });
}
