import type { SameKeys } from '../../common/i18n.ts';
import type { vi } from './vi.ts';

export const en: SameKeys<typeof vi> = {
  demo: 'sample data',
  mute: 'no sound',
  desk: 'Desk',
  to: 'to',
  call: {
    invite: 'Now calling number',
    again: 'Calling again number',
    none: 'No number called yet',
    noneTake: 'Please take a number',
    noneWhere: 'at the machine by the door',
    next: 'Called next',
    recent: 'Just called',
  },
  ready: {
    title: 'Results ready',
    hint: 'Last four digits of the code',
    bring: 'Bring receipt and ID card',
    none: 'No new results today yet.',
    noneMore: 'They will be listed here.',
  },
  guidance: { ask: 'For help, ask at Desk 1' },
  foot: {
    bring: '{{procedure}}: please bring',
    hours: 'Open today',
    closed: 'Closed today',
    welcome: 'Welcome',
    welcomeMore: 'Take a number, wait for the call',
  },
};
