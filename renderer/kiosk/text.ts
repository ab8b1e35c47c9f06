import { textsOf } from '../common/i18n.ts';
import type { vi } from './texts/vi.ts';

/** The kiosk's own texts in the language in use. */
export const useText = textsOf<typeof vi>();
