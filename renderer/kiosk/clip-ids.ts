/**
 * Recordings of the kiosk: `assets/voice/kiosk/<key>.ogg`, in English `assets/voice/en/kiosk/…`, named by the key of
 * the text they say. A text with a value in it has a recording of each part: `status.lateAsk.1`, `status.lateAsk.2`.
 * scripts/make-voice.ts makes them from these very texts; a test holds both together. Pure.
 */
import { type ErrorCode, sentenceOf } from '../../domain/errors.ts';
import { dayInEnglish, weekdayInEnglish, weekdayInVietnamese } from '../../domain/spoken.ts';
import type { KeyOf } from '../common/i18n.ts';
import type { Language } from './journey.ts';
import { en } from './texts/en.ts';
import { vi } from './texts/vi.ts';

/** The texts that are said. */
export const SPOKEN_KEYS = [
  'desk',
  ...(['home.ask', 'home.lead', 'home.find', 'home.findMore', 'home.ticket', 'home.ticketMore'] as const),
  ...(['home.ticketClosed', 'home.procedures', 'home.proceduresMore', 'home.rate', 'home.rateMore'] as const),
  ...(['home.scanPre', 'home.scan', 'home.scanWhere', 'looking.title', 'looking.lead'] as const),
  ...(['keypad.askDay', 'keypad.askNumber', 'keypad.leadDay', 'keypad.leadNumber'] as const),
  ...(['keypad.noSuchDay', 'keypad.futureDay', 'keypad.notFoundMore', 'refused.ask'] as const),
  ...(['status.ready', 'status.in-progress', 'status.late', 'status.awaiting-supplement'] as const),
  ...(['status.returned', 'status.refused', 'status.cancelled', 'status.sorry'] as const),
  ...(['status.comeTo', 'status.bring', 'status.receipt', 'status.card'] as const),
  ...(['status.dueCap', 'status.duePhrase', 'status.soon', 'status.movedCap', 'status.movedPhrase'] as const),
  ...(['status.lateNoDate', 'status.lateAsk', 'status.needAsk', 'status.needClock'] as const),
  ...(['status.returnedOn', 'status.returnedAsk', 'status.refusedAsk', 'status.cancelledAsk'] as const),
  ...(['fields.ask', 'fields.lead', 'fields.closed', 'fields.closedMore'] as const),
  ...(['priority.ask', 'priority.lead', 'priority.elderly', 'priority.disabled', 'priority.merit'] as const),
  ...(['priority.pregnant', 'priority.infant', 'priority.yes', 'priority.no'] as const),
  ...(['ticket.cap', 'ticket.capPriority', 'ticket.before', 'ticket.people', 'ticket.next'] as const),
  ...(['ticket.noPrinter', 'ticket.voice', 'listen.wait', 'listen.procedure'] as const),
  ...(['procedures.ask', 'procedures.lead', 'procedures.listLead', 'failed.title'] as const),
  ...(['rate.ask', 'rate.lead', 'rate.score5', 'rate.score4', 'rate.score3', 'rate.score2'] as const),
  ...(['rate.score1', 'rate.anonymous', 'rate.thanks', 'rate.thanksMore', 'rate.thanksTell'] as const),
  ...(['help.scan', 'help.touch', 'help.large', 'help.person'] as const),
] as const satisfies readonly KeyOf<typeof vi>[];
export type SpokenKey = (typeof SPOKEN_KEYS)[number];

/** Refusals that a citizen meets at the kiosk (domain/errors.ts has their sentences). */
export const SPOKEN_ERRORS = [
  ...(['MC-API-04', 'MC-SCN-01', 'MC-SCN-02', 'MC-SCN-03'] as const),
  ...(['MC-SCN-04', 'MC-SCN-05', 'MC-SCN-06', 'MC-SCN-07'] as const),
] as const satisfies readonly ErrorCode[];
export const isSpokenError = (code: string): code is (typeof SPOKEN_ERRORS)[number] =>
  SPOKEN_ERRORS.some((known) => known === code);

/** Numbers below this have a recording; `0` … `12` are those of the calls (assets/voice). */
export const DIGIT_WISE_FROM = 60;
/** The first number that the calls have no recording of. */
export const FIRST_NUMBER = 13;

/** Where the clip of a text, an error, a number or a word of a date lies below the voice clips of its language. */
export const clipOf = (name: string): string => `kiosk/${name}`;

type Part = { readonly value: string } | { readonly clip: string; readonly text: string };

/** The clips of a sentence, each value in its place. */
export const sentenceClips = (
  key: SpokenKey,
  values: Readonly<Record<string, readonly string[]>>,
  language: Language,
): readonly string[] =>
  partsOf(key, language).flatMap((part) => ('value' in part ? (values[part.value] ?? []) : [part.clip]));

/** Every recording of the kiosk with what it says. */
export function recordings(language: Language): ReadonlyMap<string, string> {
  const sentences = SPOKEN_KEYS.flatMap((key) => partsOf(key, language)).flatMap((part) =>
    'value' in part ? [] : [[part.clip, part.text] as const],
  );
  const errors = SPOKEN_ERRORS.map((code) => [clipOf(code), sentenceOf(code)[language]] as const);
  return new Map([...sentences, ...errors, ...numbers(), ...dateWords(language)]);
}

const numbers = (): readonly (readonly [string, string])[] =>
  Array.from({ length: DIGIT_WISE_FROM - FIRST_NUMBER }, (_, index) => String(FIRST_NUMBER + index)).map(
    (value) => [clipOf(value), value] as const,
  );

const MONTHS = Array.from({ length: 12 }, (_, index) => index + 1);
const WEEKDAYS = MONTHS.slice(0, 7);

function dateWords(language: Language): readonly (readonly [string, string])[] {
  // The 2nd of a month that begins on a Sunday is a Monday.
  const weekdays = WEEKDAYS.map((at) => [`weekday-${at}`, weekdayWord(`2026-02-0${at + 1}`, language)] as const);
  const months = MONTHS.map((at) => [`month-${at}`, monthWord(at, language)] as const);
  const rest = language === 'vi' ? { hour: 'giờ', day: 'ngày' } : { am: 'a m', pm: 'p m' };
  return [...weekdays, ...months, ...Object.entries(rest)].map(([name, text]) => [clipOf(name), text] as const);
}

const weekdayWord = (date: string, language: Language): string =>
  language === 'vi' ? weekdayInVietnamese(date) : weekdayInEnglish(date);

const monthWord = (month: number, language: Language): string =>
  language === 'vi'
    ? `tháng ${month}`
    : (dayInEnglish(`2026-${String(month).padStart(2, '0')}-01`)
        .split(' ')
        .at(-1) ?? '');

const HAS_WORDS = /[\p{L}\p{N}]/u;

/** `…{{desk}}…` in three: words, value, words. Parts without a letter, such as a full stop, are not said. */
function partsOf(key: SpokenKey, language: Language): readonly Part[] {
  const [first = '', ...rest] = textOf(key, language).split(/\{\{(\w+)\}\}/);
  if (rest.length === 0) return [{ clip: clipOf(key), text: first }];
  return [first, ...rest].flatMap((text, index): readonly Part[] => {
    if (index % 2 === 1) return [{ value: text }];
    return HAS_WORDS.test(text) ? [{ clip: clipOf(`${key}.${index / 2 + 1}`), text: text.trim() }] : [];
  });
}

type Tree = { readonly [key: string]: string | Tree };

/** `SpokenKey` is a key of both texts, so that there always is a text. */
function textOf(key: SpokenKey, language: Language): string {
  const tree: Tree = language === 'vi' ? vi : en;
  const found = key
    .split('.')
    .reduce<string | Tree | undefined>((at, name) => (typeof at === 'object' ? at[name] : undefined), tree);
  return typeof found === 'string' ? found : '';
}
