import { PrinterX, TriangleAlert } from 'lucide-react';
import type { DeviceView } from '../../../domain/device.ts';
import { failureOfCode } from '../../common/failure.ts';
import { useSay } from '../../common/i18n.ts';
import { useDevices, usePrints } from '../data.ts';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';
import { deviceWord } from './device-words.ts';

/** A device that stops work here: what happened, what to do, how many slips wait. Scanners speak on their own screen. */
export const DeviceNotices = () => {
  const { data: devices = [] } = useDevices();
  return devices
    .filter((device) => device.state === 'attention' && device.code && /printer/.test(device.kind))
    .map((device) => <DeviceNotice key={device.id} device={device} code={device.code ?? ''} />);
};

export const DeviceNotice = ({ device, code }: { readonly device: DeviceView; readonly code: string }) => {
  const t = useText();
  const say = useSay();
  const { data: queue } = usePrints();
  const waiting = queue?.counts.find(({ printerId }) => printerId === device.id)?.waiting ?? 0;
  const sentence = failureOfCode(code).sentence;
  // "Máy in phiếu hết giấy." names the very device; the sentence's own first part would say it again.
  const advice = sentence ? say(sentence).replace(/^[^.]*\.\s*/, '') : '';
  return (
    <section className="notice dev" role="status" aria-label={device.name}>
      <I of={/printer/.test(device.kind) ? PrinterX : TriangleAlert} className="nt" />
      <div>
        <p>
          <b>
            {device.name} {deviceWord(t, device)}.
          </b>{' '}
          {advice} {waiting > 0 && t('print.waitingJobs', { count: waiting })}
        </p>
      </div>
      <span className="muted err">{code}</span>
    </section>
  );
};
