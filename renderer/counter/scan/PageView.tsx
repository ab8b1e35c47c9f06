import { ArrowLeft, ArrowRight, FileInput, type LucideIcon, RotateCcw, RotateCw, Trash2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { ScanSession } from '../../../domain/views.ts';
import { fileSize } from '../../common/format.ts';
import { useLanguage } from '../../common/i18n.ts';
import { useKeys } from '../keyboard/keyboard.ts';
import { I } from '../parts/I.tsx';
import { Kbd } from '../parts/Kbd.tsx';
import { Segments } from '../parts/Segments.tsx';
import { useText } from '../text.ts';
import { paperBeside, type Reconciliation, type ScanPage, turned } from './reconcile.ts';
import type { ScanControl } from './use-scan.ts';

type ViewProps = {
  readonly session: ScanSession;
  readonly page: ScanPage;
  readonly rec: Reconciliation;
  readonly scan: ScanControl;
};

/** The chosen page, large, and what may be done with it. */
export const PageView = ({ session, page, rec, scan }: ViewProps) => {
  const language = useLanguage();
  const t = useText();
  const [whole, setWhole] = useState(false);
  const toggle = () => setWhole((on) => !on);
  useKeys({ Space: toggle });
  return (
    <div className="view">
      <div className={`lens ${whole ? 'whole' : ''}`}>
        <div className="lens-scroll">
          <img
            className="bigpage"
            src={`files/scan/${session.id}/${page.id}.jpg?w=1400&r=${page.rotation}`}
            alt={t('scan.page', { number: page.number })}
          />
        </div>
        <div className="zoom">
          <Segments
            label={t('scan.zoom')}
            value={whole ? 'page' : 'width'}
            options={[
              ['width', t('scan.fitWidth')],
              ['page', t('scan.fitPage')],
            ]}
            onChange={(fit) => setWhole(fit === 'page')}
          />
        </div>
      </div>
      <div className="side">
        <h2>{t('scan.page', { number: page.number })}</h2>
        <p className="muted">{placeOf(page, rec, t)}</p>
        <p className="muted opt">{fileSize(page.bytes, language)}</p>
        {page.barcode && <p className="muted opt">{t('scan.code', { code: page.barcode })}</p>}
        <Tools page={page} rec={rec} scan={scan} />
      </div>
    </div>
  );
};

const placeOf = (page: ScanPage, rec: Reconciliation, t: ReturnType<typeof useText>): string => {
  const paper = rec.papers.find(({ index }) => index === page.paper);
  if (!paper || paper.index < 0) return t('scan.unassignedMore');
  return t('scan.pageOf', { paper: paper.name, index: paper.pages.indexOf(page) + 1, total: paper.expected });
};

const Tools = ({ page, rec, scan }: Omit<ViewProps, 'session'>) => {
  const t = useText();
  const papers = rec.papers.filter(({ index }) => index >= 0);
  const assign = (by: 1 | -1) => scan.change(page, { paper: paperBeside(rec, page.paper, by) });
  return (
    <ul className="tools">
      <Tool
        icon={RotateCcw}
        label={t('scan.left')}
        k="Alt+["
        onPress={() => scan.change(page, { rotation: turned(page.rotation, -90) })}
      />
      <Tool
        icon={RotateCw}
        label={t('scan.right')}
        k="Alt+]"
        onPress={() => scan.change(page, { rotation: turned(page.rotation, 90) })}
      />
      <li className="gap" />
      <Tool icon={ArrowLeft} label={t('scan.earlier')} k="Shift+ArrowLeft" onPress={() => assign(-1)} />
      <Tool icon={ArrowRight} label={t('scan.later')} k="Shift+ArrowRight" onPress={() => assign(1)} />
      <li className="assign">
        <I of={FileInput} />
        <select
          aria-label={t('scan.assignTo', { number: page.number })}
          value={page.paper}
          onChange={(event) => scan.change(page, { paper: Number(event.target.value) })}
        >
          {page.paper < 0 && <option value={-1}>{t('scan.unassigned')}</option>}
          {papers.map(({ index, name }) => (
            <option key={index} value={index}>
              {index + 1}. {name}
            </option>
          ))}
        </select>
      </li>
      <li className="gap" />
      <Tool
        icon={page.dropped ? Undo2 : Trash2}
        label={page.dropped ? t('scan.keep') : t('scan.drop')}
        k="Del"
        onPress={() => scan.change(page, { dropped: !page.dropped })}
      />
    </ul>
  );
};

const Tool = ({
  icon,
  label,
  k,
  onPress,
}: {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly k: string;
  readonly onPress: () => void;
}) => (
  <li>
    <button type="button" onClick={onPress}>
      <I of={icon} />
      <span>{label}</span>
      <b className="kk">
        <Kbd k={k} />
      </b>
    </button>
  </li>
);
