import { CircleCheck, Eraser, Plus, Printer, ScanText } from 'lucide-react';
import type { PrintJobView, TakenIn } from '../../../domain/views.ts';
import { useNow } from '../../common/clock.ts';
import { codeParts } from '../../common/format.ts';
import { failureOfCode } from '../../common/failure.ts';
import { newId } from '../../common/ids.ts';
import { useSay } from '../../common/i18n.ts';
import { useCounter } from '../counter-state.ts';
import { useDossier } from '../data.ts';
import { useUndo } from '../home/MoreMenu.tsx';
import { usePrintActs } from '../home/PrintQuestion.tsx';
import { useKeys } from '../keyboard/keyboard.ts';
import { Button } from '../parts/Button.tsx';
import { Go } from '../parts/Go.tsx';
import { I } from '../parts/I.tsx';
import { Kbd } from '../parts/Kbd.tsx';
import { NoticeBar } from '../parts/NoticeBar.tsx';
import { useText } from '../text.ts';

/** Saved: the code, the due time, what the printers are doing, and five minutes in which it may be undone. */
export const TakenInScreen = ({ taken }: { readonly taken: TakenIn }) => {
  const t = useText();
  const { go } = useCounter();
  const { data: dossier } = useDossier(taken.dossierId);
  const home = () => go({ name: 'home' });
  const scan = () => go({ name: 'scan', dossierId: taken.dossierId });
  useKeys({ F4: scan, Escape: home });
  return (
    <>
      <main className="main" aria-label={t('intake.done')}>
        <div className="bar">
          <button type="button" className="back" onClick={home}>
            <Kbd k="Esc" />
            <span>{t('back')}</span>
          </button>
          <h1>{t('intake.done')}</h1>
        </div>
        <NoticeBar />
        <Big taken={taken} name={dossier?.applicant.name} procedure={dossier?.procedureName} cancelled={dossier?.status === 'cancelled'} />
      </main>
      <aside className="aside" aria-label={t('intake.printing')}>
        <div className="a-head line">
          <div className="a-top">
            <h2>{t('intake.printing')}</h2>
          </div>
        </div>
        <div className="a-body">
          <ul className="jobs">
            {(dossier?.prints ?? taken.prints).map((job) => (
              <JobLine key={job.id} job={job} />
            ))}
          </ul>
        </div>
        <Go say={t('intake.doneSay')} label={t('intake.toList')} icon={CircleCheck} onGo={home}>
          <Button icon={ScanText} label={t('intake.toScan')} k="F4" onPress={scan} />
          <Button icon={Plus} label={t('intake.another')} k="F3" onPress={() => go({ name: 'intake', draftId: newId() })} />
        </Go>
      </aside>
    </>
  );
};

type BigProps = { readonly taken: TakenIn; readonly name: string | undefined; readonly procedure: string | undefined; readonly cancelled: boolean };

const Big = ({ taken, name, procedure, cancelled }: BigProps) => {
  const t = useText();
  const now = useNow(1000);
  const undo = useUndo({ id: taken.dossierId, code: taken.code });
  const [agency, own] = codeParts(taken.code);
  const open = !cancelled && now < taken.undoUntil;
  useKeys({ 'Alt+U': open ? undo : undefined });
  return (
    <div className="taken" role="status">
      <I of={CircleCheck} className="taken-mark" />
      <p className={`taken-code fig ${cancelled ? 'is-cancelled' : ''}`}>
        <span>{agency}</span>
        {own}
      </p>
      <p className="taken-who">
        <b>{name}</b>
        <br />
        {procedure}
      </p>
      {cancelled ? <p className="taken-due">{t('intake.undone', { code: own })}</p> : <p className="taken-due">{t('intake.doneDue', { at: taken.dueAt })}</p>}
      {open && (
        <p className="taken-undo">
          <Button icon={Eraser} label={t('intake.undo')} k="Alt+U" onPress={undo} />
          <span className="muted">{t('intake.undoUntil', { at: taken.undoUntil })}</span>
        </p>
      )}
    </div>
  );
};

const JobLine = ({ job }: { readonly job: PrintJobView }) => {
  const t = useText();
  const say = useSay();
  const { answer, retry } = usePrintActs();
  const sentence = job.code && job.state !== 'printed' ? failureOfCode(job.code).sentence : undefined;
  return (
    <li>
      <p>
        <I of={Printer} /> <b>{t(`print.${job.document}`)}</b> · <span className={`job-${job.state}`}>{t(`print.${job.state}`)}</span>
      </p>
      {sentence && <p className="muted">{say(sentence)} <small>{job.code}</small></p>}
      {job.state === 'uncertain' && (
        <div className="row">
          <Button label={t('print.yes')} onPress={() => answer(job, true)} />
          <Button label={t('print.no')} onPress={() => answer(job, false)} />
        </div>
      )}
      {job.state === 'failed' && <div className="row"><Button label={t('print.retry')} onPress={() => retry(job)} /></div>}
    </li>
  );
};
