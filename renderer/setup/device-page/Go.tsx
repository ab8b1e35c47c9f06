import { useQueryClient } from '@tanstack/react-query';
import { CornerDownLeft, FlaskConical, type LucideIcon, Play, Printer, RefreshCw } from 'lucide-react';
import { assertNever } from '../../../domain/assert-never.ts';
import type { SetupState } from '../../../domain/views/setup.ts';
import { station } from '../../common/client.ts';
import { keys } from '../data.ts';
import { Button } from '../parts/Button.tsx';
import { I } from '../parts/I.tsx';
import { type Setup, useSetupState } from '../setup-state.ts';
import { type Say, useText } from '../text.ts';
import { useKeys } from '../use-keys.ts';
import { type NextAct, nextAct } from './next-act.ts';

type Button1 = { readonly say: string; readonly label?: string; readonly icon?: LucideIcon; readonly run?: () => void };

/** The sentence and the button for what comes next. */
const wordsOf = (t: Say, next: NextAct, { startTrial }: Setup, refresh: () => void): Button1 => {
  switch (next.act) {
    case 'paper':
      return { say: t('go.paper'), label: t('go.paperAct'), icon: Printer, run: () => startTrial(next.device) };
    case 'fix':
      return { say: t('go.fix', { name: next.device.name }), label: t('go.fixAct'), icon: RefreshCw, run: refresh };
    case 'test':
    case 'retest':
      return {
        say: t(`go.${next.act}`, { name: next.device.name }),
        label: t('go.testAct', { act: t(`act.${next.device.kind}`), name: next.device.name }),
        icon: Play,
        run: () => startTrial(next.device),
      };
    case 'testing':
      return { say: t('go.testing', { name: next.device.name }) };
    case 'all-passed':
      return { say: t('go.allPassed') };
    case 'none':
      return { say: t('go.none') };
    default:
      return assertNever(next);
  }
};

/** The foot of the aside: one sentence, the one filled button (Enter), one lesser one. */
export const Go = ({ state }: { readonly state: SetupState }) => {
  const t = useText();
  const client = useQueryClient();
  const setup = useSetupState();
  const refresh = () => {
    station.devices.refresh.mutate().finally(() => client.invalidateQueries({ queryKey: keys.setup }));
  };
  const { say, label, icon, run } = wordsOf(t, nextAct(state.devices, setup.trial), setup, refresh);
  useKeys({ Enter: run });
  return (
    <section className="go">
      <p>{say}</p>
      {label && (
        <button type="button" className="btn primary" onClick={run}>
          {icon && <I of={icon} />}
          <span>{label}</span>
          <kbd aria-label="Enter">
            <I of={CornerDownLeft} small />
          </kbd>
        </button>
      )}
      {state.bench && <Button quiet label={t('go.toBench')} icon={FlaskConical} onPress={() => setup.go('bench')} />}
    </section>
  );
};
