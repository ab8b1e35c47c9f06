/**
 * What is made of a page that a scanner delivered: set upright, straightened, cut to its edges, judged blank or not, its codes
 * read, and stored small. All of it happens in worker processes with bounded memory, whatever a file claims of itself.
 */
import type { ErrorCode } from '../../../domain/errors.ts';

/** A code found on a page. `text` has passed the pattern of its kind; positions are dots of the stored page. Never logged. */
export interface PageCode {
  readonly text: string;
  readonly symbology: 'code-128' | 'qr';
  readonly engine: 'zxing-wasm' | 'zxing-library';
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

export interface PageIn {
  readonly file: string;
  readonly dpi: number;
  /** Where the result goes, without its ending; written whole and flushed before the answer. */
  readonly into: string;
  /** For a worker whose files are not plain: handed to its `PageFiles` as it is, understood by nobody else. */
  readonly secrets?: string | undefined;
}

/** How a worker reads and writes the files of its pages. A program that seals them brings a worker of its own (serve-pages.ts). */
export interface PageFiles {
  /** MC-DSC-06 when it cannot be read or is above `MAX_FILE_BYTES`. */
  read(file: string, secrets?: string): Promise<Buffer>;
  /** A power cut leaves the whole file or none. */
  write(file: string, bytes: Uint8Array, secrets?: string): Promise<void>;
}

/** What a page's file may have, plain. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;

export interface ProcessedPage {
  readonly file: string;
  /** Grey JPEG, or a bilevel PNG where the page is one. */
  readonly format: 'jpeg' | 'png';
  readonly bytes: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly dpi: number;
  readonly blank: boolean;
  /** Quarter turns that set it upright, and the degrees by which it was then straightened. */
  readonly turned: 0 | 90 | 180 | 270;
  readonly skew: number;
  readonly codes: readonly PageCode[];
}

/** A page that is no picture, is torn, or claims more than 200 megapixels or 64 MB is refused with its code and left where it is. */
export type PageOutcome =
  | { readonly ok: true; readonly page: ProcessedPage }
  | { readonly ok: false; readonly code: ErrorCode };

export interface PagePipeline {
  /** At most as many at once as there are workers; the rest wait. Rejects never; a worker that dies or hangs answers MC-DSC-06. */
  process(page: PageIn, signal?: AbortSignal): Promise<PageOutcome>;
  close(): Promise<void>;
}
