import { FileSearch } from 'lucide-react';
import { BackAndHome, Frame, ICON } from '../parts/Frame.tsx';
import { useText } from '../text.ts';

export const LookingScreen = () => {
  const t = useText();
  return (
    <Frame act={<BackAndHome />}>
      <div className="see">
        <div className="pic-l">
          <FileSearch {...ICON} />
        </div>
        <h1 className="ask">{t('looking.title')}</h1>
        <p className="lead">{t('looking.lead')}</p>
      </div>
    </Frame>
  );
};
