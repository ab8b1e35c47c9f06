import { ALargeSmall, Check, type LucideIcon, Pointer, ScanBarcode, UserRound } from 'lucide-react';
import { useKiosk } from '../kiosk-context.ts';
import { ICON, ListenButton } from '../parts/Frame.tsx';
import { useText } from '../text.ts';

export const HelpBox = () => {
  const t = useText();
  const { dispatch } = useKiosk();
  return (
    <>
      <div className="veil" />
      <section className="ask-box help-box" role="dialog" aria-labelledby="help-title">
        <h1 className="ask" id="help-title">
          {t('help.title')}
        </h1>
        <ul>
          <Line icon={ScanBarcode} text={t('help.scan')} />
          <Line icon={Pointer} text={t('help.touch')} />
          <Line icon={ALargeSmall} text={t('help.large')} />
          <Line icon={UserRound} text={t('help.person')} />
        </ul>
        <div className="help-act">
          <ListenButton className="btn" />
          <button type="button" className="btn btn-primary" onClick={() => dispatch({ do: 'help', open: false })}>
            <Check {...ICON} />
            {t('help.close')}
          </button>
        </div>
      </section>
    </>
  );
};

const Line = ({ icon: Icon, text }: { readonly icon: LucideIcon; readonly text: string }) => (
  <li>
    <span className="pic">
      <Icon {...ICON} />
    </span>
    {text}
  </li>
);
