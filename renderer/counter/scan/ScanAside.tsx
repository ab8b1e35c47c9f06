import {
  Check,
  CircleCheck,
  CircleDashed,
  CirclePause,
  Equal,
  EqualNot,
  FileCheck,
  LoaderCircle,
  Save,
  ScanText,
  Square,
} from 'lucide-react';
import { failureOfCode } from '../../common/failure.ts';
import { timeWithSeconds } from '../../common/format.ts';
import { useSay } from '../../common/i18n.ts';
import { useKeys } from '../keyboard/keyboard.ts';
import { Button } from '../parts/Button.tsx';
import { Go } from '../parts/Go.tsx';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';
import { type PaperPages, type PaperState, type Reconciliation, type ScanPage, stopsAtSheet } from './reconcile.ts';
import type { ScanControl } from './use-scan.ts';

type ScanAsideProps = { readonly rec: Reconciliation; readonly scan: ScanControl; readonly onAside: () => void };

/** Sheets, pages and papers side by side: equal, or what is missing. */
export const ScanAside = ({ rec, scan, onAside }: ScanAsideProps) => {
  const t = useText();
  const blank = rec.blanks[0];
  useKeys({ 'Alt+B': blank && (() => scan.change(blank, { dropped: true })) });
  return (
    <aside className="aside" aria-label={t('scan.label')}>
      <div className="a-head line">
        <div className="a-top">
          <h2>{t('scan.reconcile')}</h2>
          <State rec={rec} scan={scan} />
        </div>
      </div>
      <div className="a-body">
        <Equation rec={rec} />
        {rec.stored > 0 && <p className="say">{sentence(rec, t)}</p>}
        <Papers rec={rec} />
        {blank && <AskBlank page={blank} scan={scan} />}
        {scan.session && <ScannerLog scan={scan} />}
      </div>
      <Foot rec={rec} scan={scan} onAside={onAside} />
    </aside>
  );
};

const sentence = (rec: Reconciliation, t: ReturnType<typeof useText>): string => {
  const { sheets, kept, expected, dropped } = rec;
  const values = { sheets, pages: rec.stored, expected, dropped };
  if (rec.matches && dropped === 0) return t('scan.sayMatch', values);
  const left = expected - kept;
  const more = left > 0 ? t('scan.still', { count: left }) : left < 0 ? t('scan.extra', { count: -left }) : '';
  return [t('scan.sayDiffer', values), dropped > 0 && t('scan.sayDropped', values), more].filter(Boolean).join(' ');
};

const State = ({ rec, scan }: Pick<ScanAsideProps, 'rec' | 'scan'>) => {
  const t = useText();
  if (scan.session?.state === 'scanning')
    return (
      <span className="pill info">
        <I of={LoaderCircle} className="spin" />
        {t('scan.running')}
      </span>
    );
  if (rec.matches)
    return (
      <span className="pill ready">
        <I of={CircleCheck} />
        {t('scan.match')}
      </span>
    );
  if (!scan.session) return null;
  return (
    <span className="pill due">
      <I of={CirclePause} />
      {scan.session.code ? t('scan.paused') : t('scan.noMatch')}
    </span>
  );
};

const Equation = ({ rec }: { readonly rec: Reconciliation }) => {
  const t = useText();
  const papersMatch = rec.kept === rec.expected;
  return (
    <div className={`eq ${rec.sheetsMatch && papersMatch ? '' : 'bad'}`}>
      <div>
        <b>{rec.sheets}</b>
        <span>{t('scan.sheets')}</span>
      </div>
      <Sign equal={rec.sheetsMatch} />
      <div>
        <b>{rec.kept}</b>
        <span>{t('scan.kept')}</span>
      </div>
      <Sign equal={papersMatch} />
      <div>
        <b>{rec.expected}</b>
        <span>{t('scan.expected')}</span>
      </div>
    </div>
  );
};

const Sign = ({ equal }: { readonly equal: boolean }) => (
  <I of={equal ? Equal : EqualNot} className={equal ? '' : 'ne'} />
);

const ROW_CLASS: Readonly<Record<PaperState, string>> = { full: 'ok', missing: 'part', none: 'none', over: 'part' };

const Papers = ({ rec }: { readonly rec: Reconciliation }) => {
  const t = useText();
  return (
    <table className="papers recon">
      <colgroup>
        <col />
        <col className="cp" />
        <col className="cs" />
      </colgroup>
      <thead>
        <tr>
          <th>{t('scan.paper')}</th>
          <th className="r">{t('scan.pages')}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {rec.papers.map((paper) => (
          <tr key={paper.index} className={ROW_CLASS[paper.state]}>
            <td className="nm" title={paper.name}>
              {paper.index < 0 ? t('scan.unassigned') : `${paper.index + 1}. ${paper.name}`}
            </td>
            <td className="r">{t('scan.of', { have: paper.kept, expected: paper.expected })}</td>
            <td className="r st">
              {stateWord(paper, t)}
              <I of={paper.state === 'full' ? CircleCheck : CircleDashed} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const stateWord = ({ state, kept, expected }: PaperPages, t: ReturnType<typeof useText>): string =>
  state === 'full' || state === 'none' ? t(`scan.${state}`) : t(`scan.${state}`, { count: Math.abs(expected - kept) });

/** A blank-looking page is never dropped by itself: the officer says. */
const AskBlank = ({ page, scan }: { readonly page: ScanPage; readonly scan: ScanControl }) => {
  const t = useText();
  return (
    <section className="ask">
      <img
        className="mini"
        src={`files/scan/${scan.session?.id ?? ''}/${page.id}.jpg?w=120&r=${page.rotation}`}
        alt={t('scan.page', { number: page.number })}
      />
      <div>
        <p>
          <b>{t('scan.askBlank', { number: page.number })}</b> {t('scan.askBlankMore')}
        </p>
        <div className="row">
          <span className="btn on">
            <I of={Check} />
            <span>{t('scan.keepShort')}</span>
          </span>
          <Button label={t('scan.drop')} k="Alt+B" onPress={() => scan.change(page, { dropped: true })} />
        </div>
      </div>
    </section>
  );
};

const ScannerLog = ({ scan }: { readonly scan: ScanControl }) => {
  const t = useText();
  const say = useSay();
  const { session } = scan;
  if (!session) return null;
  const stopped = session.code ? failureOfCode(session.code).sentence : undefined;
  return (
    <>
      <h3>{t('scan.log')}</h3>
      <ul className="log">
        <li>
          <time>{timeWithSeconds(session.startedAt)}</time>
          <span>{t('scan.logStart')}</span>
        </li>
        {session.pages
          .filter(({ blank }) => blank)
          .map(({ id, number }) => (
            <li key={id}>
              <time />
              <span>{t('scan.logBlank', { number })}</span>
            </li>
          ))}
        {session.state === 'ended' && session.endedAt !== undefined && (
          <li>
            <time>{timeWithSeconds(session.endedAt)}</time>
            <span>{stopped ? say(stopped).split('.')[0] : t('scan.logEnd', { sheets: session.sheets })}</span>
          </li>
        )}
      </ul>
    </>
  );
};

const Foot = ({ rec, scan, onAside }: ScanAsideProps) => {
  const t = useText();
  const { session } = scan;
  const aside = <Button icon={Save} label={t('scan.aside')} k="Esc" onPress={onAside} />;
  if (!session)
    return (
      <Go
        say={t('scan.startSay')}
        label={t('scan.start')}
        icon={ScanText}
        onGo={scan.start}
        disabled={scan.busy || !scan.loaded}
      >
        {aside}
      </Go>
    );
  if (session.state === 'scanning') return <Running scan={scan} />;
  if (rec.matches)
    return (
      <Go
        say={t('scan.attachSay')}
        label={t('scan.attach', { pages: rec.kept })}
        icon={FileCheck}
        onGo={scan.attach}
        disabled={scan.busy}
      >
        <Button icon={ScanText} label={t('scan.more')} k="F4" onPress={scan.start} />
        {aside}
      </Go>
    );
  const sheet = rec.stored + 1;
  const again = stopsAtSheet(session.code);
  return (
    <Go
      say={again ? t('scan.resumeSay', { sheet }) : t('scan.differSay')}
      label={again ? t('scan.resume', { sheet }) : t('scan.more')}
      icon={ScanText}
      onGo={scan.start}
      disabled={scan.busy}
    >
      {rec.kept > 0 ? <AttachAnyway rec={rec} scan={scan} /> : aside}
      {rec.kept > 0 && aside}
    </Go>
  );
};

/** While sheets run Enter does nothing: a second press of the one that began must not stop them. */
const Running = ({ scan }: Pick<ScanAsideProps, 'scan'>) => {
  const t = useText();
  useKeys({ F6: scan.stop });
  return (
    <Go say={t('scan.stopSay')} label={t('scan.running')} icon={LoaderCircle} disabled>
      <Button icon={Square} label={t('scan.stop')} k="F6" onPress={scan.stop} />
    </Go>
  );
};

const AttachAnyway = ({ rec, scan }: Pick<ScanAsideProps, 'rec' | 'scan'>) => {
  const t = useText();
  useKeys({ F8: scan.attach });
  return <Button icon={FileCheck} label={t('scan.attachAnyway', { pages: rec.kept })} k="F8" onPress={scan.attach} />;
};
