import type { DossierDetail } from '../../../domain/views/dossier.ts';
import { useSay } from '../../common/i18n.ts';
import { Resolve } from '../frame/OutboxDialog.tsx';
import { useText } from '../text.ts';

/** The province refused an operation: why, and the officer's word on what was done. It stays until a person resolves it. */
export const RejectedQuestion = ({ rejected }: { readonly rejected: NonNullable<DossierDetail['rejected']> }) => {
  const t = useText();
  const say = useSay();
  return (
    <div className="go">
      <p>
        <b>{t('detail.rejected')}.</b> {say(rejected.message)} <small className="muted">{rejected.code}</small>
      </p>
      <Resolve operationId={rejected.operationId} />
    </div>
  );
};
