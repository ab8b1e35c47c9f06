import {
  ArrowLeft,
  ArrowRight,
  FileInput,
  FileX,
  LoaderCircle,
  type LucideIcon,
  RefreshCw,
  RotateCcw,
  RotateCw,
  Trash2,
  Undo2,
} from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { ScanSession } from '../../../domain/scan-session.ts';
import { decimal, fileSize } from '../../common/format.ts';
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
  /** Further tools of the screen, below the page's own. */
  readonly children?: ReactNode;
};

/** The chosen page, large, and what may be done with it. */
export const PageView = ({ session, page, rec, scan, children }: ViewProps) => {
  const language = useLanguage();
  const t = useText();
  const [whole, setWhole] = useState(false);
  const toggle = () => setWhole((on) => !on);
  useKeys({ Space: toggle });
  return (
    <div className="view">
      <div className={`lens ${whole ? 'whole' : ''}`}>
        <div className="lens-scroll">
          <BigPage session={session} page={page} />
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
        {page.state === 'ready' && (
          <p className="muted opt">
            {fileSize(page.bytes, language)}
            {Math.abs(page.skew) >= 0.1 && ` · ${t('scan.straightened', { by: decimal(page.skew, language) })}`}
          </p>
        )}
        {page.codes.length > 0 && <p className="muted opt">{t('scan.code', { code: page.codes.join(', ') })}</p>}
        <Tools page={page} rec={rec} scan={scan}>
          {children}
        </Tools>
      </div>
    </div>
  );
};

/** A page that has no picture says why. */
const BigPage = ({ session, page }: Pick<ViewProps, 'session' | 'page'>) => {
  const t = useText();
  const number = t('scan.page', { number: page.number });
  if (page.state === 'ready')
    return (
      <img className="bigpage" src={`files/scan/${session.id}/${page.id}.jpg?w=1400&r=${page.rotation}`} alt={number} />
    );
  const isDamaged = page.state === 'damaged';
  return (
    <div className="bigpage nopage" role="img" aria-label={number}>
      <I of={isDamaged ? FileX : LoaderCircle} className={isDamaged ? '' : 'spin'} />
      <p>{isDamaged ? t('scan.damagedMore', { number: page.number }) : t('scan.making', { number: page.number })}</p>
    </div>
  );
};

const placeOf = (page: ScanPage, rec: Reconciliation, t: ReturnType<typeof useText>): string => {
  const paper = rec.papers.find(({ index }) => index === page.paper);
  if (page.role === 'separator') return t('scan.separatorMore');
  if (page.role === 'cover' && page.paper < 0) return t('scan.coverMore');
  if (!paper || paper.index < 0) return t('scan.unassignedMore');
  return t('scan.pageOf', { paper: paper.name, index: paper.pages.indexOf(page) + 1, total: paper.expected });
};

const Tools = ({ page, rec, scan, children }: Omit<ViewProps, 'session'>) => {
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
      {children}
      <li className="gap" />
      <Tool icon={RefreshCw} label={t('scan.rescan')} k="Alt+R" onPress={() => scan.rescan(page)} />
      <Tool
        icon={page.dropped ? Undo2 : Trash2}
        label={page.dropped ? t('scan.keep') : t('scan.drop')}
        k="Del"
        onPress={() => scan.drop(page)}
      />
    </ul>
  );
};

export const Tool = ({
  icon,
  label,
  k,
  onPress,
}: {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly k?: string;
  readonly onPress: () => void;
}) => (
  <li>
    <button type="button" onClick={onPress}>
      <I of={icon} />
      <span>{label}</span>
      {k && (
        <b className="kk">
          <Kbd k={k} />
        </b>
      )}
    </button>
  </li>
);
