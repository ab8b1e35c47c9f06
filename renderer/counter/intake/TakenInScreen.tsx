import { CircleCheck, Eraser, Plus, Printer, ScanText } from 'lucide-react';
import { useEffect } from 'react';
import type { DossierDetail } from '../../../domain/views/dossier.ts';
import type { TakenIn } from '../../../domain/views/intake.ts';
import type { PrintJobView } from '../../../domain/views/prints.ts';
import { useNow } from '../../common/clock.ts';
import { failureOfCode } from '../../common/failure.ts';
import { codeParts, money, weekdayDate, when } from '../../common/format.ts';
import { useLanguage, useSay } from '../../common/i18n.ts';
import { newId } from '../../common/ids.ts';
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
type TakenProps = { readonly taken: TakenIn; readonly fee: number; readonly change: number | undefined };

export const TakenInScreen = ({ taken, fee, change }: TakenProps) => {
  const t = useText();
  const { go } = useCounter();
  const { data: dossier } = useDossier(taken.dossierId);
  const { card } = useCounter();
  // The next person's card: the next intake begins with it.
  useEffect(() => {
    if (card) go({ name: 'intake', draftId: newId() });
  }, [card, go]);
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
        <Big taken={taken} dossier={dossier} fee={fee} change={change} />
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
          <Button
            icon={Plus}
            label={t('intake.another')}
            k="F3"
            onPress={() => go({ name: 'intake', draftId: newId() })}
          />
        </Go>
      </aside>
    </>
  );
};

const Big = ({ taken, dossier, fee, change }: TakenProps & { readonly dossier: DossierDetail | undefined }) => {
  const t = useText();
  const now = useNow(1000);
  const undo = useUndo({ id: taken.dossierId, code: taken.code });
  const [agency, own] = codeParts(taken.code);
  const cancelled = dossier?.status === 'cancelled';
  const open = !cancelled && now < taken.undoUntil;
  useKeys({ 'Alt+U': open ? undo : undefined });
  return (
    <div className="taken">
      <I of={cancelled ? Eraser : CircleCheck} className={`taken-mark ${cancelled ? 'is-cancelled' : ''}`} />
      <p className={`taken-code fig ${cancelled ? 'is-cancelled' : ''}`} role="status">
        <span>{agency}</span>
        {own}
      </p>
      {cancelled ? (
        <p className="taken-due">{t('intake.undone', { code: own })}</p>
      ) : (
        <TakenFacts taken={taken} dossier={dossier} fee={fee} change={change} />
      )}
      {open && (
        <p className="taken-undo">
          <Button icon={Eraser} label={t('intake.undo')} k="Alt+U" onPress={undo} />
          <span className="muted">{t('intake.undoUntil', { at: taken.undoUntil })}</span>
        </p>
      )}
    </div>
  );
};

/** What the officer says to the person in front of her: when to come, and the change to give back. */
const TakenFacts = ({ taken, dossier, fee, change }: TakenProps & { readonly dossier: DossierDetail | undefined }) => {
  const t = useText();
  const language = useLanguage();
  const now = useNow();
  return (
    <dl className="taken-facts">
      <div>
        <dt>{t('intake.applicant')}</dt>
        <dd>{dossier?.applicant.name}</dd>
      </div>
      <div>
        <dt>{t('intake.procedure')}</dt>
        <dd>{dossier?.procedureName}</dd>
      </div>
      <div>
        <dt>{t('intake.due')}</dt>
        <dd>
          <b>{when(taken.dueAt, now, language)}</b>, {weekdayDate(taken.dueAt, language)}
        </dd>
      </div>
      <div>
        <dt>{t('intake.payCap')}</dt>
        <dd>
          {fee === 0 ? (
            t('detail.free')
          ) : (
            <>
              <b>{money(fee)}</b>, {dossier && t(`pay.${dossier.payment.method}`).toLocaleLowerCase('vi')}
            </>
          )}
        </dd>
      </div>
      {change !== undefined && change > 0 && (
        <div className="give-back">
          <dt>{t('intake.change2')}</dt>
          <dd>
            <b>{money(change)}</b>
          </dd>
        </div>
      )}
    </dl>
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
        <I of={Printer} /> <b>{t(`print.${job.document}`)}</b> ·{' '}
        <span className={`job-${job.state}`}>{t(`print.${job.state}`)}</span>
      </p>
      {sentence && (
        <p className="muted">
          {say(sentence)} <small>{job.code}</small>
        </p>
      )}
      {job.state === 'uncertain' && (
        <div className="row">
          <Button label={t('print.yes')} onPress={() => answer(job, true)} />
          <Button label={t('print.no')} onPress={() => answer(job, false)} />
        </div>
      )}
      {job.state === 'failed' && (
        <div className="row">
          <Button label={t('print.retry')} onPress={() => retry(job)} />
        </div>
      )}
    </li>
  );
};
