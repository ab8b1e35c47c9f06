import { Check, CloudUpload, Undo2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Uuid7 } from '../../../domain/ids.ts';
import type { DossierDetail, HistoryEntry } from '../../../domain/views/dossier.ts';
import { station } from '../../common/client.ts';
import { useNow } from '../../common/clock.ts';
import { dayMonthTime, dayName, money, phone, time, weekdayDate } from '../../common/format.ts';
import { useExplain, useLanguage } from '../../common/i18n.ts';
import { useCounter } from '../counter-state.ts';
import { useKeys } from '../keyboard/keyboard.ts';
import { I } from '../parts/I.tsx';
import { Kbd } from '../parts/Kbd.tsx';
import { useText } from '../text.ts';

export const SummaryTab = ({ dossier }: { readonly dossier: DossierDetail }) => {
  const explain = useExplain();
  const language = useLanguage();
  const t = useText();
  const now = useNow();
  return (
    <>
      <div className="due-box">
        <p className="when">
          <b>{time(dossier.dueAt)}</b> {nearDay(dossier.dueAt, now, language)}
          {weekdayDate(dossier.dueAt, language)}
          {dossier.rescheduled && <span className="muted"> · {t('detail.rescheduled')}</span>}
        </p>
        {!dossier.rescheduled && <p className="muted">{explain(dossier.dueExplanation)}</p>}
      </div>
      <Facts dossier={dossier} />
      <h3>{t('detail.progress')}</h3>
      <Track dossier={dossier} />
    </>
  );
};

const nearDay = (at: number, now: number, language: 'vi' | 'en'): string => {
  const name = dayName(at, now, language);
  return /\d/.test(name) ? '' : `${name}, `;
};

const Facts = ({ dossier }: { readonly dossier: DossierDetail }) => {
  const t = useText();
  const { applicant, papers, payment } = dossier;
  const pages = papers.reduce((sum, paper) => sum + paper.pages, 0);
  return (
    <dl className="facts">
      <dt>{t('detail.applicant')}</dt>
      <dd className="big">{applicant.name}</dd>
      {dossier.onBehalfOf && (
        <>
          <dt>{t('detail.onBehalf')}</dt>
          <dd>{dossier.onBehalfOf}</dd>
        </>
      )}
      {applicant.maskedId && (
        <>
          <dt>{t('detail.idNumber')}</dt>
          <dd>
            <RevealedId key={dossier.id} id={dossier.id} masked={applicant.maskedId} />
          </dd>
        </>
      )}
      {applicant.phone && (
        <>
          <dt>{t('detail.phone')}</dt>
          <dd>{phone(applicant.phone)}</dd>
        </>
      )}
      {applicant.email && (
        <>
          <dt>{t('detail.email')}</dt>
          <dd>{applicant.email}</dd>
        </>
      )}
      {applicant.address && (
        <>
          <dt>{t('detail.address')}</dt>
          <dd>{applicant.address}</dd>
        </>
      )}
      <dt>{t('detail.returning')}</dt>
      <dd>{t('detail.returningSets', { way: t(`way.${dossier.returnMethod}`), sets: dossier.sets })}</dd>
      <dt>{t('detail.fee')}</dt>
      <dd>
        {payment.amount === 0 ? t('detail.free') : <b>{money(payment.amount)}</b>}
        {payment.amount > 0 &&
          (payment.method === 'later' ? (
            <span className="reveal">{t('detail.unpaid')}</span>
          ) : (
            <span className="ok">
              <I of={Check} />
              {t('detail.paid')}, {t(`pay.${payment.method}`).toLocaleLowerCase('vi')}
            </span>
          ))}
      </dd>
      <dt>{t('detail.papersRow')}</dt>
      <dd>
        {t('detail.papersCount', { papers: papers.length, pages })}
        <Scanned dossier={dossier} pages={pages} />
      </dd>
      {dossier.unsent && (
        <>
          <dt>{t('detail.codeRow')}</dt>
          <dd>{t('detail.codeOwn')}</dd>
        </>
      )}
    </dl>
  );
};

const Scanned = ({ dossier, pages }: { readonly dossier: DossierDetail; readonly pages: number }) => {
  const t = useText();
  const scanned = dossier.documents.reduce((sum, each) => sum + each.pages, 0);
  if (scanned === 0) return <span className="reveal">{t('detail.notScanned')}</span>;
  if (scanned < pages) return <span className="reveal">{t('detail.scanned', { pages: scanned })}</span>;
  return (
    <span className="ok">
      <I of={Check} />
      {t('detail.scanned', { pages: scanned })}
    </span>
  );
};

/** The whole number shows only while Alt+X is held; each look is audited by the station. */
const RevealedId = ({ id, masked }: { readonly id: Uuid7; readonly masked: string }) => {
  const t = useText();
  const { fail } = useCounter();
  const [shown, setShown] = useState<string>();
  const [held, setHeld] = useState(false);
  useKeys({
    'Alt+X': (event) => {
      if (event.repeat) return;
      setHeld(true);
      station.dossiers.revealId.mutate({ id }).then(({ citizenId }) => setShown(citizenId), fail);
    },
  });
  useEffect(() => {
    const hide = () => {
      setHeld(false);
      setShown(undefined);
    };
    window.addEventListener('keyup', hide);
    window.addEventListener('blur', hide);
    return () => {
      window.removeEventListener('keyup', hide);
      window.removeEventListener('blur', hide);
    };
  }, []);
  return (
    <>
      {held && shown ? shown : masked}
      <span className="reveal">
        {t('detail.reveal')} <Kbd k="Alt+X" /> {t('detail.revealMore')}
      </span>
    </>
  );
};

const LAST = 5;

/** What happened, what is at hand, what comes last. Older entries are in the history tab. */
const Track = ({ dossier }: { readonly dossier: DossierDetail }) => {
  const t = useText();
  const next = dossier.nextAction;
  const open = dossier.status !== 'returned' && dossier.status !== 'refused' && dossier.status !== 'cancelled';
  return (
    <ol className="track">
      {dossier.history.slice(-LAST).map((entry) => (
        <TrackDone key={`${entry.at}${entry.what.key}${entry.who}`} entry={entry} />
      ))}
      {next && (
        <li className="now">
          <i />
          <time />
          <span>{t(`next.${next}`)}</span>
          <em>{t('detail.byDesk', { desk: dossier.desk })}</em>
        </li>
      )}
      {open && next !== 'return-result' && (
        <li className="next">
          <i />
          <time />
          <span>{t('detail.handOver')}</span>
          <em>{t('detail.byDesk', { desk: dossier.desk })}</em>
        </li>
      )}
    </ol>
  );
};

export const TrackDone = ({ entry }: { readonly entry: HistoryEntry }) => {
  const explain = useExplain();
  const t = useText();
  const done = explain(entry.what).replace(/[:\s]+$/, '');
  const what = entry.refused ? `${done} · ${t('outbox.rejected')}` : done;
  return (
    <li className={entry.refused ? 'done refused' : 'done'}>
      <i>
        <I of={entry.refused ? Undo2 : Check} />
      </i>
      <time>{dayMonthTime(entry.at)}</time>
      <span title={what}>{what}</span>
      {entry.unsent ? (
        <em className="q">
          <I of={CloudUpload} />
          {t('detail.waitSend')}
        </em>
      ) : (
        <em>{entry.who}</em>
      )}
    </li>
  );
};
