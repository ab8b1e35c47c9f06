/**
 * What is known of receipt printers by model, as data. `generic` finds out by asking; an entry of its own is for a printer whose
 * ways are known and cannot be asked for. Sources: the makers' ESC/POS manuals for heads, cutters and commands; what a clone
 * leaves unanswered, from their owners' reports.
 */

/** How a slip is cut: `feed-partial` runs the paper to the cutter by itself (GS V 66); the others cut where they stand. */
export type Cut = 'feed-partial' | 'partial' | 'full' | 'none';

/** How a printer tells its state. `find-out`: DLE EOT is tried first, then automatic status (GS a). */
export type Speech = 'dle-eot' | 'asb' | 'nothing' | 'find-out';

export interface PrinterModel {
  readonly id: string;
  readonly label: string;
  /** Dots across its head, eight to a millimetre. */
  readonly dots: number;
  readonly speaks: Speech;
  readonly cut: Cut;
  /** Lines fed before the cut (or the tear bar), so that the last printed row is past it. */
  readonly feedLines: number;
  /** Rows in one GS v 0 at most; some firmware reads only the low byte of the row count. */
  readonly maxBandRows: number;
  /** The head's fastest pace; bands are sent no faster. */
  readonly rowsPerSecond: number;
  /** It drops its buffer on DLE DC4 8. Where it does not, a slip that broke off is cut away before the next. */
  readonly clears: boolean;
}

const generic: PrinterModel = {
  id: 'generic',
  label: 'ESC/POS 80 mm',
  dots: 576,
  speaks: 'find-out',
  cut: 'feed-partial',
  feedLines: 3,
  maxBandRows: 255,
  rowsPerSecond: 2000,
  clears: true,
};

export const PRINTER_MODELS = [
  generic,
  { ...generic, id: 'generic-58', label: 'ESC/POS 58 mm', dots: 384, cut: 'none', feedLines: 5, rowsPerSecond: 800 },
  { ...generic, id: 'epson-tm-t82', label: 'Epson TM-T82', speaks: 'dle-eot', rowsPerSecond: 1600 },
  // An older interface board that reports changes by itself and leaves DLE EOT unanswered.
  { ...generic, id: 'asb-only', label: 'ESC/POS, tự báo trạng thái', speaks: 'asb' },
  {
    ...generic,
    id: 'xprinter-silent',
    label: 'Xprinter 80 mm, không trả lời',
    speaks: 'nothing',
    cut: 'partial',
    feedLines: 6,
    rowsPerSecond: 1600,
    clears: false,
  },
] as const satisfies readonly PrinterModel[];

/** An entry of the table; one that is not there is taken as `generic`, which finds out by asking. */
export const printerModel = (id: string): PrinterModel => PRINTER_MODELS.find((model) => model.id === id) ?? generic;

/** Dots across a configured printer's head: as the technician says, else the model's. */
export const headDots = ({ model, dots }: { readonly model: string; readonly dots?: number | undefined }): number =>
  dots ?? printerModel(model).dots;
