/** One procedure: how long, how much, and what to bring. */
import { useQuery } from '@tanstack/react-query';
import { FileText } from 'lucide-react';
import { describeFeeRule } from '../../../domain/fee.ts';
import type { PublicProcedure } from '../../../domain/views/public.ts';
import { useSay } from '../../common/i18n.ts';
import { procedureQuery } from '../api.ts';
import type { Screen } from '../journey.ts';
import { useKiosk } from '../kiosk-context.ts';
import { FitSection } from '../parts/FitSection.tsx';
import { BackAndHome, Frame, ICON } from '../parts/Frame.tsx';
import { Pager } from '../parts/Pager.tsx';
import { nameOf, oneOf, type ProcedureSheet, sheetsOf, timeOf } from '../procedure-view.ts';
import { useText } from '../text.ts';

/** Papers or steps that fit under the head of a procedure. */
const FIT = 4;
const FIT_LARGE = 3;
const SHORT_VALUE = 16;

type ProcedureProps = { readonly screen: Extract<Screen, { kind: 'procedure' }> };

export const ProcedureScreen = ({ screen }: ProcedureProps) => {
  const t = useText();
  const { journey } = useKiosk();
  const { data: procedure } = useQuery(procedureQuery(screen.code));
  if (!procedure) return null;
  return (
    <Frame act={<BackAndHome />}>
      <FitSection className="sheet-page" of={`${procedure.code} ${screen.page} ${journey.language} ${journey.large}`}>
        <div>
          <h1>{nameOf(procedure, journey.language)}</h1>
          <p className="sub num">{t('procedures.code', { code: procedure.code })}</p>
        </div>
        <Facts procedure={procedure} />
        <Papers procedure={procedure} screen={screen} />
      </FitSection>
    </Frame>
  );
};

const Facts = ({ procedure }: { readonly procedure: PublicProcedure }) => {
  const t = useText();
  const { language } = useKiosk().journey;
  const { key, values } = timeOf(procedure);
  return (
    <div className="pair">
      <Fact cap={t('procedures.time')} value={t(key, values)} example={procedure.example.deadline} />
      <Fact
        cap={t('procedures.fee')}
        value={describeFeeRule(procedure.fee, language)}
        example={procedure.example.fee}
      />
    </div>
  );
};

const Fact = ({ cap, value, example }: { readonly cap: string; readonly value: string; readonly example: boolean }) => (
  <section className="card fact">
    <p className="cap">
      {cap}
      {example && <Example />}
    </p>
    <p className={value.length > SHORT_VALUE ? 'value' : 'value short'}>{value}</p>
  </section>
);

const Example = () => {
  const t = useText();
  return <span className="tag">{t('procedures.example')}</span>;
};

/** First the papers, then the steps, as pages of one list. */
const Papers = ({ procedure, screen }: ProcedureProps & { readonly procedure: PublicProcedure }) => {
  const { journey, dispatch } = useKiosk();
  const sheets = sheetsOf(procedure, journey.large ? FIT_LARGE : FIT);
  const page = Math.min(screen.page, sheets.length - 1);
  const sheet = sheets[page];
  return (
    <>
      {sheet && <Sheet sheet={sheet} example={procedure.example.papers} />}
      <Pager
        page={page}
        pages={sheets.length}
        turn={(next) => dispatch({ do: 'replace', to: { ...screen, page: next } })}
      />
    </>
  );
};

const Sheet = ({ sheet, example }: { readonly sheet: ProcedureSheet; readonly example: boolean }) => {
  const t = useText();
  if (sheet.kind === 'steps')
    return (
      <section className="card papers">
        <h2>{t('procedures.steps')}</h2>
        <ol>
          {sheet.items.map((step, index) => (
            <StepLine key={step.vi} step={step} number={sheet.first + index} />
          ))}
        </ol>
      </section>
    );
  return (
    <section className="card papers">
      <h2>
        {t('procedures.papers')}
        {example && <Example />}
      </h2>
      {sheet.items.length === 0 && <p>{t('procedures.noPapers')}</p>}
      <ul>
        {sheet.items.map((paper) => (
          <PaperLine key={paper.name} paper={paper} />
        ))}
      </ul>
    </section>
  );
};

const StepLine = ({ step, number }: { readonly step: PublicProcedure['steps'][number]; readonly number: number }) => {
  const say = useSay();
  return (
    <li>
      <span className="nth fig">{number}</span>
      <p className="text">{say(step)}</p>
    </li>
  );
};

const PaperLine = ({ paper }: { readonly paper: PublicProcedure['papers'][number] }) => {
  const t = useText();
  const { language } = useKiosk().journey;
  return (
    <li>
      <FileText {...ICON} />
      <div>
        <p className="name">{nameOf(paper, language)}</p>
        <p className="kinds">
          {oneOf(
            paper.kinds.map((kind) => t(`paperKind.${kind}`)),
            language,
          )}
        </p>
      </div>
      {!paper.required && <span className="tag">{t('procedures.ifAny')}</span>}
    </li>
  );
};
