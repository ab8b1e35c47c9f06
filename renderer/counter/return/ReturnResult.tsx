import { useMutation, useQueryClient } from '@tanstack/react-query';
import { BookOpen, CloudUpload, MonitorCheck, PackageCheck, ScanText, Undo2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Instant, Uuid7 } from '../../../domain/ids.ts';
import type { DossierDetail } from '../../../domain/views/dossier.ts';
import { station } from '../../common/client.ts';
import { useNow } from '../../common/clock.ts';
import { codeParts, duration, money, phone, when } from '../../common/format.ts';
import { useLanguage } from '../../common/i18n.ts';
import { newId } from '../../common/ids.ts';
import { type ScannedCard, useCounter } from '../counter-state.ts';
import { keys, useDossier } from '../data.ts';
import { useKeys } from '../keyboard/keyboard.ts';
import { Button } from '../parts/Button.tsx';
import { Go } from '../parts/Go.tsx';
import { I } from '../parts/I.tsx';
import { Kbd } from '../parts/Kbd.tsx';
import { NoticeBar } from '../parts/NoticeBar.tsx';
import { useText } from '../text.ts';
import { ReturnSteps } from './ReturnSteps.tsx';
import { compare, missingFor, owesFee, type ReturnForm, receiverOf, settlementOf } from './returning.ts';

type ReturnProps = { readonly dossierId: Uuid7; readonly scannedAt: Instant | undefined };

/** Handing a result over in five steps: receipt, result, who receives, fee, signature. */
export const ReturnResult = ({ dossierId, scannedAt }: ReturnProps) => {
  const { data: dossier } = useDossier(dossierId);
  if (!dossier) return <main className="main" />;
  return <Returning dossier={dossier} scannedAt={scannedAt} />;
};

const Returning = ({
  dossier,
  scannedAt,
}: {
  readonly dossier: DossierDetail;
  readonly scannedAt: Instant | undefined;
}) => {
  const t = useText();
  const { go } = useCounter();
  const [form, setForm] = useState<ReturnForm>({
    receiver: dossier.returnMethod === 'post' ? 'post' : 'self',
    receiverName: '',
    payMethod: 'cash',
    handed: '',
    paid: false,
    signed: false,
  });
  const card = useReceiverCard();
  const lines = card && form.receiver === 'self' ? compare(dossier.applicant, card.applicant) : [];
  const missing = missingFor(form, owesFee(dossier), lines);
  const hand = useHandOver(dossier, form);
  const back = () => go({ name: 'home' });
  const change = (next: Partial<ReturnForm>) => setForm((before) => ({ ...before, ...next }));
  useKeys({ Escape: back });
  return (
    <>
      <main className="main" aria-label={t('ret.title')}>
        <div className="bar">
          <button type="button" className="back" onClick={back}>
            <Kbd k="Esc" />
            <span>{t('back')}</span>
          </button>
          <h1>{t('ret.title')}</h1>
          <span className="muted">{codeParts(dossier.code)[1]}</span>
        </div>
        <NoticeBar />
        <div className="scroll">
          <ReturnSteps dossier={dossier} scannedAt={scannedAt} form={form} change={change} card={card} lines={lines} />
        </div>
        <div className="keys">
          <span>
            <Kbd k="Tab" /> {t('intake.field')}
          </span>
          <span>
            <Kbd k="Alt+1–5" /> {t('intake.toStep')}
          </span>
          <span>
            <Kbd k="Esc" /> {t('ret.later')}
          </span>
          <span className="sp" />
          <span className="opt">{t('ret.other')}</span>
        </div>
      </main>
      <aside className="aside" aria-label={t('ret.title')}>
        <Sums dossier={dossier} />
        <div className="a-body">
          <Facts dossier={dossier} />
          <h3>{t('ret.will')}</h3>
          <ul className="will">
            <li>
              <I of={BookOpen} />
              {t('ret.willBook')}
            </li>
            <li>
              <I of={CloudUpload} />
              {t('ret.willSend')}
            </li>
            <li>
              <I of={MonitorCheck} />
              {t('ret.willKiosk')}
            </li>
          </ul>
        </div>
        <Go
          say={missing ? t(missing) : t('ret.goSay')}
          label={t('ret.go')}
          icon={PackageCheck}
          onGo={hand.run}
          disabled={missing !== undefined || hand.busy || !dossier.actions.includes('return-result')}
        >
          <Button
            icon={ScanText}
            label={t('detail.scan')}
            k="F4"
            onPress={() => go({ name: 'scan', dossierId: dossier.id })}
          />
          <Button icon={Undo2} label={t('ret.laterButton')} k="Esc" onPress={back} />
        </Go>
      </aside>
    </>
  );
};

/** A citizen card read while a result is handed over belongs to the receiver. */
const useReceiverCard = (): ScannedCard | undefined => {
  const { card, takeCard } = useCounter();
  const [own, setOwn] = useState<ScannedCard>();
  useEffect(() => {
    if (!card) return;
    setOwn(card);
    takeCard();
  }, [card, takeCard]);
  return own;
};

const useHandOver = (dossier: DossierDetail, form: ReturnForm) => {
  const t = useText();
  const client = useQueryClient();
  const { go, notify, fail } = useCounter();
  const operationId = useRef(newId());
  const act = useMutation({
    mutationFn: () =>
      station.dossiers.act.mutate({
        dossierId: dossier.id,
        operationId: operationId.current,
        request: {
          action: 'return-result',
          to: receiverOf(form, dossier.applicant.name),
          reason: settlementOf(form, dossier, t(`pay.${form.payMethod}`).toLocaleLowerCase('vi')),
        },
      }),
    onSuccess: (after) => {
      client.setQueryData(keys.dossier(after.id), after);
      client.invalidateQueries({ queryKey: keys.work });
      go({ name: 'home' });
      notify({ tone: 'good', text: t('act.doneToast', { action: t('ret.go'), code: codeParts(after.code)[1] }) });
    },
    onError: fail,
  });
  return { run: act.mutate, busy: act.isPending };
};

const MINUTE = 60_000;

const Sums = ({ dossier }: { readonly dossier: DossierDetail }) => {
  const t = useText();
  const language = useLanguage();
  const early = Math.round((dossier.dueAt - dossier.statusSince) / MINUTE);
  const span = longSpan(Math.abs(early), language);
  return (
    <div className="sum2">
      <div>
        <span className="muted">{t('ret.promised')}</span>
        <b>{early >= 0 ? t('ret.onTime') : t('ret.lateTitle')}</b>
        <span>{early >= 0 ? t('ret.early', { duration: span }) : t('ret.lateMore', { duration: span })}</span>
      </div>
      <div>
        <span className="muted">{t('intake.payCap')}</span>
        <b>{owesFee(dossier) ? money(dossier.payment.amount) : t('ret.nothingToPay')}</b>
        <span>
          {owesFee(dossier) ? t('ret.toPay') : dossier.payment.amount > 0 ? t('ret.paidAlready') : t('detail.free')}
        </span>
      </div>
    </div>
  );
};

const DAY_MINUTES = 1440;
const longSpan = (minutes: number, language: 'vi' | 'en'): string =>
  minutes >= DAY_MINUTES
    ? `${Math.floor(minutes / DAY_MINUTES)} ${language === 'vi' ? 'ngày' : 'd'}`
    : duration(minutes, language);

const Facts = ({ dossier }: { readonly dossier: DossierDetail }) => {
  const t = useText();
  const language = useLanguage();
  const now = useNow();
  const { applicant } = dossier;
  return (
    <dl className="facts first">
      <dt>{t('detail.applicant')}</dt>
      <dd className="big">{applicant.name}</dd>
      {dossier.onBehalfOf && (
        <>
          <dt>{t('detail.onBehalf')}</dt>
          <dd>{dossier.onBehalfOf}</dd>
        </>
      )}
      {applicant.phone && (
        <>
          <dt>{t('detail.phone')}</dt>
          <dd>{phone(applicant.phone)}</dd>
        </>
      )}
      {applicant.address && (
        <>
          <dt>{t('detail.address')}</dt>
          <dd>{applicant.address}</dd>
        </>
      )}
      <dt>{t('ret.received')}</dt>
      <dd>
        {when(dossier.receivedAt, now, language)}, {t(`way.${dossier.channel}`).toLocaleLowerCase('vi')}
      </dd>
      <dt>{t('ret.promised')}</dt>
      <dd>{when(dossier.dueAt, now, language)}</dd>
      <dt>{t('ret.ready')}</dt>
      <dd>{when(dossier.statusSince, now, language)}</dd>
    </dl>
  );
};
