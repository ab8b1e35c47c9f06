import { CircleCheck, CornerDownLeft, Link2, Link2Off, type LucideIcon, MonitorCog, TriangleAlert } from 'lucide-react';
import { assertNever } from '../../../domain/assert-never.ts';
import type { SetupState } from '../../../domain/views/setup.ts';
import { Aside } from '../device-page/Aside.tsx';
import { Pill } from '../device-page/DevicePill.tsx';
import { Rail } from '../device-page/Rail.tsx';
import type { Tone } from '../device-page/triage.ts';
import { I } from '../parts/I.tsx';
import { useSetupState } from '../setup-state.ts';
import { type Say, useText } from '../text.ts';
import { useKeys } from '../use-keys.ts';
import { PairedFacts } from './PairedFacts.tsx';
import { PAIRING_FORM, PairingForm } from './PairingForm.tsx';
import type { Stage } from './stage.ts';
import { type Pairing, usePairing } from './use-pairing.ts';

const LOOK: Readonly<Record<Stage, { readonly icon: LucideIcon; readonly tone: Tone }>> = {
  first: { icon: Link2Off, tone: 'due' },
  token: { icon: Link2, tone: 'busy' },
  paired: { icon: CircleCheck, tone: 'ready' },
  revoked: { icon: TriangleAlert, tone: 'due' },
  broken: { icon: TriangleAlert, tone: 'due' },
};

/** Who this PC is to the province, and how it becomes somebody: by the code that the portal's administrator reads out. */
export const PairingPage = ({ state }: { readonly state: SetupState }) => {
  const t = useText();
  const pairing = usePairing(state);
  const { icon, tone } = LOOK[pairing.stage];
  return (
    <div className="frame">
      <Rail state={state} />
      <main className="main">
        <div className="bar">
          <h1>{t('pairing.title')}</h1>
          <Pill icon={icon} tone={tone} text={t(`pairing.pill.${pairing.stage}`)} />
        </div>
        <div className="scroll pairing">
          <Standing state={state} pairing={pairing} />
          <PairedFacts view={state.pairing} pairing={pairing} />
          {pairing.isOpen && <PairingForm view={state.pairing} pairing={pairing} />}
        </div>
      </main>
      <Aside state={state} foot={<Go pairing={pairing} />} />
    </div>
  );
};

const moreOf = (t: Say, stage: Stage, waiting: number): string => {
  switch (stage) {
    case 'first':
    case 'token':
    case 'paired':
    case 'broken':
      return t(`pairing.${stage}More`);
    case 'revoked':
      return t('pairing.revokedMore', { count: waiting });
    default:
      return assertNever(stage);
  }
};

/** How it stands, in a sentence, and what that means for the day's work. */
const Standing = ({ state, pairing }: { readonly state: SetupState; readonly pairing: Pairing }) => {
  const t = useText();
  const { stage, isDone } = pairing;
  const code = stage === 'broken' ? state.pairing.code : stage === 'revoked' ? state.connection.code : undefined;
  return (
    <section className={`standing ${LOOK[stage].tone}`} role="status">
      <I of={LOOK[stage].icon} />
      <div>
        <h2>
          {isDone && stage === 'paired' && `${t('pairing.done')} `}
          {t(`pairing.${stage}`)}
        </h2>
        <p>{moreOf(t, stage, state.connection.waiting)}</p>
      </div>
      {code && <span className="muted fig">{code}</span>}
    </section>
  );
};

/** The foot of the aside: one sentence and the one filled button (Enter). */
const Go = ({ pairing }: { readonly pairing: Pairing }) => {
  const t = useText();
  const { go } = useSetupState();
  const open = pairing.isOpen;
  const run = open ? pairing.submit : () => go('devices');
  useKeys({ Enter: run });
  // Outside of the form, but its own button: so that Enter in a field does the same.
  const act = open ? ({ type: 'submit', form: PAIRING_FORM } as const) : ({ type: 'button', onClick: run } as const);
  return (
    <section className="go">
      <p>{t(open ? (pairing.ready ? 'pairing.goReady' : 'pairing.goCode') : 'pairing.goPaired')}</p>
      <button {...act} className="btn primary" disabled={open && !pairing.ready}>
        <I of={open ? Link2 : MonitorCog} />
        <span>{t(open ? 'pairing.goAct' : 'pairing.goDevices')}</span>
        <kbd aria-label="Enter">
          <I of={CornerDownLeft} small />
        </kbd>
      </button>
    </section>
  );
};
