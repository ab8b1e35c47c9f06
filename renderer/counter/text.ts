import { textsOf } from '../common/i18n.ts';
import type { vi } from './texts/vi.ts';

/** The counter's typed texts. */
export const useText = textsOf<typeof vi>();
