import { ChevronLeft, ChevronRight, FileText, ImageDown, type LucideIcon, Scissors } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { type BenchState, pagePrinterFaultSchema, paperStateSchema } from '../../../domain/bench.ts';
import type { DeviceView } from '../../../domain/device.ts';
import { station } from '../../common/client.ts';
import { timeWithSeconds } from '../../common/format.ts';
import { DevicePill } from '../device-page/DevicePill.tsx';
import { Button } from '../parts/Button.tsx';
import { I } from '../parts/I.tsx';
import { Picker } from '../parts/Picker.tsx';
import { Segments } from '../parts/Segments.tsx';
import { useText } from '../text.ts';
import { CableButton } from './CableButton.tsx';
import type { BenchAct } from './use-bench-act.ts';

type ToolProps = { readonly bench: BenchState; readonly devices: readonly DeviceView[]; readonly act: BenchAct };
type Which = 'slip' | 'page';

/** The paper that came out of the virtual printers: what the bytes sent to them decode to, not what was meant. */
export const PrinterTool = ({ bench, devices, act }: ToolProps) => {
  const t = useText();
  const [which, setWhich] = useState<Which>('slip');
  const device = devices.find(
    ({ kind, virtual }) => virtual && kind === (which === 'slip' ? 'receipt-printer' : 'page-printer'),
  );
  return (
    <section className="tool tall printer">
      <div className="tool-head">
        <Segments
          hidden
          label={t('bench.printers')}
          options={[
            { value: 'slip', label: t('bench.slip') },
            { value: 'page', label: t('bench.page') },
          ]}
          value={which}
          onChange={setWhich}
        />
        {device && <DevicePill device={device} />}
      </div>
      {which === 'slip' ? (
        <SlipPrinter bench={bench} device={device} act={act} />
      ) : (
        <PagePrinter bench={bench} act={act} />
      )}
    </section>
  );
};

/** The newest unless an older one was chosen; a new sheet shows itself. */
const useLeaf = <T extends { readonly id: number }>(sheets: readonly T[]) => {
  const [chosen, setChosen] = useState<number>();
  const newest = sheets.at(-1);
  const found = sheets.findIndex(({ id }) => id === chosen);
  const index = found === -1 ? sheets.length - 1 : found;
  const turn = (by: number) => {
    const next = sheets[index + by];
    setChosen(next === newest ? undefined : next?.id);
  };
  return { sheet: sheets[index], index, turn };
};

type LeafProps = { readonly index: number; readonly total: number; readonly turn: (by: number) => void };
const Leaf = ({ index, total, turn }: LeafProps) => {
  const t = useText();
  if (total < 2) return null;
  return (
    <span className="leaf">
      <button type="button" aria-label={t('bench.older')} disabled={index === 0} onClick={() => turn(-1)}>
        <I of={ChevronLeft} small />
      </button>
      <span>{t('bench.of', { index: index + 1, total })}</span>
      <button type="button" aria-label={t('bench.newer')} disabled={index === total - 1} onClick={() => turn(1)}>
        <I of={ChevronRight} small />
      </button>
    </span>
  );
};

type LinkProps = {
  readonly href: string;
  readonly save: string;
  readonly icon: LucideIcon;
  readonly children: ReactNode;
};
const Save = ({ href, save, icon, children }: LinkProps) => (
  <a className="btn quiet" href={href} download={save}>
    <I of={icon} small />
    {children}
  </a>
);

/** 8 dots a millimetre. */
const millimetres = (dots: number): number => Math.round(dots / 8);
const EDGE = Array.from({ length: 41 }, (_, tooth) => `L${tooth * 8 + 4} 0L${tooth * 8 + 8} 7`).join('');

type SlipProps = Omit<ToolProps, 'devices'> & { readonly device: DeviceView | undefined };

const SlipPrinter = ({ bench, device, act }: SlipProps) => {
  const t = useText();
  const { sheet, index, turn } = useLeaf(bench.slips);
  const options = paperStateSchema.options.map((value) => ({
    value,
    label: t(`bench.paper.${value}`),
    due: value !== 'ok' && value !== 'slow',
  }));
  return (
    <>
      <div className="thermal">
        <div className="paper-well">
          {sheet ? (
            <div className="paper">
              {sheet.cut && (
                <svg className="cut" viewBox="0 0 328 7" preserveAspectRatio="none" aria-hidden="true">
                  <path d={`M0 7${EDGE}z`} />
                </svg>
              )}
              <img
                key={sheet.id}
                // A slip that is still being printed grows: each length is a picture of its own.
                src={`files/bench/slips/${sheet.id}.png?rows=${sheet.height}`}
                alt={t('bench.slipAlt', { time: timeWithSeconds(sheet.at) })}
              />
            </div>
          ) : (
            <p className="nothing">{t('bench.nothingPrinted')}</p>
          )}
        </div>
        <div className="mach">
          <p>
            <span className={bench.paper === 'ok' || bench.paper === 'slow' ? 'led' : 'led off'} />
            <span className="dots">{t('bench.dots')}</span>
            <span className="nm">
              {sheet &&
                `${timeWithSeconds(sheet.at)}, ${t('bench.lengthMm', { mm: millimetres(sheet.height) })}, ${t(sheet.cut ? 'bench.cut' : 'bench.notCut')}`}
            </span>
          </p>
        </div>
      </div>
      <Picker
        label={t('bench.paperLabel')}
        options={options}
        value={bench.paper}
        onChange={(state) =>
          act(() => station.bench.paper.mutate({ state }), 'did-paper', { what: t(`bench.paper.${state}`) })
        }
      />
      <div className="two-btn">
        <Button
          quiet
          label={t('bench.tear')}
          icon={Scissors}
          disabled={!sheet}
          onPress={() => act(() => station.bench.tearOff.mutate(), 'did-tear')}
        />
        {device && <CableButton device={device} act={act} />}
        {sheet && (
          <Save href={`files/bench/slips/${sheet.id}.png`} save={`phieu-${sheet.id}.png`} icon={ImageDown}>
            {t('bench.save')}
          </Save>
        )}
        <Leaf index={index} total={bench.slips.length} turn={turn} />
      </div>
    </>
  );
};

const PagePrinter = ({ bench, act }: Omit<ToolProps, 'devices'>) => {
  const t = useText();
  const { sheet, index, turn } = useLeaf(bench.papers);
  const fault = bench.pagePrinter;
  const options = pagePrinterFaultSchema.options.map((value) => ({
    value,
    label: t(`bench.pageFault.${value}`),
    due: value !== 'none',
  }));
  return (
    <>
      <div className="thermal">
        <div className="paper-well flat">
          {sheet ? (
            <img
              key={sheet.id}
              className="sheet-out"
              src={`files/bench/papers/${sheet.id}.png`}
              alt={t('bench.paperAlt', { title: sheet.title })}
            />
          ) : (
            <p className="nothing">{t('bench.nothingPage')}</p>
          )}
        </div>
        <div className="mach flat">
          <p>
            <span className={fault === 'none' ? 'led' : 'led off'} />
            <span>{t('bench.inTray')}</span>
            <span className="nm">{sheet && `${timeWithSeconds(sheet.at)}, ${sheet.title}`}</span>
          </p>
        </div>
      </div>
      <Picker
        label={t('bench.pageLabel')}
        options={options}
        value={fault}
        onChange={(next) =>
          act(() => station.bench.pagePrinter.mutate({ fault: next }), 'did-page', {
            what: t(`bench.pageFault.${next}`),
          })
        }
      />
      <div className="two-btn">
        {sheet && (
          <>
            <Save href={`files/bench/papers/${sheet.id}.png`} save={`to-${sheet.id}.png`} icon={ImageDown}>
              {t('bench.save')}
            </Save>
            <Save href={`files/bench/papers/${sheet.id}.pdf`} save={`to-${sheet.id}.pdf`} icon={FileText}>
              {t('bench.savePdf')}
            </Save>
          </>
        )}
        <Leaf index={index} total={bench.papers.length} turn={turn} />
      </div>
    </>
  );
};
