import type { SameKeys } from '../i18n.ts';
import type { commonVi } from './vi.ts';

export const commonEn: SameKeys<typeof commonVi> = {
  gate: {
    opening: 'Opening',
    openingMore: 'This usually takes a few seconds.',
    away: 'The program is restarting',
    awayMore: 'Everything saved is safe. This screen goes on by itself.',
    ended: 'The session has ended',
    endedMore: 'Please reopen this window. Everything saved is safe.',
  },
  demo: 'Sample data',
  explain: {
    'same-day-before-cutoff': 'Received at {{receivedAt, when}}, before {{cutoff}} → due before {{dueAt, when}}.',
    'same-day-after-cutoff': 'Received at {{receivedAt, when}}, from {{cutoff}} on → due before {{dueAt, when}}.',
    'working-days':
      'Received at {{receivedAt, when}}, {{days}} working days ({{hours}} opening hours) → due before {{dueAt, when}}.',
    'calendar-days': 'Received at {{receivedAt, when}}, {{days}} calendar days → due before {{dueAt, when}}.',
    note: {
      rejected: '{{reasonEn}}',
      'print-uncertain': 'Printing not certain',
      'print-failed': 'Not printed yet',
      'print-waiting': 'Saved, waiting for the printer',
      'scan-incomplete': '{{have}} of {{expected}} pages',
      stopped: 'Stopped, waiting for the applicant',
      'ready-since': 'Since {{at, since}}',
    },
    warning: {
      sex: 'The ID number disagrees with the sex; please check the card.',
      'birth-year': 'The ID number disagrees with the birth year; please check the card.',
    },
    missing: {
      name: 'the applicant’s name',
      procedure: 'the procedure',
      papers: 'the papers',
    },
    history: {
      received: 'Received',
      forward: 'Forwarded {{to}}',
      'submit-for-signature': 'Submitted for signature {{to}}',
      'request-supplement': 'Supplement requested: {{reason}}',
      'receive-supplement': 'Supplement received',
      reschedule: 'Apology, new date: {{reason}}',
      'record-result': 'Result recorded',
      'return-result': 'Result handed to {{to}}',
      refuse: 'Refused: {{reason}}',
      cancel: 'Cancelled: {{reason}}',
      'handed-over': 'Handed over to {{to}}',
      'taken-over': 'Taken by {{receiver}}',
      'taken-back': 'Hand-over taken back',
      document: '{{title}} attached, {{pages}} pages',
      rating: 'Rated {{score}}/5 by the citizen',
      'print-receipt': 'Receipt printed',
      'print-slip': 'Code slip printed',
      'print-separator': 'Separator sheet printed',
      'print-control-slip': 'Control slip printed',
      'print-separator-a5': 'Separator sheet printed, A5',
      'print-ticket': 'Ticket printed',
      'print-test': 'Test print',
    },
  },
};
