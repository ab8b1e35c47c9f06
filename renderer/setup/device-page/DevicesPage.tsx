import { useMutation, useQueryClient } from '@tanstack/react-query';
import { LoaderCircle, RefreshCw, X } from 'lucide-react';
import type { SetupState } from '../../../domain/views.ts';
import { station } from '../../common/client.ts';
import { ErrorNotice } from '../../common/ErrorNotice.tsx';
import { failureOf } from '../../common/failure.ts';
import { keys } from '../data.ts';
import { Button } from '../parts/Button.tsx';

import { useText } from '../text.ts';
import { Aside } from './Aside.tsx';
import { DeviceRow, driverName } from './DeviceRow.tsx';
import { Rail } from './Rail.tsx';
import { byUrgency, countStates } from './triage.ts';

/** Asks every device how it is, and looks for what is plugged in but not declared. */
const useSearch = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      const [, found] = await Promise.all([station.devices.refresh.mutate(), station.devices.detect.mutate()]);
      return found;
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.setup }),
  });
};
type Search = ReturnType<typeof useSearch>;

export const DevicesPage = ({ state }: { readonly state: SetupState }) => {
  const t = useText();
  const search = useSearch();
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
            label={t(search.isPending ? 'list.searching' : 'list.search')}
            icon={search.isPending ? LoaderCircle : RefreshCw}
            disabled={search.isPending}
            onPress={() => search.mutate()}
          />
        </div>
        <div className="scroll">
          <Found search={search} folder={state.system.dataFolder} />
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

/** What "look again" found on this PC; it stays until closed. */
const Found = ({ search, folder }: { readonly search: Search; readonly folder: string }) => {
  const t = useText();
  if (search.error)
    return (
      <div className="found">
        <ErrorNotice failure={failureOf(search.error)} />
      </div>
    );
  if (!search.data) return null;
  const found = search.data;
  return (
    <section className="found" aria-live="polite">
      <div className="found-head">
        <p>
          <b>{found.length === 0 ? t('found.none') : t('found.title', { count: found.length })}</b>
          <span className="muted">{found.length === 0 ? t('found.noneMore') : t('found.how', { folder })}</span>
        </p>
        <Button quiet label={t('close')} icon={X} onPress={search.reset} />
      </div>
      <ul>
        {found.map(({ id, label, place, suggestions: [first] }) => (
          <li key={id}>
            <b>{first ? t(`kind.${first.config.kind}`) : label}</b>
            <span>{first && driverName(t, first.config.driver)}</span>
            <span className="mono">{label}</span>
            <span className="mono muted">{place}</span>
          </li>
        ))}
      </ul>
    </section>
  );
};
