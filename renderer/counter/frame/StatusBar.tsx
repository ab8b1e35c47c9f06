import {
  CircleCheck,
  CloudCheck,
  CloudOff,
  FlaskConical,
  type LucideIcon,
  Monitor,
  Printer,
  Save,
  ScanBarcode,
  ScanText,
  TriangleAlert,
} from 'lucide-react';
import type { DeviceKind, DeviceView } from '../../../domain/device.ts';
import type { ConnectionState } from '../../../domain/views/line.ts';
import { timeWithSeconds } from '../../common/format.ts';
import { useCommonText } from '../../common/i18n.ts';
import { useConnection, useDesk, useDevices } from '../data.ts';
import { deviceWord, isTroubled } from '../home/device-words.ts';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';

const KIND_ICON: Readonly<Record<DeviceKind, LucideIcon>> = {
  'receipt-printer': Printer,
  'page-printer': Printer,
  'document-scanner': ScanText,
  'barcode-scanner': ScanBarcode,
  'queue-board': Monitor,
};

/** Always there: the line to the province, the devices in a word each, what was saved last. */
export const StatusBar = () => {
  const t = useText();
  const common = useCommonText();
  const { data: connection } = useConnection();
  const { data: devices = [] } = useDevices();
  const { data: desk } = useDesk();
  return (
    <footer className="status">
      {connection && <Line connection={connection} />}
      <Devices devices={devices} />
      <span className="st saved">
        <I of={Save} />
        {connection?.lastSavedAt === undefined ? (
          <span>{t('bar.notSaved')}</span>
        ) : (
          <span>
            {t('bar.saved')} <b>{timeWithSeconds(connection.lastSavedAt)}</b>
          </span>
        )}
      </span>
      {desk?.demo && (
        <span className="st demo">
          <I of={FlaskConical} />
          <span>{common('demo')}</span>
        </span>
      )}
    </footer>
  );
};

const Line = ({ connection }: { readonly connection: ConnectionState }) => {
  const t = useText();
  const bad = connection.state === 'offline';
  return (
    <span className={`st ${bad ? 'warn' : 'ok'}`}>
      <I of={bad ? CloudOff : CloudCheck} />
      <span>
        <b>{t(`bar.${connection.state}`)}</b> {t('bar.since', { at: connection.since })} ·{' '}
        {t('bar.waiting', { waiting: connection.waiting })}
        {connection.rejected > 0 && ` · ${t('bar.rejected', { rejected: connection.rejected })}`}
        {bad && connection.code && ` · ${connection.code}`}
      </span>
    </span>
  );
};

const Devices = ({ devices }: { readonly devices: readonly DeviceView[] }) => {
  const t = useText();
  const calm = devices.filter((device) => !isTroubled(device));
  return (
    <ul className="devs">
      {devices.map((device) => {
        const troubled = isTroubled(device);
        return (
          <li key={device.id} className={troubled ? 'warn' : 'ok'}>
            <I of={troubled ? TriangleAlert : KIND_ICON[device.kind]} />
            <span>
              {device.name} <b>{deviceWord(t, device)}</b>
            </span>
          </li>
        );
      })}
      <li className="sum ok">
        <I of={CircleCheck} />
        <span>{t('bar.allReady', { count: calm.length })}</span>
      </li>
    </ul>
  );
};
