import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ArrowRightLeft, Check, Printer, PrinterCheck, RefreshCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { assertNever } from '../../../domain/assert-never.ts';
import type { DeviceView } from '../../../domain/device.ts';
import type { PrintJobView } from '../../../domain/views/prints.ts';
import { station } from '../../common/client.ts';
import { useNow } from '../../common/clock.ts';
import { DossierCode } from '../../common/DossierCode.tsx';
import { failureOfCode } from '../../common/failure.ts';
import { when } from '../../common/format.ts';
import { useLanguage, useSay } from '../../common/i18n.ts';
import { useCounter } from '../counter-state.ts';
import { useDevices, usePrints } from '../data.ts';
import { deviceWord } from '../home/device-words.ts';
import { usePrintActs } from '../home/PrintQuestion.tsx';
import { useKeys } from '../keyboard/keyboard.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { I } from '../parts/I.tsx';
import { Kbd } from '../parts/Kbd.tsx';
import { useText } from '../text.ts';
import { isInHand, othersFor, rowOf, waitingWith } from './print-queue.ts';

type Doing = 'choosing' | 'sending' | 'dropping';

/** What has not come out yet: why, and what to do about it (print now, on another printer, not at all). */
export const PrintsDialog = () => {
  const t = useText();
  const { show, selected } = useCounter();
  const { data: queue } = usePrints();
  const { data: devices = [] } = useDevices();
  const [chosen, setChosen] = useState<string>();
  const [doing, setDoing] = useState<Doing>('choosing');
  const jobs = queue?.jobs ?? [];
  const at = rowOf(jobs, chosen, selected);
  const job = jobs[at];
  const total = queue?.counts.reduce((sum, { waiting, forPerson }) => sum + waiting + forPerson, 0) ?? 0;
  const to = (index: number) => () => {
    setChosen(jobs[Math.max(0, Math.min(jobs.length - 1, index))]?.id);
    setDoing('choosing');
  };
  const leave = () => (doing === 'choosing' ? show(undefined) : setDoing('choosing'));
  useKeys(
    {
      ArrowDown: to(at + 1),
      ArrowUp: to(at - 1),
      Home: to(0),
      End: to(jobs.length - 1),
      'Alt+I': () => show(undefined),
      Escape: leave,
    },
    true,
  );
  return (
    <Dialog title={t('prints.title')} onClose={leave} wide>
      {queue && jobs.length === 0 && <p className="okc">{t('prints.empty')}</p>}
      {jobs.length > 0 && (
        <div className="dialog-scroll prints-scroll">
          <Jobs jobs={jobs} chosen={job?.id} devices={devices} onChoose={(index) => to(index)()} />
        </div>
      )}
      {total > jobs.length && <p className="muted">{t('prints.more', { count: total - jobs.length })}</p>}
      {job && isInHand(job) ? (
        <Foot key={job.id} job={job} jobs={jobs} devices={devices} doing={doing} onDoing={setDoing} />
      ) : (
        <div className="dialog-foot">
          <Button label={t('prints.close')} k="Esc" onPress={leave} />
        </div>
      )}
    </Dialog>
  );
};

type JobsProps = {
  readonly jobs: readonly PrintJobView[];
  readonly chosen: string | undefined;
  readonly devices: readonly DeviceView[];
  readonly onChoose: (index: number) => void;
};
const Jobs = ({ jobs, chosen, devices, onChoose }: JobsProps) => {
  const t = useText();
  return (
    <table className="papers prints-queue">
      <colgroup>
        <col className="p-what" />
        <col className="p-printer" />
        <col className="p-when" />
        <col />
      </colgroup>
      <thead>
        <tr>
          <th>{t('prints.what')}</th>
          <th>{t('prints.printer')}</th>
          <th>{t('prints.since')}</th>
          <th>{t('prints.state')}</th>
        </tr>
      </thead>
      <tbody>
        {jobs.map((job, index) => (
          <JobRow
            key={job.id}
            job={job}
            on={job.id === chosen}
            printer={devices.find(({ id }) => id === job.printerId)}
            onChoose={() => onChoose(index)}
          />
        ))}
      </tbody>
    </table>
  );
};

type JobRowProps = {
  readonly job: PrintJobView;
  readonly on: boolean;
  readonly printer: DeviceView | undefined;
  readonly onChoose: () => void;
};
const JobRow = ({ job, on, printer, onChoose }: JobRowProps) => {
  const t = useText();
  const say = useSay();
  const language = useLanguage();
  const now = useNow();
  const sentence = job.code ? failureOfCode(job.code).sentence : undefined;
  return (
    <tr className={on ? 'on' : ''} aria-current={on} onClick={onChoose} ref={on ? seen : undefined}>
      <td className="nm">
        {t(`print.${job.document}`)}
        <br />
        {job.dossierCode ? <DossierCode code={job.dossierCode} /> : <span className="muted">{job.title}</span>}
      </td>
      <td className="wrap">{printer?.name ?? <span className="late">{t('prints.noPrinter')}</span>}</td>
      <td>{when(job.createdAt, now, language)}</td>
      <td className="wrap">
        <span className={`job-${job.state}`}>{t(`print.${job.state}`)}</span>
        {sentence && (
          <p>
            {say(sentence)} <small className="muted">{job.code}</small>
          </p>
        )}
      </td>
    </tr>
  );
};

const seen = (row: HTMLTableRowElement | null): void => row?.scrollIntoView({ block: 'nearest' });

type FootProps = {
  readonly job: PrintJobView;
  readonly jobs: readonly PrintJobView[];
  readonly devices: readonly DeviceView[];
  readonly doing: Doing;
  readonly onDoing: (doing: Doing) => void;
};
const Foot = (props: FootProps) => {
  switch (props.doing) {
    case 'choosing':
      return <Choices {...props} />;
    case 'sending':
      return <Printers {...props} />;
    case 'dropping':
      return <DropQuestion {...props} />;
    default:
      return assertNever(props.doing);
  }
};

const Choices = ({ job, devices, onDoing }: FootProps) => {
  const t = useText();
  const { show } = useCounter();
  const { answer, retry } = usePrintActs();
  const asked = job.state === 'uncertain';
  const no = asked ? () => answer(job, false) : undefined;
  const send = othersFor(job, devices).length > 0 ? () => onDoing('sending') : undefined;
  // A printer that is gone will not print, however often it is asked.
  const sendFirst = !asked && send !== undefined && !devices.some(({ id }) => id === job.printerId);
  const go = () => {
    if (sendFirst) onDoing('sending');
    else if (asked) answer(job, true);
    else retry(job);
  };
  const drop = () => onDoing('dropping');
  useKeys({ Enter: go, F6: no, F8: send, Delete: drop }, true);
  return (
    <>
      {asked && <p className="prints-ask">{t('print.question')}</p>}
      <div className="dialog-foot">
        <Button label={t('prints.close')} k="Esc" onPress={() => show(undefined)} />
        <Button icon={Trash2} label={t('prints.drop')} k="Del" onPress={drop} />
        {send && !sendFirst && <Button icon={ArrowRightLeft} label={t('prints.send')} k="F8" onPress={send} />}
        {no && <Button icon={PrinterCheck} label={t('print.no')} k="F6" onPress={no} />}
        <Button
          className="primary"
          icon={sendFirst ? ArrowRightLeft : asked ? Check : RefreshCw}
          label={t(sendFirst ? 'prints.send' : asked ? 'print.yes' : 'print.retry')}
          k="Enter"
          onPress={go}
        />
      </div>
    </>
  );
};

const Printers = ({ job, jobs, devices, onDoing }: FootProps) => {
  const t = useText();
  const { redirect } = useQueueActs();
  const others = othersFor(job, devices);
  const along = waitingWith(job, jobs);
  const [all, setAll] = useState(false);
  const send = (to: DeviceView) => {
    redirect({ jobIds: (all ? along : [job]).map(({ id }) => id), printerId: to.id });
    onDoing('choosing');
  };
  const toggle = along.length > 1 ? () => setAll(!all) : undefined;
  useKeys(
    {
      ...Object.fromEntries(others.map((device, index) => [`Alt+${index + 1}`, () => send(device)])),
      'Alt+A': toggle,
      Enter: others[0] ? () => others[0] && send(others[0]) : undefined,
    },
    true,
  );
  return (
    <>
      {(all ? along : [job]).some(({ state }) => state === 'uncertain') && (
        <p className="late">{t('prints.sendUncertain')}</p>
      )}
      <p className="prints-ask">{t(all ? 'prints.sendAll' : 'prints.sendOne', { count: along.length })}</p>
      <div className="dialog-foot prints-to">
        <Button label={t('prints.back')} k="Esc" onPress={() => onDoing('choosing')} />
        {toggle && <Button label={t('prints.all', { count: along.length })} k="Alt+A" pressed={all} onPress={toggle} />}
        {others.map((device, index) => (
          <button
            key={device.id}
            type="button"
            className={`btn ${index === 0 ? 'primary' : ''}`}
            onClick={() => send(device)}
          >
            <I of={Printer} />
            <span>
              {device.name} <em>{deviceWord(t, device)}</em>
            </span>
            <Kbd k={`Alt+${index + 1}`} />
          </button>
        ))}
      </div>
    </>
  );
};

const DropQuestion = ({ job, onDoing }: FootProps) => {
  const t = useText();
  const { drop } = useQueueActs();
  const yes = () => {
    drop(job.id);
    onDoing('choosing');
  };
  useKeys({ Delete: yes }, true);
  return (
    <>
      <p className="prints-ask">{t('prints.dropAsk', { what: t(`print.${job.document}`) })}</p>
      <div className="dialog-foot">
        <Button label={t('prints.keep')} k="Esc" onPress={() => onDoing('choosing')} />
        <Button icon={Trash2} label={t('prints.dropYes')} k="Del" onPress={yes} />
      </div>
    </>
  );
};

const useQueueActs = () => {
  const client = useQueryClient();
  const { fail } = useCounter();
  const done = { onSuccess: () => client.invalidateQueries(), onError: fail };
  const redirect = useMutation({
    mutationFn: (given: { readonly jobIds: string[]; readonly printerId: string }) =>
      station.prints.redirect.mutate(given),
    ...done,
  });
  const drop = useMutation({ mutationFn: (jobId: string) => station.prints.drop.mutate({ jobId }), ...done });
  return { redirect: redirect.mutate, drop: drop.mutate };
};
