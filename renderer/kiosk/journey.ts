/** Where a citizen is at the kiosk, how she got there, and what there is to forget. Pure. */
import { assertNever } from '../../domain/assert-never.ts';
import type { Uuid7 } from '../../domain/ids.ts';
import type { PublicStatus, TicketTaken } from '../../domain/views/public.ts';
import type { IdleScreen } from './idle.ts';
import { emptyKeypad, type KeypadState } from './keypad.ts';

export type Language = 'vi' | 'en';
export type RatingScore = 1 | 2 | 3 | 4 | 5;
/** The dossier a rating is about. Only `receipt`, the scanned text with its secret, ties it; without, the desk is rated. */
export type RatedDossier = { readonly code: string; readonly desk: number; readonly receipt?: string };

export type Screen =
  | { readonly kind: 'home' }
  /** `failure`: why the code that was just typed led nowhere. */
  | { readonly kind: 'keypad'; readonly keypad: KeypadState; readonly failure?: string }
  | { readonly kind: 'looking' }
  | { readonly kind: 'status'; readonly status: PublicStatus; readonly receipt?: string }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'fields'; readonly page: number }
  /** The ticket's id is made here, so that asking again after a silence takes no second number. */
  | { readonly kind: 'priority'; readonly letter: string; readonly ticketId: Uuid7 }
  | { readonly kind: 'ticket'; readonly taken: TicketTaken }
  | { readonly kind: 'procedure-fields'; readonly page: number }
  | { readonly kind: 'procedures'; readonly field: string; readonly page: number }
  | { readonly kind: 'procedure'; readonly code: string; readonly page: number }
  | { readonly kind: 'rate'; readonly about?: RatedDossier }
  | { readonly kind: 'thanks' };

export type Journey = {
  /** Counts people: everything that is kept for one person is kept under this number. */
  readonly session: number;
  readonly screen: Screen;
  /** The screens behind, nearest last. */
  readonly trail: readonly Screen[];
  readonly language: Language;
  readonly large: boolean;
  readonly help: boolean;
};

export type JourneyAction =
  | { readonly do: 'go'; readonly to: Screen }
  /** The same step in another state: nothing is added to the way back. */
  | { readonly do: 'replace'; readonly to: Screen }
  /** A receipt was held to the reader: perhaps another person; whatever was open is forgotten. */
  | { readonly do: 'scanned'; readonly to: Screen }
  /** The station's answer to what the screen `from` asked; dropped when that very screen is no longer shown. */
  | { readonly do: 'answer'; readonly from: Screen; readonly to: Screen }
  | { readonly do: 'back' }
  | { readonly do: 'home' }
  /** The person is gone: also the language and the type size go back. */
  | { readonly do: 'wipe' }
  | { readonly do: 'language'; readonly language: Language }
  | { readonly do: 'size' }
  | { readonly do: 'help'; readonly open: boolean };

export const startOfDay: Journey = {
  session: 1,
  screen: { kind: 'home' },
  trail: [],
  language: 'vi',
  large: false,
  help: false,
};

export function step(journey: Journey, action: JourneyAction): Journey {
  switch (action.do) {
    case 'go':
      return { ...journey, screen: action.to, trail: [...journey.trail, journey.screen], help: false };
    case 'replace':
      return { ...journey, screen: action.to };
    case 'scanned':
      return { ...journey, session: journey.session + 1, screen: action.to, trail: [{ kind: 'home' }], help: false };
    case 'answer':
      return journey.screen === action.from ? { ...journey, screen: action.to } : journey;
    case 'back':
      return back(journey);
    case 'home':
      return { ...journey, session: journey.session + 1, screen: { kind: 'home' }, trail: [], help: false };
    case 'wipe':
      return { ...startOfDay, session: journey.session + 1 };
    case 'language':
      return { ...journey, language: action.language };
    case 'size':
      return { ...journey, large: !journey.large };
    case 'help':
      return { ...journey, help: action.open };
    default:
      return assertNever(action);
  }
}

export const openKeypad = (): Screen => ({ kind: 'keypad', keypad: emptyKeypad });

/** How long this screen may be left alone (idle.ts). */
export function idleScreenOf(journey: Journey): IdleScreen {
  if (journey.screen.kind !== 'home' || journey.help) return isPersonal(journey.screen) ? 'personal' : 'open';
  return journey.language === startOfDay.language && !journey.large ? 'rest' : 'changed';
}

/** Shows, or was led to by, something of one person. */
export function isPersonal(screen: Screen): boolean {
  switch (screen.kind) {
    case 'status':
    case 'ticket':
    case 'keypad':
    case 'looking':
      return true;
    case 'rate':
      return screen.about !== undefined;
    case 'home':
    case 'refused':
    case 'fields':
    case 'priority':
    case 'procedure-fields':
    case 'procedures':
    case 'procedure':
    case 'thanks':
      return false;
    default:
      return assertNever(screen);
  }
}

/** Waiting screens and forms already sent are not gone back to. */
function back(journey: Journey): Journey {
  const trail = journey.trail.filter((screen) => screen.kind !== 'looking' && screen.kind !== 'ticket');
  const screen = trail.at(-1);
  if (screen === undefined) return step(journey, { do: 'home' });
  return screen.kind === 'home'
    ? step(journey, { do: 'home' })
    : { ...journey, screen, trail: trail.slice(0, -1), help: false };
}
