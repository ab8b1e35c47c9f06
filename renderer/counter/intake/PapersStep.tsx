import { ChevronDown, Plus, X } from 'lucide-react';
import { useId } from 'react';
import { type Paper, paperKindSchema } from '../../../domain/dossier.ts';
import { describeFeeRule } from '../../../domain/fee.ts';
import { money } from '../../common/format.ts';
import { useLanguage } from '../../common/i18n.ts';
import { I } from '../parts/I.tsx';
import { Kbd } from '../parts/Kbd.tsx';
import { Num } from '../parts/Num.tsx';
import { useText } from '../text.ts';
import { countsCopies, withNewPaper, withoutPaper, withPaper } from './form.ts';
import { Step, type StepPart } from './Step.tsx';

/** What is handed in, in which kind, how many pages, how many copies; the fee counts along. */
export const PapersStep = ({ intake, procedure, current }: StepPart) => {
  const t = useText();
  const language = useLanguage();
  const { form, change, fee } = intake;
  const pages = form.papers.reduce((sum, paper) => sum + paper.pages, 0);
  const rule = procedure && describeFeeRule(procedure.fee, language);
  return (
    <Step
      keepsEnter
      number={3}
      title={t('intake.papers')}
      done={form.papers.length > 0}
      current={current === 3}
      head={
        rule && (
          <span className="muted rule">
            {rule}
            {procedure.example.fee && ` (${t('intake.example')})`}
          </span>
        )
      }
      brief={
        <>
          {t('detail.papersCount', { papers: form.papers.length, pages })} · <b>{money(fee)}</b>
        </>
      }
    >
      {form.papers.length === 0 && <p className="muted">{t('intake.noPapers')}</p>}
      <PaperTable
        intake={intake}
        procedure={procedure}
        pages={pages}
        onAdd={() => change((before) => withNewPaper(before, '', procedure))}
      />
    </Step>
  );
};

type TableProps = Pick<StepPart, 'intake' | 'procedure'> & { readonly pages: number; readonly onAdd: () => void };

const PaperTable = ({ intake, procedure, pages, onAdd }: TableProps) => {
  const t = useText();
  const { form, fee } = intake;
  const copies = countsCopies(procedure);
  const names = useId();
  const listed = new Set(form.papers.map(({ name }) => name));
  return (
    <>
      <datalist id={names}>
        {procedure?.papers
          .filter(({ name }) => !listed.has(name))
          .map(({ id, name }) => (
            <option key={id} value={name} />
          ))}
      </datalist>
      <table className="papers">
        <colgroup>
          <col className="w-n" />
          <col />
          <col className="w-kind" />
          <col className="w-num" />
          {copies && <col className="w-num" />}
          {copies && <col className="ccalc" />}
          <col className="w-money" />
        </colgroup>
        {form.papers.length > 0 && (
          <thead>
            <tr>
              <td />
              <th>{t('intake.paper')}</th>
              <th>{t('intake.paperKind')}</th>
              <th className="r">{t('intake.pages')}</th>
              {copies && <th className="r">{t('intake.copies')}</th>}
              {copies && <th className="calc">{t('intake.calc')}</th>}
              {copies ? <th className="r">{t('intake.amount')}</th> : <td />}
            </tr>
          </thead>
        )}
        <tbody>
          {form.papers.map((paper, index) => (
            <PaperLine
              // biome-ignore lint/suspicious/noArrayIndexKey: papers have no id of their own, their place is their identity
              key={index}
              intake={intake}
              paper={paper}
              index={index}
              copies={copies}
              names={names}
              kinds={kindsOf(procedure, paper.name)}
            />
          ))}
        </tbody>
        {procedure && (
          <tfoot>
            <tr>
              <td />
              <td>
                <button type="button" className="add" onClick={onAdd}>
                  <I of={Plus} />
                  {t('intake.add')} <Kbd k="Alt+G" />
                </button>
              </td>
              <td />
              <td className="r">{pages}</td>
              {copies && <td />}
              {copies && <td className="calc">{t('intake.sum')}</td>}
              <td className="r money">
                <b>{money(fee)}</b>
              </td>
            </tr>
          </tfoot>
        )}
      </table>
    </>
  );
};

const kindsOf = (procedure: StepPart['procedure'], name: string): readonly Paper['kind'][] =>
  procedure?.papers.find((paper) => paper.name === name)?.kinds ?? paperKindSchema.options;

type LineProps = {
  readonly intake: StepPart['intake'];
  readonly paper: Paper;
  readonly index: number;
  readonly copies: boolean;
  readonly names: string;
  readonly kinds: readonly Paper['kind'][];
};

const PaperLine = ({ intake, paper, index, copies, names, kinds }: LineProps) => {
  const t = useText();
  const set = (change: Partial<Paper>) => intake.change((form) => withPaper(form, index, change));
  const line = feeLine(intake, index);
  return (
    <tr>
      <td className="n">{index + 1}</td>
      <td className="nm">
        <input
          className="paper-name"
          list={names}
          value={paper.name}
          maxLength={300}
          title={paper.name}
          aria-label={t('intake.paperName')}
          onChange={(event) => set({ name: event.target.value })}
        />
      </td>
      <td>
        <span className="pick">
          <select
            value={paper.kind}
            aria-label={t('intake.paperKind')}
            onChange={(event) => set({ kind: paperKindSchema.parse(event.target.value) })}
          >
            {(kinds.includes(paper.kind) ? kinds : [...kinds, paper.kind]).map((kind) => (
              <option key={kind} value={kind}>
                {t(`kind.${kind}`)}
              </option>
            ))}
          </select>
          <I of={ChevronDown} />
        </span>
      </td>
      <td className="r">
        <Num label={t('intake.pages')} value={paper.pages} max={9999} onChange={(pages) => set({ pages })} />
      </td>
      {copies && (
        <td className="r">
          <Num label={t('intake.copies')} value={paper.copies} max={999} onChange={(count) => set({ copies: count })} />
        </td>
      )}
      {copies && (
        <td className="calc" title={line?.explanation}>
          {line?.explanation}
        </td>
      )}
      <td className="r money">
        {copies && line ? money(line.amount) : ''}
        <button
          type="button"
          className="remove"
          tabIndex={-1}
          aria-label={t('intake.removePaper')}
          title={t('intake.removePaper')}
          onClick={() => intake.change((form) => withoutPaper(form, index))}
        >
          <I of={X} />
        </button>
      </td>
    </tr>
  );
};

/** The preview lists a line for each paper that is charged, in their order. */
const feeLine = ({ form, preview }: StepPart['intake'], index: number) => {
  const charged = form.papers.map((paper) => paper.name.trim() !== '' && paper.copies > 0 && paper.pages > 0);
  if (!charged[index]) return undefined;
  return preview?.fee.lines[charged.slice(0, index).filter(Boolean).length];
};
