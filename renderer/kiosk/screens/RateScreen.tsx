/** One touch: five faces with their words. */
import { useMutation } from '@tanstack/react-query';
import { Angry, Check, Frown, Heart, Laugh, type LucideIcon, Meh, Smile, Star } from 'lucide-react';
import { failureOf } from '../../common/failure.ts';
import { useSay } from '../../common/i18n.ts';
import { rate } from '../api.ts';
import type { RatingScore, Screen } from '../journey.ts';
import { useKiosk } from '../kiosk-context.ts';
import { BackAndHome, Frame, ICON } from '../parts/Frame.tsx';
import { useText } from '../text.ts';

const FACES = [
  [5, Laugh],
  [4, Smile],
  [3, Meh],
  [2, Frown],
  [1, Angry],
] as const satisfies readonly (readonly [RatingScore, LucideIcon])[];

type RateProps = { readonly screen: Extract<Screen, { kind: 'rate' }> };

export const RateScreen = ({ screen }: RateProps) => {
  const { about } = screen;
  const t = useText();
  const rating = useRating(screen);
  return (
    <Frame act={<BackAndHome />}>
      <div className="see">
        <div className="pic-l">
          <Star {...ICON} />
        </div>
        <h1 className="ask">{t('rate.ask')}</h1>
        <p className="lead">{about ? t('rate.leadDossier', { code: about.code }) : t('rate.lead')}</p>
      </div>
      <div className="hands">
        {FACES.map(([score, Face]) => (
          <button
            key={score}
            type="button"
            className="row"
            disabled={rating.isPending}
            onClick={() => rating.mutate(score)}
          >
            <span className={`face face-${score}`}>
              <Face {...ICON} />
            </span>
            <span className="body">
              <span className="t">{t(`rate.score${score}`)}</span>
            </span>
          </button>
        ))}
        {rating.error ? <RatingFailed error={rating.error} /> : <p className="lead">{t('rate.anonymous')}</p>}
      </div>
    </Frame>
  );
};

const useRating = (screen: RateProps['screen']) => {
  const { dispatch } = useKiosk();
  return useMutation({
    mutationFn: (score: RatingScore) => rate(score, screen.about),
    gcTime: 0,
    onSuccess: () => dispatch({ do: 'answer', from: screen, to: { kind: 'thanks' } }),
  });
};

const RatingFailed = ({ error }: { readonly error: Error }) => {
  const t = useText();
  const say = useSay();
  const { sentence, code } = failureOf(error);
  return (
    <p className="failed" role="alert">
      {sentence ? say(sentence) : `${t('failed.title')} ${t('failed.more')}`} <small className="num">{code}</small>
    </p>
  );
};

export const ThanksScreen = () => {
  const t = useText();
  const { finish } = useKiosk();
  return (
    <Frame
      act={
        <button type="button" className="btn btn-primary wide" onClick={finish}>
          <Check {...ICON} />
          {t('act.done')}
        </button>
      }
    >
      <section className="thanks">
        <span className="disc ready">
          <Heart {...ICON} />
        </span>
        <h1 className="ask">{t('rate.thanks')}</h1>
        <p className="lead">{t('rate.thanksMore')}</p>
        <p className="lead">{t('rate.thanksTell')}</p>
      </section>
    </Frame>
  );
};
