/** What Enter does for a dossier: its icon, its sentence, and which dialog or screen it opens. */
import {
  Ban,
  CalendarClock,
  CircleX,
  Eraser,
  FileWarning,
  Inbox,
  type LucideIcon,
  PackageCheck,
  PenLine,
  PrinterCheck,
  ScanText,
  Send,
  Stamp,
  Undo2,
} from 'lucide-react';
import type { DossierAction } from '../../../domain/dossier-actions.ts';
import type { DossierDetail } from '../../../domain/views/dossier.ts';
import type { DossierRow } from '../../../domain/views/work.ts';

export type NextName = NonNullable<DossierRow['nextAction']>;

export const ACTION_ICON: Readonly<Record<NextName, LucideIcon>> = {
  forward: Send,
  'submit-for-signature': PenLine,
  'request-supplement': FileWarning,
  'receive-supplement': Inbox,
  reschedule: CalendarClock,
  'record-result': Stamp,
  'return-result': PackageCheck,
  refuse: Ban,
  cancel: CircleX,
  'confirm-print': PrinterCheck,
  'scan-papers': ScanText,
  'fix-rejected': Undo2,
};

export const UNDO_ICON: LucideIcon = Eraser;

/** Actions that need a reason written down. */
const REASONED: readonly DossierAction[] = ['request-supplement', 'reschedule', 'refuse', 'cancel'];
/** Actions that hand the work to somebody. */
const ADDRESSED: readonly DossierAction[] = ['forward', 'submit-for-signature'];

export const needsReason = (action: DossierAction): boolean => REASONED.includes(action);
export const hasReceiver = (action: DossierAction): boolean => ADDRESSED.includes(action);

/** Actions for the menu: what the table allows and the station offers, without the one Enter already does. */
export const otherActions = (dossier: DossierDetail): readonly DossierAction[] =>
  dossier.actions.filter(
    (action) => action !== dossier.nextAction && !(action === 'reschedule' && dossier.rescheduled),
  );
