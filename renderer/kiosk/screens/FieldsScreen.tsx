/** Taking a number: which field is it about? */
import { Clock, Ticket } from 'lucide-react';
import type { KioskHome } from '../../../domain/views/public.ts';
import { useSay } from '../../common/i18n.ts';
import { newId } from '../../common/ids.ts';
import { useKiosk } from '../kiosk-context.ts';
import { BackAndHome, Frame, ICON } from '../parts/Frame.tsx';
import { ListPage } from '../parts/ListPage.tsx';
import { useText } from '../text.ts';

type Field = KioskHome['fields'][number];

export const FieldsScreen = ({ page }: { readonly page: number }) => {
  const t = useText();
  const { home, dispatch } = useKiosk();
  if (!home.open) return <ClosedScreen />;
  return (
    <ListPage
      icon={Ticket}
      title={t('fields.ask')}
      lead={t('fields.lead')}
      items={home.fields}
      page={page}
      turn={(next) => dispatch({ do: 'replace', to: { kind: 'fields', page: next } })}
      render={(field, narrow) => <FieldRow key={field.letter} field={field} narrow={narrow} />}
    />
  );
};

const FieldRow = ({ field, narrow }: { readonly field: Field; readonly narrow: boolean }) => {
  const t = useText();
  const say = useSay();
  const { go } = useKiosk();
  const [from, to] = field.waitMinutes;
  const waiting = field.waiting === 0 ? t('fields.nobody') : t('fields.waiting', { count: field.waiting });
  const wait = field.waiting === 0 ? '' : t('fields.wait', { from, to });
  return (
    <button
      type="button"
      className={narrow ? 'row narrow' : 'row'}
      onClick={() => go({ kind: 'priority', letter: field.letter, ticketId: newId() })}
    >
      <span className="letter">{field.letter}</span>
      <span className="body">
        <span className="t">{say(field.name)}</span>
        <span className="p">
          {narrow ? waiting : [t('desk', { desk: field.desk }), waiting, wait].filter(Boolean).join(' · ')}
        </span>
      </span>
    </button>
  );
};

const ClosedScreen = () => {
  const t = useText();
  return (
    <Frame act={<BackAndHome />}>
      <section className="state due">
        <div className="hero closed">
          <span className="disc">
            <Clock {...ICON} />
          </span>
          <h1>{t('fields.closed')}</h1>
        </div>
        <div className="card tell">
          <p>{t('fields.closedMore')}</p>
        </div>
      </section>
    </Frame>
  );
};
