import { ArrowLeft, TriangleAlert } from 'lucide-react';
import { type BenchState, feederFaultSchema } from '../../../domain/bench.ts';
import type { DeviceView } from '../../../domain/device.ts';
import { station } from '../../common/client.ts';
import { DevicePill } from '../device-page/DevicePill.tsx';
import { I } from '../parts/I.tsx';
import { Picker } from '../parts/Picker.tsx';
import { Stepper } from '../parts/Stepper.tsx';
import { useText } from '../text.ts';
import { traySheets } from './feeder.ts';
import type { BenchAct } from './use-bench-act.ts';

type FeederProps = { readonly bench: BenchState; readonly devices: readonly DeviceView[]; readonly act: BenchAct };

/** The document scanner seen from the side: out-tray, rollers, in-tray; paper goes from right to left. */
export const FeederTool = ({ bench: { feeder }, devices, act }: FeederProps) => {
  const t = useText();
  const device = devices.find(({ kind, virtual }) => virtual && kind === 'document-scanner');
  const { fault, faultAt, sheets } = feeder;
  const options = feederFaultSchema.options.map((value) => ({
    value,
    label: t(`bench.fault.${value}`),
    due: value !== 'none',
  }));
  const setFault = (next: typeof fault, at: number) =>
    act(() => station.bench.feederFault.mutate({ fault: next, atSheet: at }), 'did-fault', {
      what: t(`bench.fault.${next}`),
      at,
    });
  return (
    <section className="tool feeder">
      <h2>
        {t('bench.feeder')}
        {device && <DevicePill device={device} />}
      </h2>
      <Picture feeder={feeder} pages={device?.counters.pages ?? 0} />
      <div className="ctl">
        <Picker
          label={t('bench.faultLabel')}
          options={options}
          value={fault}
          onChange={(next) => setFault(next, faultAt)}
        />
        <Stepper label={t('bench.atSheet')} value={faultAt} min={1} max={50} onChange={(at) => setFault(fault, at)} />
        <Stepper
          label={t('bench.sheets')}
          value={sheets}
          min={0}
          max={50}
          onChange={(count) => act(() => station.bench.load.mutate({ sheets: count }), 'did-load', { count })}
        />
      </div>
    </section>
  );
};

const Sheet = ({ number, short = false }: { readonly number?: number; readonly short?: boolean }) => (
  <span className={short ? 'sheet short' : 'sheet'}>{number !== undefined && <i>{number}</i>}</span>
);

const Picture = ({ feeder, pages }: { readonly feeder: BenchState['feeder']; readonly pages: number }) => {
  const t = useText();
  const { fault, faultAt, sheets } = feeder;
  return (
    <>
      <div className="adf" aria-hidden="true">
        <div className="tray">
          {pages > 1 && <Sheet short />}
          {pages > 0 && <Sheet />}
          <I of={ArrowLeft} />
        </div>
        <div className={fault === 'none' ? 'feed' : 'feed stopped'}>
          <p>
            {fault !== 'none' && <I of={TriangleAlert} small />}
            {t(fault === 'none' ? 'bench.feederOk' : `bench.fault.${fault}`)}
          </p>
          <div className="win">{fault === 'jam' && <Sheet number={faultAt} />}</div>
        </div>
        <div className="tray in">
          <I of={ArrowLeft} />
          {traySheets(sheets).map((number) => (
            <Sheet key={number} number={number} short={number % 3 === 2} />
          ))}
        </div>
      </div>
      <div className="caps">
        <p>
          <b>{t('bench.trayOut')}</b>
          <span>{t('bench.trayOutMore', { count: pages })}</span>
        </p>
        {fault === 'none' ? (
          <p>
            <b>{t('bench.feederOk')}</b>
            <span>{t('bench.feederOkMore')}</span>
          </p>
        ) : (
          <p className="due">
            <b>{t('bench.feederAt', { at: faultAt })}</b>
            <span>{t(`bench.faultMore.${fault}`)}</span>
          </p>
        )}
        <p>
          <b>{sheets === 0 ? t('bench.trayEmpty') : t('bench.trayIn', { count: sheets })}</b>
          <span>{t(sheets === 0 ? 'bench.trayEmptyMore' : 'bench.trayInMore')}</span>
        </p>
      </div>
    </>
  );
};
