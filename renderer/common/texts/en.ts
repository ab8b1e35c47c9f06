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
};
