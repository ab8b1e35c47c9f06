import { PrinterX } from 'lucide-react';
import { ICON } from '../parts/Frame.tsx';
import { useText } from '../text.ts';
import type { SlipNotice } from '../ticket-view.ts';

const WORDS = {
  'no-paper': 'ticket.noPaper',
  'not-printed': 'ticket.noPrint',
  'no-printer': 'ticket.noPrinter',
} as const;

/** No slip comes: the number on the screen is enough. */
export const NoSlip = ({
  notice,
  number,
}: {
  readonly notice: Exclude<SlipNotice, 'printing' | 'printed'>;
  readonly number: string;
}) => {
  const t = useText();
  return (
    <div className="card strip warn" role="status">
      <PrinterX {...ICON} />
      <p>
        <b>{t(WORDS[notice])}</b>
        <span className="sub">{t('ticket.calledAnyway', { number })}</span>
      </p>
    </div>
  );
};
