import { type Translate, textsOf } from '../common/i18n.ts';
import type { vi } from './texts/vi.ts';

/** The set-up window's typed texts. */
export const useText = textsOf<typeof vi>();
export type Say = Translate<typeof vi>;
