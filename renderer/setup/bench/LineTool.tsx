import { Monitor, Server } from 'lucide-react';
import { type BenchState, type LineMode, lineModeSchema } from '../../../domain/bench.ts';
import type { ConnectionState } from '../../../domain/views/line.ts';
import { station } from '../../common/client.ts';
import { LinePill, OfflineSentence } from '../device-page/LineState.tsx';
import { I } from '../parts/I.tsx';
import { Segments } from '../parts/Segments.tsx';
import { useText } from '../text.ts';
import { BoardTool } from './BoardTool.tsx';
import type { BenchAct } from './use-bench-act.ts';

type LineProps = { readonly bench: BenchState; readonly connection: ConnectionState; readonly act: BenchAct };

/** What is asked of the line, and below it what the station itself has noticed of it. */
export const LineTool = ({ bench, connection, act }: LineProps) => {
  const t = useText();
  const options = lineModeSchema.options.map((value) => ({
    value,
    label: t(`bench.mode.${value}`),
    due: value !== 'up',
  }));
  return (
    <section className="tool line-tool">
      <h2>
        {t('bench.line')}
        <LinePill connection={connection} />
      </h2>
      <div className="line">
        <p className="node">
          <I of={Monitor} />
          {t('bench.here')}
        </p>
        <Wire mode={bench.line} />
        <p className="node">
          <I of={Server} />
          {t('bench.there')}
        </p>
      </div>
      <Segments
        hidden
        label={t('bench.line')}
        options={options}
        value={bench.line}
        onChange={(mode) =>
          act(() => station.bench.line.mutate({ mode }), 'did-line', { what: t(`bench.mode.${mode}`) })
        }
      />
      <Noticed mode={bench.line} connection={connection} />
      {bench.boards.length > 0 && <BoardTool bench={bench} act={act} />}
    </section>
  );
};

const Noticed = ({ mode, connection }: { readonly mode: LineMode; readonly connection: ConnectionState }) => {
  const t = useText();
  if (connection.state === 'offline') return <OfflineSentence connection={connection} />;
  if (mode === 'down') return <p className="calm">{t('bench.lineTurning')}</p>;
  return (
    <p className="well">
      <b>{t('bench.lineUp')}</b> {t('bench.lineUpMore', { count: connection.waiting })}
    </p>
  );
};

const Wire = ({ mode }: { readonly mode: LineMode }) => (
  <svg className={`wire ${mode}`} viewBox="0 0 240 44" preserveAspectRatio="none" aria-hidden="true">
    {mode === 'down' ? (
      <>
        <path d="M8 22h84M148 22h84" />
        <path className="cross" d="M108 10l24 24M132 10l-24 24" />
      </>
    ) : (
      <path d="M8 22h224" />
    )}
  </svg>
);
