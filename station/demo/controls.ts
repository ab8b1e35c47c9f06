/** The demo's own levers: the embedded portal's line, and what a made-up citizen's card says. */
import type { LineMode } from '../../domain/bench.ts';

export interface DemoControls {
  setLine(mode: LineMode): Promise<void>;
  line(): LineMode;
  /** A made-up citizen card, as its QR. */
  readonly sampleCard: string;
  readonly portalAdmin: { readonly url: string; readonly token: string };
  close(): Promise<void>;
}
