/** Groups of the work list: icons, order in the rail, and why a row stands there in words. */
import {
  AlarmClock,
  CalendarClock,
  CalendarDays,
  Check,
  CirclePause,
  Clock,
  ClockAlert,
  Files,
  Inbox,
  type LucideIcon,
  PackageCheck,
  Printer,
  Undo2,
} from 'lucide-react';
import type { DossierRow, WorkGroupKey } from '../../../domain/views/work.ts';

export const GROUP_ICON: Readonly<Record<WorkGroupKey, LucideIcon>> = {
  late: ClockAlert,
  'due-today': AlarmClock,
  rejected: Undo2,
  'print-uncertain': Printer,
  'scan-incomplete': Files,
  'result-ready': PackageCheck,
  'awaiting-supplement': CirclePause,
  'due-tomorrow': CalendarClock,
  'received-today': Inbox,
  later: CalendarDays,
};

export const RAIL_SECTIONS = [
  { title: 'byDue', groups: ['late', 'due-today'] },
  { title: 'toFix', groups: ['rejected', 'print-uncertain', 'scan-incomplete'] },
  { title: 'citizen', groups: ['result-ready', 'awaiting-supplement'] },
  { title: 'ahead', groups: ['due-tomorrow', 'received-today', 'later'] },
] as const satisfies readonly { title: string; groups: readonly WorkGroupKey[] }[];

/** Minutes before the due time from which a row is marked. */
const SOON_MINUTES = 60;

export type Why = {
  readonly tone: '' | 'late' | 'due' | 'ready' | 'prn';
  readonly icon: LucideIcon;
  readonly text: 'note' | 'late' | 'soon' | 'today' | 'later' | 'done';
};

/** What the "Hạn, lý do" column shows: the station's note where there is one, else the due time. */
export const whyOf = (row: DossierRow): Why => {
  if (row.due === 'late') return { tone: 'late', icon: ClockAlert, text: 'late' };
  if (row.note && row.due !== 'due-today') return noteWhy(row);
  if (row.due === 'due-today' && row.minutesLeft <= SOON_MINUTES)
    return { tone: 'due', icon: AlarmClock, text: 'soon' };
  if (row.note) return noteWhy(row);
  if (row.due === 'done') return { tone: '', icon: Check, text: 'done' };
  return { tone: '', icon: Clock, text: row.due === 'due-today' ? 'today' : 'later' };
};

const NOTE_LOOK: Readonly<Record<string, Omit<Why, 'text'>>> = {
  'note.rejected': { tone: '', icon: Undo2 },
  'note.print-uncertain': { tone: 'prn', icon: Printer },
  'note.print-failed': { tone: 'prn', icon: Printer },
  'note.print-waiting': { tone: 'prn', icon: Printer },
  'note.scan-incomplete': { tone: '', icon: Files },
  'note.stopped': { tone: '', icon: CirclePause },
  'note.ready-since': { tone: 'ready', icon: PackageCheck },
};

const noteWhy = (row: DossierRow): Why => ({
  ...(NOTE_LOOK[row.note?.key ?? ''] ?? { tone: '', icon: Clock }),
  text: 'note',
});
