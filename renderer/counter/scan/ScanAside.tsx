import {
  Check,
  CircleCheck,
  CircleDashed,
  CirclePause,
  Equal,
  EqualNot,
  FileCheck,
  Layers,
  LoaderCircle,
  Save,
  ScanText,
} from 'lucide-react';
import { useState } from 'react';
import { failureOfCode } from '../../common/failure.ts';
import { timeWithSeconds } from '../../common/format.ts';
import { useSay } from '../../common/i18n.ts';
import { useKeys } from '../keyboard/keyboard.ts';
import { Button } from '../parts/Button.tsx';
import { Go } from '../parts/Go.tsx';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import { Feeding, StartFeeding } from './FeedFoot.tsx';
import { titleOf } from './PageStrip.tsx';
import {
  COVERS,
  nextSheet,
  type PaperPages,
  type PaperState,
  type Reconciliation,
  type ScanPage,
  stopsAtSheet,
} from './reconcile.ts';
import type { ScanControl } from './use-scan.ts';

type ScanAsideProps = {
  readonly rec: Reconciliation;
  readonly scan: ScanControl;
  readonly onAside: () => void;
  readonly onStack: () => void;
};

/** Sheets, pages and papers side by side: equal, or what is missing. */
export const ScanAside = ({ rec, scan, onAside, onStack }: ScanAsideProps) => {
  const t = useText();
  const blank = rec.blanks[0];
  useKeys({ 'Alt+B': blank && (() => scan.drop(blank)) });
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
      <Foot rec={rec} scan={scan} onAside={onAside} onStack={onStack} />
    </aside>
  );
};

const sentence = (rec: Reconciliation, t: ReturnType<typeof useText>): string => {
  const { sheets, kept, expected, dropped, damaged } = rec;
  const values = { sheets, pages: rec.stored, expected, dropped };
  if (rec.matches && dropped === 0) return t('scan.sayMatch', values);
  const left = expected - kept;
  const more = left > 0 ? t('scan.still', { count: left }) : left < 0 ? t('scan.extra', { count: -left }) : '';
  const damagedSay = damaged.length > 0 && t('scan.sayDamaged', { count: damaged.length });
  return [t('scan.sayDiffer', values), dropped > 0 && t('scan.sayDropped', values), damagedSay, more]
    .filter(Boolean)
    .join(' ');
};

/** The feeder is done and the program is not: nothing is wrong, nothing is to be done. */
const isMaking = (rec: Reconciliation, { session }: ScanControl): boolean =>
  rec.processing.length > 0 && session?.state === 'ended' && session.code === undefined;

const State = ({ rec, scan }: Pick<ScanAsideProps, 'rec' | 'scan'>) => {
  const t = useText();
  if (scan.session?.state === 'scanning' || isMaking(rec, scan))
    return (
      <span className="pill info">
        <I of={LoaderCircle} className="spin" />
        {scan.session?.state === 'scanning' ? t('scan.running') : t('scan.processing')}
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
    <div className={`eq ${rec.sidesMatch && papersMatch ? '' : 'bad'}`}>
      <div>
        <b>{rec.sides}</b>
        <span>{rec.sides === rec.sheets ? t('scan.sheets') : t('scan.sidesOf', { sheets: rec.sheets })}</span>
      </div>
      <Sign equal={rec.sidesMatch} />
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
          <tr key={paper.index} className={paper.index === COVERS ? 'none' : ROW_CLASS[paper.state]}>
            <td className="nm" title={paper.name}>
              {titleOf(paper, t)}
            </td>
            <td className="r">
              {paper.index === COVERS ? paper.kept : t('scan.of', { have: paper.kept, expected: paper.expected })}
            </td>
            <td className="r st">
              {paper.index !== COVERS && stateWord(paper, t)}
              {paper.index !== COVERS && <I of={paper.state === 'full' ? CircleCheck : CircleDashed} />}
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
          <Button label={t('scan.drop')} k="Alt+B" onPress={() => scan.drop(page)} />
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

const Foot = ({ rec, scan, onAside, onStack }: ScanAsideProps) => {
  const t = useText();
  const { session } = scan;
  const aside = <Button icon={Save} label={t('scan.aside')} k="Esc" onPress={onAside} />;
  if (!session) return <StartFeeding scan={scan}>{aside}</StartFeeding>;
  if (session.state === 'scanning') return <Feeding scan={scan} />;
  if (session.state === 'attaching')
    return (
      <Go
        say={t('scan.attachingSay')}
        label={t('scan.attachRest')}
        icon={FileCheck}
        onGo={scan.attach}
        disabled={scan.busy}
      />
    );
  if (isMaking(rec, scan))
    return (
      <Go
        say={t('scan.waitPages', { count: rec.processing.length })}
        label={t('scan.wait')}
        icon={LoaderCircle}
        disabled
      >
        <Button icon={ScanText} label={t('scan.more')} k="F4" onPress={scan.start} />
        {aside}
      </Go>
    );
  if (rec.strangers > 0)
    return (
      <Go say={t('scan.strangersMore')} label={t('scan.strangersLook')} icon={Layers} onGo={onStack}>
        {aside}
      </Go>
    );
  if (rec.matches)
    return (
      <Go
        say={t('scan.attachSay')}
        label={t('scan.attach', { pages: rec.attached })}
        icon={FileCheck}
        onGo={scan.attach}
        disabled={scan.busy}
      >
        <Button icon={ScanText} label={t('scan.more')} k="F4" onPress={scan.start} />
        {aside}
      </Go>
    );
  const sheet = nextSheet(session);
  const again = stopsAtSheet(session.code);
  return (
    <Go
      say={again ? t('scan.resumeSay', { sheet }) : t('scan.differSay')}
      label={again ? t('scan.resume', { sheet }) : t('scan.more')}
      icon={ScanText}
      onGo={scan.start}
      disabled={scan.busy}
    >
      {rec.attached > 0 && <AttachAnyway rec={rec} scan={scan} />}
      {aside}
    </Go>
  );
};

/** While sheets run Enter does nothing: a second press of the one that began must not stop them. */

/** What differs is said once more before it is attached as it is. */
const AttachAnyway = ({ rec, scan }: Pick<ScanAsideProps, 'rec' | 'scan'>) => {
  const t = useText();
  const [asking, setAsking] = useState(false);
  const ask = () => setAsking(true);
  useKeys({ F8: ask });
  return (
    <>
      <Button icon={FileCheck} label={t('scan.attachAnyway', { pages: rec.attached })} k="F8" onPress={ask} />
      {asking && (
        <ConfirmDialog
          title={t('scan.attachAnyway', { pages: rec.attached })}
          onClose={() => setAsking(false)}
          onYes={scan.attach}
          yes={t('scan.attach', { pages: rec.attached })}
        >
          <p>{sentence(rec, t)}</p>
          {rec.processing.length > 0 && <p>{t('scan.waitPages', { count: rec.processing.length })}</p>}
        </ConfirmDialog>
      )}
    </>
  );
};
