/** Whatever we print, as one value that can be handed to another process. */
import { assertNever } from '../domain/assert-never.ts';
import { drawForm01 } from './form01.ts';
import { drawForm05 } from './form05.ts';
import type { Form01Input, Form05Input, SlipInput, TestSlipInput, TicketInput } from './input.ts';
import { drawSeparatorSheet, type SeparatorSheetInput } from './separator-sheet.ts';
import { drawSlip } from './slip.ts';
import { drawTestSlip } from './test-slip.ts';
import { drawTicket } from './ticket.ts';

/** Plain values only: no function, no class of our own. */
export type Paper =
  | { readonly form: 'form01'; readonly input: Form01Input }
  | { readonly form: 'form05'; readonly input: Form05Input }
  | { readonly form: 'slip'; readonly input: SlipInput }
  | { readonly form: 'ticket'; readonly input: TicketInput }
  | { readonly form: 'test-slip'; readonly input: TestSlipInput }
  | { readonly form: 'separator'; readonly input: SeparatorSheetInput };

/** The PDF of it. Fonts are read from `assetsDir` once for each process. Throws as the form's own function does. */
export function drawPaper(paper: Paper, assetsDir: string): Promise<Uint8Array> {
  switch (paper.form) {
    case 'form01':
      return drawForm01(paper.input, assetsDir);
    case 'form05':
      return drawForm05(paper.input, assetsDir);
    case 'slip':
      return drawSlip(paper.input, assetsDir);
    case 'ticket':
      return drawTicket(paper.input, assetsDir);
    case 'test-slip':
      return drawTestSlip(paper.input, assetsDir);
    case 'separator':
      return drawSeparatorSheet(paper.input, assetsDir);
    default:
      return assertNever(paper);
  }
}
