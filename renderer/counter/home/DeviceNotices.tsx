import { ListChecks, Printer, PrinterX, TriangleAlert } from 'lucide-react';
import type { DeviceView } from '../../../domain/device.ts';
import type { PrintQueueView } from '../../../domain/views/prints.ts';
import { failureOfCode } from '../../common/failure.ts';
import { useSay } from '../../common/i18n.ts';
import { useCounter } from '../counter-state.ts';
import { useDevices, usePrints } from '../data.ts';
import { Button } from '../parts/Button.tsx';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';
import { deviceWord } from './device-words.ts';

const isPrinter = (device: DeviceView): boolean => /printer/.test(device.kind);

/** A printer stops work here when it asks for a hand, or when it is away and something waits for it. */
const stopsWork = (device: DeviceView, waiting: number): boolean =>
  device.state === 'attention' || (device.state === 'absent' && waiting > 0);

/**
 * A printer that stops work here: what happened, what to do, how many slips wait; and the paper that will end soon. Scanners
 * speak on their own screen.
 */
export const DeviceNotices = () => {
  const { data: devices = [] } = useDevices();
  const { data: queue } = usePrints();
  const printers = devices.filter(isPrinter);
  const waitingAt = (device: DeviceView): number => countOf(queue, device.id)?.waiting ?? 0;
  return (
    <>
      {printers.map(
        (device) =>
          device.code &&
          stopsWork(device, waitingAt(device)) && (
            <DeviceNotice key={device.id} device={device} code={device.code} waiting={waitingAt(device)} />
          ),
      )}
      {printers.map(
        (device) => device.state === 'ready' && device.warning && <PaperNotice key={device.id} device={device} />,
      )}
      {devices.length > 0 && <OrphanNotice devices={devices} queue={queue} />}
    </>
  );
};

const countOf = (queue: PrintQueueView | undefined, printerId: string) =>
  queue?.counts.find((count) => count.printerId === printerId);

const SeePrints = () => {
  const t = useText();
  const { show } = useCounter();
  return <Button className="low" icon={ListChecks} label={t('prints.see')} k="Alt+I" onPress={() => show('prints')} />;
};

type DeviceNoticeProps = { readonly device: DeviceView; readonly code: string; readonly waiting?: number };
export const DeviceNotice = ({ device, code, waiting = 0 }: DeviceNoticeProps) => {
  const t = useText();
  const say = useSay();
  const sentence = failureOfCode(code).sentence;
  // "Máy in phiếu hết giấy." names the very device; the sentence's own first part would say it again.
  const advice = sentence ? say(sentence).replace(/^[^.]*\.\s*/, '') : '';
  return (
    <section className="notice dev" role="status" aria-label={device.name}>
      <I of={isPrinter(device) ? PrinterX : TriangleAlert} className="nt" />
      <div>
        <p>
          <b>
            {device.name} {deviceWord(t, device)}.
          </b>{' '}
          {advice} {waiting > 0 && t('print.waitingJobs', { count: waiting })}
        </p>
      </div>
      <span className="muted err">{code}</span>
      {waiting > 0 && <SeePrints />}
    </section>
  );
};

/** It prints on; the next roll should lie ready. */
const PaperNotice = ({ device }: { readonly device: DeviceView }) => {
  const t = useText();
  return (
    <section className="notice calm" role="status" aria-label={device.name}>
      <I of={Printer} className="nt" />
      <div>
        <p>
          <b>
            {device.name} {deviceWord(t, device)}.
          </b>{' '}
          {t(device.kind === 'page-printer' ? 'prints.nearEndSheets' : 'prints.nearEndRoll')}
        </p>
      </div>
      <span className="muted err">{device.warning}</span>
    </section>
  );
};

/** Jobs of a printer that is no longer here: nobody else would tell of them. */
const OrphanNotice = ({
  devices,
  queue,
}: {
  readonly devices: readonly DeviceView[];
  readonly queue: PrintQueueView | undefined;
}) => {
  const t = useText();
  const count = (queue?.counts ?? [])
    .filter(({ printerId }) => !devices.some(({ id }) => id === printerId))
    .reduce((sum, { waiting, forPerson }) => sum + waiting + forPerson, 0);
  if (count === 0) return null;
  return (
    <section className="notice dev" role="status">
      <I of={PrinterX} className="nt" />
      <div>
        <p>
          <b>{t('prints.orphans', { count })}</b> {t('prints.orphansMore')}
        </p>
      </div>
      <span className="muted err">MC-PRN-11</span>
      <SeePrints />
    </section>
  );
};
