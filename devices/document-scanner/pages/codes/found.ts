/** What an engine says of a picture, before anything is believed. */
import type { PageSymbology } from '../../../../domain/page-code.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Found {
  readonly text: string;
  readonly symbology: PageSymbology;
  readonly engine: 'zxing-wasm' | 'zxing-library';
  /** Four corners in the picture's dots, the first two along the code's upper edge as it is read. */
  readonly corners: readonly Point[];
}
