/** Whom the command line asks: a running station, or the devices themselves. Both answer the same questions. */
import type { DeviceView } from '../../domain/device.ts';
import type { DeviceCandidate } from '../../domain/device-candidate.ts';
import type { PageTrial } from '../../domain/device-trial.ts';
import type { Bilingual } from '../../domain/ids.ts';
import type { TestVerdict } from '../../domain/reader-test.ts';

/** A code that a reader brought; what it says is nobody's business here. */
export interface ReadTrial {
  readonly length: number;
  /** What the test code would show of the reader; `other` for any other code. */
  readonly verdict: TestVerdict;
  /** Why it was refused instead. */
  readonly code?: string;
}

export interface PrintTrial {
  readonly ok: boolean;
  readonly code?: string;
  /** The printer cannot confirm; a person has to look. */
  readonly uncertain: boolean;
}

export interface Asked {
  readonly who: 'station' | 'devices';
  list(): Promise<readonly DeviceView[]>;
  detect(): Promise<readonly DeviceCandidate[]>;
  /** Undefined when nothing was read before `signal` aborted. */
  read(id: string, signal: AbortSignal): Promise<ReadTrial | undefined>;
  scan(id: string): Promise<PageTrial>;
  print(id: string, signal: AbortSignal): Promise<PrintTrial>;
  /** The desks whose board shows the number. */
  board(id: string): Promise<readonly number[]>;
  close(): Promise<void>;
}

/** The running station does not answer, or refuses: `sentence` says which. */
export class NotAnswered extends Error {
  readonly sentence: Bilingual;
  readonly code: string;
  constructor(code: string, sentence: Bilingual) {
    super(`${code}: ${sentence.en}`);
    this.name = 'NotAnswered';
    this.code = code;
    this.sentence = sentence;
  }
}
