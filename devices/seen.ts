/** What a search sees, before anybody says what it is. */
import type { SeenPort } from './ports/contract.ts';

/** One thing, where it is and what it calls itself. */
export type SeenThing =
  | { readonly source: 'port'; readonly port: SeenPort }
  | { readonly source: 'cups'; readonly queue: string; readonly uri: string }
  | { readonly source: 'sane'; readonly device: string; readonly vendor: string; readonly model: string }
  | {
      readonly source: 'escl';
      readonly url: string;
      readonly label: string;
      readonly serialNumber?: string | undefined;
    }
  | { readonly source: 'screen'; readonly place: string; readonly label: string };
