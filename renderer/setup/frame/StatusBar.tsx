import { FlaskConical, Power, Save } from 'lucide-react';
import type { SetupState } from '../../../domain/views/setup.ts';
import { timeWithSeconds } from '../../common/format.ts';
import { useCommonText } from '../../common/i18n.ts';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';

export const StatusBar = ({ state }: { readonly state: SetupState | undefined }) => {
  const t = useText();
  const common = useCommonText();
  const savedAt = state?.connection.lastSavedAt;
  return (
    <footer className="status">
      {state && (
        <>
          <span>
            <I of={Save} small />
            {savedAt === undefined ? (
              t('status.notSaved')
            ) : (
              <>
                {t('status.saved')} <b className="fig">{timeWithSeconds(savedAt)}</b>
              </>
            )}
          </span>
          <span>
            <I of={Power} small />
            {t('status.station', { version: state.system.version, at: state.system.startedAt })}
          </span>
          <span className="sp" />
          {state.desk.demo && (
            <span className="demo">
              <I of={FlaskConical} small />
              {common('demo')}
            </span>
          )}
        </>
      )}
    </footer>
  );
};
