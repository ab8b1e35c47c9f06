import { useMutation, useQueryClient } from '@tanstack/react-query';
import { LoaderCircle, Plus, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import type { SetupState } from '../../../domain/views/setup.ts';
import { station } from '../../common/client.ts';
import { ErrorNotice } from '../../common/ErrorNotice.tsx';
import { failureOf } from '../../common/failure.ts';
import { keys } from '../data.ts';
import { Button } from '../parts/Button.tsx';

import { useText } from '../text.ts';
import { Aside } from './Aside.tsx';
import { AddPanel, type Chosen } from './add/AddPanel.tsx';
import { PlugHint } from './add/PlugHint.tsx';
import { DeviceRow } from './DeviceRow.tsx';
import { Rail } from './Rail.tsx';
import { StoreNotices } from './StoreNotices.tsx';
import { byUrgency, countStates } from './triage.ts';

/** Asks every device how it is, now. */
const useAskAll = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => station.devices.refresh.mutate(),
    onSettled: () => client.invalidateQueries({ queryKey: keys.setup }),
  });
};

/** `undefined`: closed. `begin`: what was chosen before it was opened. */
type Adding = { readonly begin: Chosen | undefined } | undefined;

export const DevicesPage = ({ state }: { readonly state: SetupState }) => {
  const t = useText();
  const asking = useAskAll();
  const [adding, setAdding] = useState<Adding>();
  return (
    <div className="frame">
      <Rail state={state} />
      <main className="main">
        <div className="bar">
          <h1>{t('list.title')}</h1>
          <Summary state={state} />
          <span className="sp" />
          <Button
            quiet
            label={t(asking.isPending ? 'list.searching' : 'list.search')}
            icon={asking.isPending ? LoaderCircle : RefreshCw}
            disabled={asking.isPending}
            onPress={() => asking.mutate()}
          />
          <Button label={t('add.open')} icon={Plus} onPress={() => setAdding({ begin: undefined })} />
        </div>
        <div className="scroll">
          <StoreNotices />
          <PlugHint state={state} onAdd={(begin) => setAdding({ begin })} />
          {asking.error && <ErrorNotice failure={failureOf(asking.error)} />}
          {adding && (
            <AddPanel
              key={adding.begin?.title ?? ''}
              state={state}
              begin={adding.begin}
              onClose={() => setAdding(undefined)}
            />
          )}
          {state.devices.length === 0 ? <Empty /> : <List state={state} />}
        </div>
      </main>
      <Aside state={state} />
    </div>
  );
};

const Summary = ({ state: { devices } }: { readonly state: SetupState }) => {
  const t = useText();
  if (devices.length === 0) return null;
  const parts = countStates(devices).map(({ state, count }) => t(`list.${state}`, { count }));
  return (
    <p className="muted">
      {t('list.summary', { total: devices.length })} {parts.join(', ')}
    </p>
  );
};

const List = ({ state }: { readonly state: SetupState }) => {
  const t = useText();
  return (
    <>
      <div className="row headrow" aria-hidden="true">
        <span className="span2">{t('list.colDevice')}</span>
        <span className="conn">{t('list.colConnection')}</span>
        <span>{t('list.colState')}</span>
        <span>{t('list.colTest')}</span>
        <span />
      </div>
      <ul className="devices">
        {byUrgency(state.devices).map((device, index) => (
          <DeviceRow key={device.id} device={device} first={index === 0} />
        ))}
      </ul>
      <p className="tip">{t('list.tip')}</p>
    </>
  );
};

const Empty = () => {
  const t = useText();
  return (
    <div className="empty">
      <h2>{t('list.empty')}</h2>
      <p>{t('list.emptyMore')}</p>
    </div>
  );
};
