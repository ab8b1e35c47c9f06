/** A receipt that leads nowhere here: what happened, what to do, and the small code for the technician. */
import { FileQuestion, Keyboard } from 'lucide-react';
import { failureOfCode } from '../../common/failure.ts';
import { useSay } from '../../common/i18n.ts';
import { openKeypad } from '../journey.ts';
import { useKiosk } from '../kiosk-context.ts';
import { ReceiptArt } from '../parts/art.tsx';
import { BackAndHome, Frame, ICON } from '../parts/Frame.tsx';
import { useText } from '../text.ts';
import { firstSentence } from '../words.ts';

/** Codes after which typing the code may help; after the others it would only lead here again. */
const TYPING_HELPS = ['MC-SCN-01', 'MC-SCN-03', 'MC-SCN-06', 'MC-SCN-07'];
/** Codes after which the receipt may simply be held there once more. */
const SCANNING_HELPS = ['MC-SCN-01', 'MC-SCN-02', 'MC-SCN-03', 'MC-SCN-05', 'MC-SCN-06', 'MC-SCN-07'];
const LONG_SENTENCE = 36;

export const RefusedScreen = ({ code }: { readonly code: string }) => {
  const t = useText();
  const say = useSay();
  const { go } = useKiosk();
  const typing = TYPING_HELPS.includes(code);
  const { sentence } = failureOfCode(code);
  const [first, rest] = firstSentence(sentence ? say(sentence) : t('failed.title'));
  return (
    <Frame act={<RefusedAct typing={typing} type={() => go(openKeypad())} />}>
      <section className={typing ? 'state state-act plain sorry-page' : 'state plain sorry-page'}>
        <div className="hero">
          <span className="disc">
            <FileQuestion {...ICON} />
          </span>
          <h1 className={first.length > LONG_SENTENCE ? 'long' : ''}>{first}</h1>
        </div>
        <div className="card tell">
          {rest && <p className="big">{rest}</p>}
          <p className="lead">{t('refused.ask')}</p>
          <p className="small num">{t('refused.code', { code })}</p>
        </div>
        {SCANNING_HELPS.includes(code) && <ScanAgain />}
      </section>
    </Frame>
  );
};

const ScanAgain = () => {
  const t = useText();
  return (
    <div className="scan">
      <div className="txt">
        <h2>{t('refused.again')}</h2>
        <p className="sub">{t('home.scanWhere')}</p>
      </div>
      <ReceiptArt />
    </div>
  );
};

const RefusedAct = ({ typing, type }: { readonly typing: boolean; readonly type: () => void }) => {
  const t = useText();
  return (
    <>
      {typing && (
        <button type="button" className="btn btn-primary wide" onClick={type}>
          <Keyboard {...ICON} />
          {t('refused.type')}
        </button>
      )}
      <BackAndHome />
    </>
  );
};
