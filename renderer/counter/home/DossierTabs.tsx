import { CloudCheck, CloudUpload, FileText, Printer } from 'lucide-react';
import type { DossierDetail } from '../../../domain/views/dossier.ts';
import type { PrintJobView } from '../../../domain/views/prints.ts';
import { failureOfCode } from '../../common/failure.ts';
import { dayMonthTime, fileSize } from '../../common/format.ts';
import { useLanguage, useSay } from '../../common/i18n.ts';
import { useCounter } from '../counter-state.ts';
import { ChainList } from '../office/ChainList.tsx';
import { Button } from '../parts/Button.tsx';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';
import { type Reprinted, useReprint } from './MoreMenu.tsx';
import { usePrintActs } from './PrintQuestion.tsx';
import { TrackDone } from './SummaryTab.tsx';

type TabProps = { readonly dossier: DossierDetail };

export const PapersTab = ({ dossier }: TabProps) => {
  const language = useLanguage();
  const t = useText();
  return (
    <>
      <table className="papers tab-papers">
        <tbody>
          {dossier.papers.map((paper, index) => (
            <tr key={paper.name}>
              <td className="wrap nm">
                {index + 1}. {paper.name}
              </td>
              <td>{t(`kind.${paper.kind}`)}</td>
              <td className="r">{t('detail.pages', { pages: paper.pages })}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3 className="tab-h">{t('detail.files')}</h3>
      {dossier.documents.length === 0 && <p className="muted tab-p">{t('detail.noFiles')}</p>}
      <ul className="files">
        {dossier.documents.map((file) => (
          <li key={file.id}>
            <I of={FileText} />
            <span>{file.title}</span>
            <em>
              {t('detail.pages', { pages: file.pages })} · {fileSize(file.bytes, language)}
            </em>
            <I of={file.sent ? CloudCheck : CloudUpload} />
          </li>
        ))}
      </ul>
    </>
  );
};

export const PrintsTab = ({ dossier }: TabProps) => {
  const t = useText();
  return (
    <ul className="jobs">
      {dossier.prints.length === 0 && <li className="muted">{t('detail.noPrints')}</li>}
      {dossier.prints.map((job) => (
        <Job key={job.id} job={job} dossier={dossier} />
      ))}
    </ul>
  );
};

const Job = ({ job, dossier }: { readonly job: PrintJobView; readonly dossier: DossierDetail }) => {
  const t = useText();
  const say = useSay();
  const { show } = useCounter();
  const { answer, retry } = usePrintActs();
  const reprint = useReprint(dossier);
  const sentence = job.code && job.state !== 'printed' ? failureOfCode(job.code).sentence : undefined;
  const kind = reprintable(job.document);
  return (
    <li>
      <p>
        <I of={Printer} /> <b>{t(`print.${job.document}`)}</b> ·{' '}
        <span className={`job-${job.state}`} title={job.evidence}>
          {t(`print.${job.state}`)}
        </span>
        <em>{dayMonthTime(job.createdAt)}</em>
      </p>
      {sentence && (
        <p className="muted">
          {say(sentence)} <small>{job.code}</small>
        </p>
      )}
      <div className="row">
        {job.state === 'uncertain' && <Button label={t('print.yes')} onPress={() => answer(job, true)} />}
        {job.state === 'uncertain' && <Button label={t('print.no')} onPress={() => answer(job, false)} />}
        {(job.state === 'failed' || job.state === 'waiting') && (
          <Button label={t('print.retry')} onPress={() => retry(job)} />
        )}
        {(job.state === 'failed' || job.state === 'waiting' || job.state === 'uncertain') && (
          <Button label={t('prints.send')} k="Alt+I" onPress={() => show('prints')} />
        )}
        {job.state === 'printed' && kind && <Button label={t('print.again')} onPress={() => reprint(kind)} />}
      </div>
    </li>
  );
};

const reprintable = (document: PrintJobView['document']): Reprinted | undefined =>
  document === 'receipt' || document === 'slip' || document === 'control-slip' ? document : undefined;

export const HistoryTab = ({ dossier }: TabProps) => {
  const t = useText();
  const reprint = useReprint(dossier);
  return (
    <>
      <h3 className="tab-h first">{t('office.chain')}</h3>
      <ChainList rows={dossier.whereabouts.rows} />
      <Button icon={Printer} label={t('office.print')} onPress={() => reprint('control-slip')} />
      <h3 className="tab-h">{t('office.everything')}</h3>
      <ol className="track">
        {dossier.history.map((entry) => (
          <TrackDone key={`${entry.at}${entry.what.key}${entry.who}`} entry={entry} />
        ))}
      </ol>
    </>
  );
};
