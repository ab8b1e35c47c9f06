import { v7 } from 'uuid';
import type { Uuid7 } from '../../domain/ids.ts';

/** A new id for an operation, a dossier or a draft: made here, so that sending twice is harmless. */
export const newId = (): Uuid7 => v7();
