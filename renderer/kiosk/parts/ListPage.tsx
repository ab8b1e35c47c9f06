/** A question with its answers as a list that is paged, never scrolled. */
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { pageOf } from '../paging.ts';
import { BackAndHome, Frame, ICON } from './Frame.tsx';
import { Pager } from './Pager.tsx';

/** Rows that fit under the reach line; one less when the page buttons stand there. */
const ROWS = 6;
/** Up to this many answers take a whole row each; more stand in two columns. */
const WIDE = 6;

type ListPageProps<T> = {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly lead: string;
  readonly items: readonly T[];
  readonly page: number;
  readonly turn: (page: number) => void;
  readonly render: (item: T, narrow: boolean) => ReactNode;
  /** Long names need the whole row. */
  readonly wide?: boolean;
};

export const ListPage = <T,>({
  icon: Icon,
  title,
  lead,
  items,
  page,
  turn,
  render,
  wide = false,
}: ListPageProps<T>) => {
  const narrow = !wide && items.length > WIDE;
  const columns = narrow ? 2 : 1;
  const shown = pageOf(items, page, (ROWS - 1) * columns, ROWS * columns);
  return (
    <Frame act={<BackAndHome />}>
      <div className="see">
        <div className="pic-l">
          <Icon {...ICON} />
        </div>
        <h1 className="ask">{title}</h1>
        <p className="lead">{lead}</p>
      </div>
      <div className="hands">
        <div className={narrow ? 'rows two' : 'rows'}>{shown.items.map((item) => render(item, narrow))}</div>
        <Pager page={shown.page} pages={shown.pages} turn={turn} />
      </div>
    </Frame>
  );
};
