/** Procedures: first the field, then its list. */
import { useQuery } from '@tanstack/react-query';
import { BookOpenText, ChevronRight, ScrollText } from 'lucide-react';
import type { ProcedureField, ProcedureLine } from '../../../domain/views/public.ts';
import { fieldsQuery, proceduresQuery } from '../api.ts';
import type { Screen } from '../journey.ts';
import { useKiosk } from '../kiosk-context.ts';
import { BackAndHome, Frame, ICON } from '../parts/Frame.tsx';
import { ListPage } from '../parts/ListPage.tsx';
import { nameOf } from '../procedure-view.ts';
import { useText } from '../text.ts';

export const ProcedureFieldsScreen = ({ page }: { readonly page: number }) => {
  const t = useText();
  const { dispatch } = useKiosk();
  const { data } = useQuery(fieldsQuery);
  if (!data || data.length === 0) return <EmptyCatalogue loading={!data} />;
  return (
    <ListPage
      icon={ScrollText}
      title={t('procedures.ask')}
      lead={t('procedures.lead')}
      items={data}
      page={page}
      turn={(next) => dispatch({ do: 'replace', to: { kind: 'procedure-fields', page: next } })}
      render={(field, narrow) => <FieldRow key={field.name} field={field} narrow={narrow} />}
    />
  );
};

const FieldRow = ({ field, narrow }: { readonly field: ProcedureField; readonly narrow: boolean }) => {
  const t = useText();
  const { go, journey } = useKiosk();
  return (
    <button
      type="button"
      className={narrow ? 'row narrow plain' : 'row'}
      onClick={() => go({ kind: 'procedures', field: field.name, page: 0 })}
    >
      <span className="body">
        <span className="t">{journey.language === 'vi' ? field.name : field.nameEn}</span>
        <span className="p">{t('procedures.count', { count: field.count })}</span>
      </span>
      <ChevronRight {...ICON} className="i go" />
    </button>
  );
};

export const ProceduresScreen = ({ screen }: { readonly screen: Extract<Screen, { kind: 'procedures' }> }) => {
  const t = useText();
  const { dispatch, journey } = useKiosk();
  const { data = [] } = useQuery(proceduresQuery(screen.field));
  const { data: fields = [] } = useQuery(fieldsQuery);
  const field = fields.find(({ name }) => name === screen.field);
  const title = field ? nameOf(field, journey.language) : screen.field;
  return (
    <ListPage
      icon={BookOpenText}
      title={title}
      lead={t('procedures.listLead')}
      items={data}
      page={screen.page}
      wide
      turn={(page) => dispatch({ do: 'replace', to: { ...screen, page } })}
      render={(procedure) => <ProcedureRow key={procedure.code} procedure={procedure} />}
    />
  );
};

const ProcedureRow = ({ procedure }: { readonly procedure: ProcedureLine }) => {
  const { go, journey } = useKiosk();
  return (
    <button
      type="button"
      className="row small"
      onClick={() => go({ kind: 'procedure', code: procedure.code, page: 0 })}
    >
      <span className="body">
        <span className="t">{nameOf(procedure, journey.language)}</span>
      </span>
      <ChevronRight {...ICON} className="i go" />
    </button>
  );
};

const EmptyCatalogue = ({ loading }: { readonly loading: boolean }) => {
  const t = useText();
  return (
    <Frame act={<BackAndHome />}>
      <div className="see">
        <h1 className="ask long">{t(loading ? 'procedures.loading' : 'procedures.none')}</h1>
        {!loading && <p className="lead">{t('procedures.noneMore')}</p>}
      </div>
    </Frame>
  );
};
