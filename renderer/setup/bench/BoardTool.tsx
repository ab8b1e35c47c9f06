import type { BenchState } from '../../../domain/bench.ts';
import { useText } from '../text.ts';
import { CableButton } from './CableButton.tsx';
import type { BenchAct } from './use-bench-act.ts';

type BoardProps = { readonly bench: BenchState; readonly act: BenchAct };

/** What stands on the virtual LED boards over the desks. */
export const BoardTool = ({ bench: { boards, calls }, act }: BoardProps) => {
  const t = useText();
  return (
    <div className="boards">
      <p className="lbl">{t('bench.boards')}</p>
      <ul>
        {calls.map(({ desk, ticket }) => (
          <li key={desk}>
            <b className="led-figures fig">{ticket}</b>
            <span>{t('bench.boardDesk', { desk })}</span>
          </li>
        ))}
        {calls.length === 0 && <li className="muted">{t('bench.boardDark')}</li>}
        {boards.map((board) => (
          <li key={board.id}>
            <CableButton device={board} act={act} />
          </li>
        ))}
      </ul>
    </div>
  );
};
