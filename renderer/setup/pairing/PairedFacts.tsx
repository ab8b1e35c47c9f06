import { Link2, X } from 'lucide-react';
import { useState } from 'react';
import type { PairingView } from '../../../domain/pairing.ts';
import { useNow } from '../../common/clock.ts';
import { when } from '../../common/format.ts';
import { useLanguage } from '../../common/i18n.ts';
import { Button } from '../parts/Button.tsx';
import { useText } from '../text.ts';
import type { Pairing } from './use-pairing.ts';

type Props = { readonly view: PairingView; readonly pairing: Pairing };

/** Which portal, since when, by which key; what two people compare over the telephone stands large. */
export const PairedFacts = ({ view, pairing }: Props) => {
  const t = useText();
  const now = useNow();
  const language = useLanguage();
  if (view.fingerprint === '') return null;
  const facts: readonly (readonly [string, string])[] = [
    [t('pairing.commune'), view.commune],
    [t('pairing.station'), view.station],
    [t('pairing.agency'), view.agency],
    [t('pairing.portal'), [view.portal, view.portalUrl].filter(Boolean).join(' · ')],
    [t('pairing.since'), view.pairedAt === undefined ? '' : when(view.pairedAt, now, language)],
  ];
  return (
    <section className="paired">
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="fig">{value}</dd>
          </div>
        ))}
        <div className="key">
          <dt>{t('pairing.fingerprint')}</dt>
          <dd className="fig">{view.fingerprint}</dd>
          <dd className="muted">{t('pairing.fingerprintHow')}</dd>
        </div>
      </dl>
      {!pairing.isOpen && <Again pairing={pairing} />}
    </section>
  );
};

/** Asked twice: a key that works is to be replaced. */
const Again = ({ pairing }: { readonly pairing: Pairing }) => {
  const t = useText();
  const [asking, setAsking] = useState(false);
  if (!asking) return <Button quiet label={t('pairing.again')} icon={Link2} onPress={() => setAsking(true)} />;
  return (
    <div className="ask" role="alertdialog" aria-label={t('pairing.againAsk')}>
      <p>
        <b>{t('pairing.againAsk')}</b> <span className="muted">{t('pairing.againHow')}</span>
      </p>
      <div className="answers">
        <Button label={t('pairing.againYes')} icon={Link2} onPress={() => pairing.setAgain(true)} />
        <Button quiet label={t('pairing.againNo')} icon={X} onPress={() => setAsking(false)} />
      </div>
    </div>
  );
};
