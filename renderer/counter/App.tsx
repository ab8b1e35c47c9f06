import { assertNever } from '../../domain/assert-never.ts';
import { newId } from '../common/ids.ts';
import { CounterContext, type View } from './counter-state.ts';
import { useFreshness } from './data.ts';
import { HelpDialog } from './frame/HelpDialog.tsx';
import { OutboxDialog } from './frame/OutboxDialog.tsx';
import { Rail } from './frame/Rail.tsx';
import { StatusBar } from './frame/StatusBar.tsx';
import { TopBar } from './frame/TopBar.tsx';
import { Home } from './home/Home.tsx';
import { Intake } from './intake/Intake.tsx';
import { useKeys } from './keyboard/keyboard.ts';
import { ShiftDialog } from './office/ShiftDialog.tsx';
import { PrintsDialog } from './prints/PrintsDialog.tsx';
import { ReturnResult } from './return/ReturnResult.tsx';
import { ScanPapers } from './scan/ScanPapers.tsx';
import { ScanStack } from './scan/ScanStack.tsx';
import { useCounterState } from './use-counter-state.ts';
import { useScans } from './use-scans.ts';

/** The officer's window: top bar, rail and status bar stay; between them one screen at a time. */
export const App = () => {
  const counter = useCounterState();
  useFreshness();
  useScans(counter);
  const take = () => counter.go({ name: 'intake', draftId: newId() });
  const outbox = () => counter.show('outbox');
  const prints = () => counter.show('prints');
  const help = () => counter.show('help');
  const shift = () => counter.show('shift');
  const away = () => (counter.notice ? counter.notify(undefined) : counter.go({ name: 'home' }));
  useKeys({ F3: take, 'Alt+W': outbox, 'Alt+I': prints, 'Alt+O': shift, '?': help, Escape: away });
  return (
    <CounterContext value={counter}>
      {/* The place for scans: with the focus here no input method can touch what a reader types. */}
      <div className="counter" tabIndex={-1} data-scan-place>
        <TopBar />
        <Rail />
        <Screen view={counter.view} />
        <StatusBar />
      </div>
      {counter.overlay === 'help' && <HelpDialog />}
      {counter.overlay === 'outbox' && <OutboxDialog />}
      {counter.overlay === 'prints' && <PrintsDialog />}
      {counter.overlay === 'shift' && <ShiftDialog />}
    </CounterContext>
  );
};

const Screen = ({ view }: { readonly view: View }) => {
  switch (view.name) {
    case 'home':
      return <Home />;
    case 'intake':
      return <Intake key={view.draftId} draftId={view.draftId} />;
    case 'scan':
      return <ScanPapers key={view.dossierId} dossierId={view.dossierId} />;
    case 'scan-stack':
      return <ScanStack key={view.dossierId ?? 'stack'} dossierId={view.dossierId} />;
    case 'return':
      return <ReturnResult key={view.dossierId} dossierId={view.dossierId} scannedAt={view.scannedAt} />;
    default:
      return assertNever(view);
  }
};
