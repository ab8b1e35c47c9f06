import { ChevronDown, CircleCheck, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ConnectionState } from '../../../domain/views/line.ts';
import type { SetupState } from '../../../domain/views/setup.ts';
import { useNow } from '../../common/clock.ts';
import { fileSize, timeWithSeconds, when } from '../../common/format.ts';
import { useLanguage } from '../../common/i18n.ts';
import { Log } from '../frame/Log.tsx';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';
import { Pill } from './DevicePill.tsx';
import { driverName, inLanguage } from './DeviceRow.tsx';
import { diskSize } from './disk-size.ts';
import { Go } from './Go.tsx';
import { isClockRight, seconds } from './install-steps.ts';
import { LinePill, OfflineSentence, SharedKeySentence } from './LineState.tsx';
import { shortPlace } from './place.ts';

type AsideProps = {
  readonly state: SetupState;
  /** Unless given, what comes next with the devices. */
  readonly foot?: ReactNode;
};

/** The line, the PC, and folded what only an expert asks for; at its foot the one thing to do next. */
export const Aside = ({ state, foot }: AsideProps) => (
  <aside className="aside">
    <div className="aside-scroll">
      <LineBlock connection={state.connection} />
      <SystemBlock state={state} />
      <Folds state={state} />
    </div>
    {foot ?? <Go state={state} />}
  </aside>
);

type FactProps = { readonly name: string; readonly children: ReactNode; readonly due?: boolean };
const Fact = ({ name, children, due = false }: FactProps) => (
  <>
    <dt>{name}</dt>
    <dd className={due ? 'fig due' : 'fig'}>
      {due && <I of={TriangleAlert} small />}
      {children}
    </dd>
  </>
);

const LineBlock = ({ connection }: { readonly connection: ConnectionState }) => {
  const t = useText();
  const now = useNow();
  const language = useLanguage();
  const { clockOffset, lastExchangeAt, oldestWaitingAt, waiting, rejected, numbersLeft, since } = connection;
  const offline = connection.state === 'offline';
  return (
    <section className="block">
      <h2>
        {t('line.title')}
        <LinePill connection={connection} />
      </h2>
      {offline && <OfflineSentence connection={connection} />}
      {connection.sharedKey !== undefined && <SharedKeySentence />}
      <dl className="facts">
        <Fact name={t(offline ? 'line.sinceOff' : 'line.since')}>{when(since, now, language)}</Fact>
        <Fact name={t('line.exchange')}>
          {lastExchangeAt === undefined ? t('line.never') : timeWithSeconds(lastExchangeAt)}
        </Fact>
        <Fact name={t('line.waiting')}>{t('line.operations', { count: waiting })}</Fact>
        {oldestWaitingAt !== undefined && waiting > 0 && (
          <Fact name={t('line.oldest')}>{when(oldestWaitingAt, now, language)}</Fact>
        )}
        {rejected > 0 && (
          <Fact name={t('line.rejected')} due>
            {t('line.operations', { count: rejected })}
          </Fact>
        )}
        {clockOffset !== undefined && (
          <Fact name={t('line.clock')} due={!isClockRight(clockOffset)}>
            {t('line.seconds', { seconds: seconds(clockOffset, language === 'vi') })}
          </Fact>
        )}
        <Fact name={t('line.numbers')} due={numbersLeft === 0}>
          {numbersLeft}
        </Fact>
        <LineDoubts connection={connection} />
      </dl>
    </section>
  );
};

/** What is not as it should be though the line may be there, and when the books were compared. */
const LineDoubts = ({ connection }: { readonly connection: ConnectionState }) => {
  const t = useText();
  const now = useNow();
  const language = useLanguage();
  const { clockDoubt, held = 0, setAside = 0, books, sharedKey } = connection;
  const days = books?.differing.length ?? 0;
  return (
    <>
      {clockDoubt !== undefined && (
        <Fact name={t('line.clockDoubt')} due>
          {t(`line.${clockDoubt}`)}
        </Fact>
      )}
      {sharedKey !== undefined && (
        <Fact name={t('line.sharedKey')} due>
          {when(sharedKey.lastAt, now, language)}
        </Fact>
      )}
      {held > 0 && (
        <Fact name={t('line.held')} due>
          {t('line.operations', { count: held })}
        </Fact>
      )}
      {books !== undefined && (
        <Fact name={t('line.books')} due={days > 0}>
          {t(days > 0 ? 'line.differ' : 'line.agree', { days, at: books.comparedAt })}
        </Fact>
      )}
      {setAside > 0 && (
        <Fact name={t('line.setAside')} due>
          {setAside}
        </Fact>
      )}
    </>
  );
};

/** Below this a day's scans may not fit. */
const LEAST_FREE_BYTES = 2_000_000_000;

const SystemBlock = ({ state: { system } }: { readonly state: SetupState }) => {
  const t = useText();
  const now = useNow();
  const language = useLanguage();
  const roomy = system.freeBytes >= LEAST_FREE_BYTES;
  return (
    <section className="block">
      <h2>
        {t('system.title')}
        <Pill
          icon={roomy ? CircleCheck : TriangleAlert}
          tone={roomy ? 'ready' : 'due'}
          text={t(roomy ? 'system.roomy' : 'system.tight')}
        />
      </h2>
      <dl className="facts">
        <Fact name={t('system.version')}>{system.version}</Fact>
        <Fact name={t('system.started')}>{when(system.startedAt, now, language)}</Fact>
        <Fact name={t('system.data')}>{fileSize(system.databaseBytes, language)}</Fact>
        <Fact name={t('system.free')} due={!roomy}>
          {diskSize(system.freeBytes, language)}
        </Fact>
      </dl>
    </section>
  );
};

const Fold = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <details>
    <summary>
      {title}
      <I of={ChevronDown} />
    </summary>
    <div className="folded">{children}</div>
  </details>
);

const Folds = ({ state }: { readonly state: SetupState }) => {
  const t = useText();
  const language = useLanguage();
  return (
    <div className="folds">
      <Fold title={t('fold.devices')}>
        <ul className="said">
          {state.devices.map((device) => (
            <li key={device.id}>
              <b>{device.name}</b>
              <span className="fig mono">{device.id}</span>
              <span>
                {[driverName(t, device.driver), inLanguage(language, shortPlace(device.connection), '')]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
              <span>{t('fold.counters', { ...device.counters })}</span>
              <span>
                {t(`state.${device.state}`)}, {t('fold.since', { at: device.since })}
                {device.code && ` · ${device.code}`}
              </span>
            </li>
          ))}
        </ul>
      </Fold>
      <Fold title={t('fold.machine')}>
        <dl className="long-facts">
          <dt>{t('fold.folder')}</dt>
          <dd className="mono">{state.system.dataFolder}</dd>
          <dt>{t('fold.portal')}</dt>
          <dd className="mono">{state.pairing.portalUrl || t('fold.noPortal')}</dd>
          <dt>{t('fold.agency')}</dt>
          <dd className="mono">{state.desk.agency}</dd>
          <dt>{t('fold.platform')}</dt>
          <dd className="mono">
            {state.system.platform}, {t('fold.node')} {state.system.node}
          </dd>
        </dl>
      </Fold>
      <Fold title={t('fold.log')}>
        <Log most={12} />
      </Fold>
    </div>
  );
};
