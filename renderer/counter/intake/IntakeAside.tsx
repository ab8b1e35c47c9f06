import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FileClock, PrinterCheck, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Uuid7 } from '../../../domain/ids.ts';
import { station } from '../../common/client.ts';
import { useNow } from '../../common/clock.ts';
import { date, dayName, money, time } from '../../common/format.ts';
import { useExplain, useLanguage } from '../../common/i18n.ts';
import { useCounter } from '../counter-state.ts';
import { keys, useDevices } from '../data.ts';
import { deviceWord } from '../home/device-words.ts';
import { useKeys } from '../keyboard/keyboard.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Go } from '../parts/Go.tsx';
import { useText } from '../text.ts';
import { changeOf } from './form.ts';
import type { StepPart } from './Step.tsx';

/** What will be saved and printed: due time, sum, the receipt itself, and the one button. */
export const IntakeAside = ({
  draftId,
  intake,
  procedure,
  onLeave,
}: StepPart & { readonly draftId: Uuid7; readonly onLeave: () => void }) => {
  const t = useText();
  const { go, fail } = useCounter();
  const client = useQueryClient();
  const discard = useMutation({
    mutationFn: () => station.intake.discardDraft.mutate({ id: draftId }),
    onSuccess: () => {
      client.invalidateQueries({ queryKey: keys.drafts });
      go({ name: 'home' });
    },
    onError: fail,
  });
  return (
    <aside className="aside" aria-label={t('intake.willSave')}>
      <Sums intake={intake} />
      <div className="a-body desk">
        <PreviewCap />
        <ReceiptPreview draftId={draftId} savedAt={intake.saved.at} ready={procedure !== undefined} />
      </div>
      <GoFoot intake={intake} onLeave={onLeave} onDiscard={() => discard.mutate()} />
    </aside>
  );
};

const Sums = ({ intake }: Pick<StepPart, 'intake'>) => {
  const t = useText();
  const language = useLanguage();
  const now = useNow();
  const { preview, fee, form } = intake;
  const pages = form.papers.reduce((sum, paper) => sum + paper.pages, 0);
  const due = preview?.dueAt;
  return (
    <div className="sum2">
      <div>
        <span className="muted">{t('intake.dueCap')}</span>
        <b>{due === undefined ? '–' : time(due)}</b>
        <span>
          {due !== undefined &&
            (/\d/.test(dayName(due, now))
              ? `${dayName(due, now, language)}/${date(due).slice(6)}`
              : `${dayName(due, now, language)}, ${date(due)}`)}
        </span>
      </div>
      <div>
        <span className="muted">{t('intake.payCap')}</span>
        <b>{due === undefined ? '–' : money(fee)}</b>
        <span>
          {due === undefined
            ? ''
            : fee === 0
              ? t('pay.none').toLocaleLowerCase('vi')
              : t(`pay.${form.payMethod}`).toLocaleLowerCase('vi')}
          {pages > 0 && <span className="wide">, {t('intake.total', { pages })}</span>}
        </span>
      </div>
    </div>
  );
};

const PreviewCap = () => {
  const t = useText();
  const { data: devices = [] } = useDevices();
  const printer =
    devices.find(({ kind }) => kind === 'page-printer') ?? devices.find(({ kind }) => kind === 'receipt-printer');
  return (
    <p className="cap">
      <b>{t('intake.preview')}</b>
      <span className="muted">
        {t('intake.previewForm')}
        {printer && ` · ${printer.name} ${deviceWord(t, printer)}`}
      </span>
    </p>
  );
};

/** The picture is made from the very PDF that will be printed. While a newer one loads, the last one stays. */
const ReceiptPreview = ({
  draftId,
  savedAt,
  ready,
}: {
  readonly draftId: Uuid7;
  readonly savedAt: number | undefined;
  readonly ready: boolean;
}) => {
  const t = useText();
  const wanted = ready && savedAt !== undefined ? `files/draft/${draftId}/receipt.png?v=${savedAt}` : undefined;
  const [shown, setShown] = useState<string>();
  const [large, setLarge] = useState(false);
  const open = shown ? () => setLarge(true) : undefined;
  useKeys({ F7: open });
  return (
    <>
      <button type="button" className="paper" onClick={open} disabled={!shown} title="F7">
        {shown ? (
          <img src={shown} alt={t('intake.previewAlt')} />
        ) : (
          <span className="muted paper-wait">{t('intake.previewWait')}</span>
        )}
        {wanted && wanted !== shown && <img className="vh" src={wanted} alt="" onLoad={() => setShown(wanted)} />}
      </button>
      {large && shown && <LargePreview src={shown} onClose={() => setLarge(false)} />}
    </>
  );
};

const LargePreview = ({ src, onClose }: { readonly src: string; readonly onClose: () => void }) => {
  const t = useText();
  useKeys({ Escape: onClose, F7: onClose }, true);
  return (
    <Dialog title={t('intake.preview')} onClose={onClose} wide>
      <div className="large-paper">
        <img src={src} alt={t('intake.previewAlt')} />
      </div>
      <div className="dialog-foot">
        <Button label={t('help.close')} k="Esc" onPress={onClose} />
      </div>
    </Dialog>
  );
};

type FootProps = Pick<StepPart, 'intake'> & { readonly onLeave: () => void; readonly onDiscard: () => void };

const GoFoot = ({ intake, onLeave, onDiscard }: FootProps) => {
  const t = useText();
  const explain = useExplain();
  const { preview, form, fee, committing } = intake;
  const missing = (preview?.missing ?? []).map((key) => explain({ key, values: {} }));
  const short = (changeOf(form, fee) ?? 0) < 0;
  const ready = preview !== undefined && missing.length === 0 && !short && !committing;
  const say =
    missing.length > 0
      ? t('intake.missing', { what: missing.join(', ') })
      : short
        ? `${t('intake.short')} ${money(-(changeOf(form, fee) ?? 0))}.`
        : t('intake.goSay');
  const low = preview && preview.numbersLeft < 10;
  return (
    <Go
      say={low ? `${say} ${t('intake.numbersLow', { left: preview.numbersLeft })}` : say}
      label={committing ? t('intake.committing') : t('intake.go')}
      icon={PrinterCheck}
      disabled={!ready}
      onGo={intake.commit}
    >
      <Button icon={FileClock} label={t('intake.keep')} k="Esc" onPress={onLeave} />
      <Button icon={Trash2} label={t('intake.discard')} onPress={onDiscard} />
    </Go>
  );
};
