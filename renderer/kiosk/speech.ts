/**
 * “Nghe”: what the kiosk says of each screen, as recorded clips in order. Said are the fixed sentences of its own texts,
 * numbers, days and times; a dossier's code, its names, its procedure and an officer's reason never are. Pure.
 */
import { assertNever } from '../../domain/assert-never.ts';
import type { Instant } from '../../domain/ids.ts';
import { localDate, localTime, weekday } from '../../domain/local-time.ts';
import type { KioskHome, PublicStatus, TicketTaken } from '../../domain/views/public.ts';
import { clipOf, DIGIT_WISE_FROM, isSpokenError, type SpokenKey, sentenceClips } from './clip-ids.ts';
import type { Journey, Language, Screen } from './journey.ts';
import { returnedAt } from './status-view.ts';

type Values = Readonly<Record<string, readonly string[]>>;
/** A sentence of the texts, with the clips of its values. */
type Said = readonly [key: SpokenKey, values?: Values] | { readonly clips: readonly string[] };

/** The clips of what is shown, in order. Empty: this screen says nothing. */
export function speechOf({ screen, help, language }: Journey, home: KioskHome): readonly string[] {
  const said = help ? HELP : saidOf(screen, home, language);
  return said.flatMap((part) => ('clips' in part ? part.clips : sentenceClips(part[0], part[1] ?? {}, language)));
}

/** Screens that list procedures or fields: their names have no recording, so a voice of this PC reads them where there is one. */
export const listsNames = ({ screen, help }: Journey): boolean =>
  !help && ['procedure-fields', 'procedures', 'procedure'].includes(screen.kind);

const HELP: readonly Said[] = [['help.scan'], ['help.touch'], ['help.large'], ['help.person']];

function saidOf(screen: Screen, home: KioskHome, language: Language): readonly Said[] {
  switch (screen.kind) {
    case 'home':
      return homeSaid(home);
    case 'keypad':
      return keypadSaid(screen);
    case 'looking':
      return [['looking.title'], ['looking.lead']];
    case 'status':
      return statusSaid(screen.status, language);
    case 'refused':
      return [errorSaid(screen.code), ['refused.ask']];
    case 'fields':
      return home.open ? [['fields.ask'], ['fields.lead']] : [['fields.closed'], ['fields.closedMore']];
    case 'priority':
      return PRIORITY;
    case 'ticket':
      return ticketSaid(screen.taken);
    case 'procedure-fields':
      return [['procedures.ask'], ['procedures.lead']];
    case 'procedures':
      return [['procedures.listLead']];
    case 'procedure':
      return [['listen.procedure']];
    case 'rate':
      return screen.about ? RATING : [RATING[0], ['rate.lead'], ...RATING.slice(1)];
    case 'thanks':
      return [['rate.thanks'], ['rate.thanksMore'], ['rate.thanksTell']];
    default:
      return assertNever(screen);
  }
}

const homeSaid = ({ open }: KioskHome): readonly Said[] => [
  ['home.ask'],
  ['home.lead'],
  ...([['home.find'], ['home.findMore'], ['home.ticket']] as const),
  [open ? 'home.ticketMore' : 'home.ticketClosed'],
  ...([['home.procedures'], ['home.proceduresMore'], ['home.rate'], ['home.rateMore']] as const),
  ...([['home.scanPre'], ['home.scan'], ['home.scanWhere']] as const),
];

const PRIORITY: readonly Said[] = [
  ['priority.ask'],
  ['priority.lead'],
  ...([['priority.elderly'], ['priority.disabled'], ['priority.merit']] as const),
  ...([['priority.pregnant'], ['priority.infant'], ['priority.yes'], ['priority.no']] as const),
];

const RATING = [
  ['rate.ask'],
  ...([['rate.score5'], ['rate.score4'], ['rate.score3'], ['rate.score2'], ['rate.score1']] as const),
  ['rate.anonymous'],
] as const satisfies readonly Said[];

function keypadSaid({ keypad, failure }: Extract<Screen, { kind: 'keypad' }>): readonly Said[] {
  if (keypad.problem) return [[keypad.problem === 'no-such-day' ? 'keypad.noSuchDay' : 'keypad.futureDay']];
  if (failure) return [errorSaid(failure), ['keypad.notFoundMore']];
  return keypad.step === 'day'
    ? [['keypad.askDay'], ['keypad.leadDay']]
    : [['keypad.askNumber'], ['keypad.leadNumber']];
}

/** A refusal that the kiosk does not expect is said as a failure; its sentence stands on the screen. */
const errorSaid = (code: string): Said => (isSpokenError(code) ? { clips: [clipOf(code)] } : ['failed.title']);

function statusSaid(status: PublicStatus, language: Language): readonly Said[] {
  const desk = { desk: number(status.desk) };
  const heading: Said = [`status.${status.status}`];
  switch (status.status) {
    case 'ready':
      return [heading, ['status.comeTo'], ['desk', desk], ['status.bring'], ['status.receipt'], ['status.card']];
    case 'in-progress':
      return [heading, ...dueSaid(status.rescheduledTo ?? status.dueAt, language), ['status.soon']];
    case 'late':
      return [heading, ['status.sorry'], ...lateSaid(status, desk, language)];
    case 'awaiting-supplement':
      return [heading, ['status.needAsk', desk], ['status.needClock']];
    case 'returned':
      return [heading, ...returnedSaid(status, desk, language), ['status.returnedAsk', desk]];
    case 'refused':
      return [heading, ['status.refusedAsk', desk]];
    case 'cancelled':
      return [heading, ['status.cancelledAsk', desk]];
    default:
      return assertNever(status.status);
  }
}

const dueSaid = (at: Instant, language: Language): readonly Said[] => [
  ['status.dueCap'],
  ['status.duePhrase', { time: timeClips(at, language), day: dayClips(at, language) }],
];

function lateSaid(status: PublicStatus, desk: Values, language: Language): readonly Said[] {
  const { rescheduledTo: at, dueAt } = status;
  if (at === undefined) return [['status.lateNoDate'], ['status.lateAsk', desk]];
  return [
    ['status.movedCap', { day: dateClips(dueAt, language) }],
    ['status.movedPhrase', { time: timeClips(at, language), day: dayClips(at, language) }],
  ];
}

function returnedSaid(status: PublicStatus, desk: Values, language: Language): readonly Said[] {
  const at = returnedAt(status);
  return at === undefined ? [] : [['status.returnedOn', { ...desk, day: dayClips(at, language) }]];
}

function ticketSaid({ ticket, desk, before, waitMinutes, print }: TicketTaken): readonly Said[] {
  return [
    [ticket.priority ? 'ticket.capPriority' : 'ticket.cap'],
    { clips: [ticket.letter.toLowerCase(), ...String(ticket.number).padStart(3, '0')] },
    ['desk', { desk: number(desk) }],
    ...beforeSaid(before),
    ...waitSaid(waitMinutes),
    ...(print ? [] : ([['ticket.noPrinter']] as const)),
    ['ticket.voice'],
  ];
}

/** Figures too high for one recording stand on the screen only. */
function beforeSaid(before: number): readonly Said[] {
  if (before === 0) return [['ticket.next']];
  return before < DIGIT_WISE_FROM ? [['ticket.before'], { clips: number(before) }, ['ticket.people']] : [];
}

const waitSaid = ([from, to]: TicketTaken['waitMinutes']): readonly Said[] =>
  to < DIGIT_WISE_FROM ? [['listen.wait', { from: number(from), to: number(to) }]] : [];

/** `16`, `giờ`, `30`; in English `4`, `30`, `pm`. */
function timeClips(at: Instant, language: Language): readonly string[] {
  const [hour = 0, minute = 0] = localTime(at).split(':').map(Number);
  const minutes = minute === 0 ? [] : number(minute);
  if (language === 'vi') return [...number(hour), clipOf('hour'), ...minutes];
  return [...number(hour % 12 === 0 ? 12 : hour % 12), ...minutes, clipOf(hour < 12 ? 'am' : 'pm')];
}

/** `thứ Ba`, `ngày`, `24`, `tháng 11`. */
const dayClips = (at: Instant, language: Language): readonly string[] => [
  clipOf(`weekday-${weekday(localDate(at))}`),
  ...dateClips(at, language),
];

function dateClips(at: Instant, language: Language): readonly string[] {
  const [, month = 1, day = 1] = localDate(at).split('-').map(Number);
  return [...(language === 'vi' ? [clipOf('day')] : []), ...number(day), clipOf(`month-${month}`)];
}

/** A number as one says it; from 60 on digit by digit. Up to twelve the clips of the calls say it. */
function number(value: number): readonly string[] {
  if (value < 13) return [String(value)];
  return value < DIGIT_WISE_FROM ? [clipOf(String(value))] : [...String(value)];
}
