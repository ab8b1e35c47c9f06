import { DatabaseBackup, TriangleAlert } from 'lucide-react';
import {
  LOSS_SENTENCES,
  type Loss,
  SCAN_SENTENCES,
  type ScanNews,
  type StoreNotice,
} from '../../../domain/recovery.ts';
import { failureOfCode } from '../../common/failure.ts';
import { useSay } from '../../common/i18n.ts';
import { useStoreNotices, useStoreSeen } from '../data.ts';
import { Button } from '../parts/Button.tsx';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';

/** What concerns the store itself: recovered after damage, not copied lately, a disk nearly full. In the flow, never a modal. */
export const StoreNotices = () => {
  const { data: notices = [] } = useStoreNotices();
  return notices.map((notice) => <Notice key={`${notice.code} ${notice.since}`} notice={notice} />);
};

const isRecovery = (notice: StoreNotice): boolean => notice.aside !== undefined;

const Notice = ({ notice }: { readonly notice: StoreNotice }) => {
  const t = useText();
  const say = useSay();
  const { sentence } = failureOfCode(notice.code);
  const lost = notice.lost ?? [];
  return (
    <section className="notice dev" role="status" aria-label={t('store.label')}>
      <I of={isRecovery(notice) ? TriangleAlert : DatabaseBackup} className="nt" />
      <div>
        <p>
          {sentence && say(sentence)} {notice.backup !== undefined && t('store.lastCopy', { at: notice.backup })}
        </p>
        {lost.length > 0 && <Lost lost={lost} aside={notice.aside ?? ''} />}
        {notice.scans !== undefined && <Scans scans={notice.scans} />}
      </div>
      <span className="muted err">{notice.code}</span>
      {isRecovery(notice) && <Seen />}
    </section>
  );
};

const Lost = ({ lost, aside }: { readonly lost: readonly Loss[]; readonly aside: string }) => {
  const t = useText();
  const say = useSay();
  return (
    <details>
      <summary>{t('store.lost', { count: lost.length })}</summary>
      <ul className="lost">
        {lost.map(({ kind, about }) => (
          <li key={`${kind} ${about}`}>
            {say(LOSS_SENTENCES[kind])} <span className="muted">{about}</span>
          </li>
        ))}
      </ul>
      <p className="muted">{t('store.aside', { aside })}</p>
    </details>
  );
};

/** By dossier, so that the officer finds the paper. */
const Scans = ({ scans }: { readonly scans: readonly ScanNews[] }) => {
  const t = useText();
  const say = useSay();
  return (
    <details>
      <summary>{t('store.scans', { count: scans.length })}</summary>
      <ul className="lost">
        {scans.map(({ about, state }) => (
          <li key={`${about} ${state}`}>
            <span className="muted">{about}</span> {say(SCAN_SENTENCES[state])}
          </li>
        ))}
      </ul>
    </details>
  );
};

const Seen = () => {
  const t = useText();
  const seen = useStoreSeen();
  return <Button label={t('store.seen')} disabled={seen.isPending} onPress={() => seen.mutate()} />;
};
