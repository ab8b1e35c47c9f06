import {
  CircleCheck,
  Eye,
  LoaderCircle,
  type LucideIcon,
  RotateCcw,
  ScanBarcode,
  TriangleAlert,
  X,
} from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import type { DeviceView } from '../../../domain/device.ts';
import { isErrorCode, sentenceOf } from '../../../domain/errors.ts';
import { LAYOUT_TEST_CODE } from '../../../domain/reader-test.ts';
import type { PrintJobView } from '../../../domain/views/prints.ts';
import { station } from '../../common/client.ts';
import { ErrorNotice } from '../../common/ErrorNotice.tsx';
import { useSay } from '../../common/i18n.ts';
import { Button } from '../parts/Button.tsx';
import { CodeImage } from '../parts/CodeImage.tsx';
import { I } from '../parts/I.tsx';
import { useSetupState } from '../setup-state.ts';
import { useText } from '../text.ts';
import { isPass } from './reading.ts';
import { isAsking, type Trial } from './trial.ts';

type PanelProps = { readonly trial: Trial; readonly device: DeviceView };

/** Under the device being tested: what the program saw so far, and what it asks the person to look at. */
export const TrialPanel = ({ trial, device }: PanelProps) => {
  const t = useText();
  const { startTrial, closeTrial } = useSetupState();
  const panel = useRef<HTMLElement>(null);
  // What is said last is what the technician needs to see, also on a small screen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever of the trial changes
  useEffect(() => panel.current?.scrollIntoView({ block: 'nearest' }), [trial]);
  const over =
    trial.noted !== undefined || trial.failure !== undefined || (trial.scanned?.code ?? '') !== '' || ended(trial);
  return (
    <section ref={panel} className="trial" aria-live="polite" aria-label={`${t(`act.${device.kind}`)}: ${device.name}`}>
      <div className="trial-body">
        {trial.failure && <ErrorNotice failure={trial.failure} />}
        {trial.kind === 'print' && <PrintTrial trial={trial} device={device} />}
        {trial.kind === 'scan' && <ScanTrial trial={trial} />}
        {trial.kind === 'read' && <ReadTrial trial={trial} device={device} />}
        {trial.kind === 'look' && <LookTrial trial={trial} device={device} />}
        {trial.noted !== undefined && (
          <Line
            icon={trial.noted ? CircleCheck : TriangleAlert}
            tone={trial.noted ? 'ready' : 'due'}
            text={t(trial.noted ? 'test.passed' : 'test.failed')}
          />
        )}
      </div>
      <div className="trial-foot">
        {over && <Button quiet label={t('test.retry')} icon={RotateCcw} onPress={() => startTrial(device)} />}
        <Button quiet label={t('close')} icon={X} onPress={closeTrial} />
      </div>
    </section>
  );
};

const ended = ({ job }: Trial): boolean => job?.state === 'failed' || job?.state === 'dropped';

type LineProps = {
  readonly icon: LucideIcon;
  readonly tone: 'ready' | 'due' | 'busy';
  readonly text: string;
  readonly more?: string;
  readonly turning?: boolean;
};

const Line = ({ icon, tone, text, more, turning = false }: LineProps) => (
  <p className={`state ${tone} ${turning ? 'turning' : ''}`}>
    <I of={icon} />
    <span>
      {text}
      {more && <small>{more}</small>}
    </span>
  </p>
);

/** A question only eyes can answer. */
const Ask = ({
  question,
  how,
  children,
}: {
  readonly question: string;
  readonly how: string;
  readonly children: ReactNode;
}) => (
  <div className="ask">
    <p>
      <b>{question}</b>
      <span className="muted">{how}</span>
    </p>
    <div className="answers">{children}</div>
  </div>
);

const PrintTrial = ({ trial, device }: PanelProps) => {
  const t = useText();
  const { noteTrial } = useSetupState();
  const page = device.kind === 'page-printer';
  if (trial.failure) return null;
  return (
    <>
      {trial.job ? (
        <JobLine job={trial.job} />
      ) : (
        <Line icon={LoaderCircle} tone="busy" turning text={t('test.printSending')} />
      )}
      {isAsking(trial) && (
        <Ask question={t('test.printAsk')} how={t(page ? 'test.printHowPage' : 'test.printHow')}>
          <Button label={t('yes')} icon={CircleCheck} onPress={() => noteTrial(true, 'print:yes')} />
          <Button label={t('no')} icon={X} onPress={() => noteTrial(false, 'print:no')} />
        </Ask>
      )}
      {trial.noted === false && <p className="muted">{t(page ? 'test.printNoMorePage' : 'test.printNoMore')}</p>}
    </>
  );
};

/** How far the printing has come, and what holds it up. */
const JobLine = ({ job }: { readonly job: PrintJobView }) => {
  const t = useText();
  const say = useSay();
  const text = t(`test.print-${job.state}`);
  if (job.state === 'printed') return <Line icon={CircleCheck} tone="ready" text={text} />;
  const why = job.code !== undefined && isErrorCode(job.code) ? say(sentenceOf(job.code)) : undefined;
  if (why || (job.state !== 'waiting' && job.state !== 'printing'))
    return <Line icon={TriangleAlert} tone="due" text={text} more={why} />;
  return <Line icon={LoaderCircle} tone="busy" turning text={text} />;
};

const ScanTrial = ({ trial }: { readonly trial: Trial }) => {
  const t = useText();
  const say = useSay();
  const { scanned } = trial;
  if (trial.failure) return null;
  if (!scanned)
    return <Line icon={LoaderCircle} tone="busy" turning text={t('test.scanRunning')} more={t('test.scanHow')} />;
  const why = scanned.code !== undefined && isErrorCode(scanned.code) ? say(sentenceOf(scanned.code)) : undefined;
  const count = t('test.scanDone', { count: scanned.pages });
  return why ? (
    <Line icon={TriangleAlert} tone="due" text={why} more={scanned.pages > 0 ? count : undefined} />
  ) : (
    <Line icon={CircleCheck} tone="ready" text={count} more={t('test.scanHow')} />
  );
};

/** The focus waits on something that is no text field, so that no input method can touch what a reader types. */
const ReadTrial = ({ trial, device }: PanelProps) => {
  const t = useText();
  const { did } = useSetupState();
  const place = useRef<HTMLElement>(null);
  useEffect(() => place.current?.focus(), []);
  const scanVirtually = () => {
    place.current?.focus();
    station.bench.scan.mutate({ deviceId: device.id, text: LAYOUT_TEST_CODE }).then(
      (arrived) => did(arrived ? 'did-scan' : 'did-scan-lost', { name: device.name, thing: LAYOUT_TEST_CODE }),
      () => did('did-scan-lost', { name: device.name }),
    );
  };
  const { reading } = trial;
  const waiting = trial.noted === undefined;
  return (
    <div className="read">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it holds the focus on purpose, see above */}
      <figure ref={place} tabIndex={0} aria-label={t('test.readPlace')}>
        <CodeImage kind="bars" text={LAYOUT_TEST_CODE} alt={LAYOUT_TEST_CODE} />
        <figcaption className="fig">{LAYOUT_TEST_CODE}</figcaption>
      </figure>
      <div className="trial-body">
        {reading && (
          <Line
            icon={isPass(reading.verdict) ? CircleCheck : TriangleAlert}
            tone={isPass(reading.verdict) ? 'ready' : 'due'}
            text={t(`test.read.${reading.verdict}`, {
              length: reading.length,
              expected: LAYOUT_TEST_CODE.length,
              detail: reading.detail ?? t('test.otherLayout'),
            })}
          />
        )}
        {waiting && (
          <Line
            icon={ScanBarcode}
            tone="busy"
            text={t('test.readWaiting', { name: device.name })}
            more={t('test.readHow')}
          />
        )}
        {waiting && device.virtual && (
          <Button label={t('test.readVirtual')} icon={ScanBarcode} onPress={scanVirtually} />
        )}
      </div>
    </div>
  );
};

const LookTrial = ({ trial, device }: PanelProps) => {
  const t = useText();
  const { noteTrial } = useSetupState();
  if (!isAsking(trial)) return null;
  return (
    <Ask
      question={device.driver === 'window' ? t('test.lookAsk', { at: trial.startedAt }) : t('test.boardAsk')}
      how={t(device.driver === 'window' ? 'test.lookHow' : 'test.boardHow')}
    >
      <Button label={t('yes')} icon={Eye} onPress={() => noteTrial(true, 'look:yes')} />
      <Button label={t('no')} icon={X} onPress={() => noteTrial(false, 'look:no')} />
    </Ask>
  );
};
