import { RotateCcw } from 'lucide-react';
import type { SetupState } from '../../../domain/views/setup.ts';
import { station } from '../../common/client.ts';
import { ErrorNotice } from '../../common/ErrorNotice.tsx';
import { failureOf } from '../../common/failure.ts';
import { useBench } from '../data.ts';
import { Log } from '../frame/Log.tsx';
import { Waiting } from '../frame/Waiting.tsx';
import { Button } from '../parts/Button.tsx';
import { useText } from '../text.ts';
import { FeederTool } from './FeederTool.tsx';
import { LineTool } from './LineTool.tsx';
import { PrinterTool } from './PrinterTool.tsx';
import { ReaderTool } from './ReaderTool.tsx';
import { useBenchAct } from './use-bench-act.ts';

/** Pretend devices on a dotted mat, so that they are never taken for the real ones. */
export const BenchPage = ({ state }: { readonly state: SetupState }) => {
  const t = useText();
  const bench = useBench(state.bench);
  const { act, failure } = useBenchAct();
  if (!bench.data)
    return (
      <Waiting
        failure={bench.error ? failureOf(bench.error) : undefined}
        onAgain={() => bench.refetch()}
        text={t('bench.loading')}
      />
    );
  return (
    <main className="bench">
      <div className="bar">
        <h1>{t('bench.title')}</h1>
        <p className="muted">{t('bench.lead')}</p>
        <span className="sp" />
        {failure && <ErrorNotice failure={failure} />}
        <Button
          quiet
          label={t('bench.reset')}
          icon={RotateCcw}
          onPress={() => act(() => station.bench.reset.mutate(), 'did-reset')}
        />
      </div>
      <div className="mat">
        <ReaderTool bench={bench.data} act={act} />
        <PrinterTool bench={bench.data} devices={state.devices} act={act} />
        <FeederTool bench={bench.data} devices={state.devices} act={act} />
        <LineTool bench={bench.data} connection={state.connection} act={act} />
        <section className="tool happened">
          <h2>{t('bench.happened')}</h2>
          <Log most={14} />
        </section>
      </div>
    </main>
  );
};
