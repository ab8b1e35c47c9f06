import { textsOf } from '../common/i18n.ts';
import type { vi } from './texts/vi.ts';

/** The board's own texts. */
export const useText = textsOf<typeof vi>();
