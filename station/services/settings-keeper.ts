/** Takes decided settings in, whoever brings them: all of a file or nothing of it. Windows are told at once. */
import type { CatalogueSource } from '../../domain/catalogue-changes.ts';
import {
  mistakesInSettings,
  parseSettings,
  type SettingsImported,
  type SettingView,
  withdrawnIds,
} from '../../domain/effective-setting.ts';
import { FileRefused } from '../../domain/file-mistake.ts';
import type { OfficeStore } from '../../offline-store/contract.ts';
import type { Clock } from '../clock.ts';
import type { EventBus } from '../events.ts';
import type { OfficeSettings } from '../office-settings.ts';

export interface SettingsWish {
  /** A file of settings as it was written. */
  readonly text: string;
  readonly source: CatalogueSource;
  /** For the audit trail. */
  readonly who: string;
  /** Only what it would add. */
  readonly dryRun: boolean;
}

export interface SettingsKeeper {
  /** FileRefused with MC-SET-01/02: not settings. MC-SET-03: another content under a known id. */
  take(wish: SettingsWish): SettingsImported;
  /** Some came into the store by another way. */
  changed(): void;
  list(): readonly SettingView[];
}

export interface SettingsKeeperParts {
  readonly store: Pick<OfficeStore, 'effectiveSettings'>;
  readonly officeSettings: Pick<OfficeSettings, 'changed'>;
  readonly clock: Pick<Clock, 'corrected' | 'now'>;
  readonly bus: Pick<EventBus, 'emit'>;
}

export function createSettingsKeeper(parts: SettingsKeeperParts): SettingsKeeper {
  const changed = (): void => {
    parts.officeSettings.changed();
    parts.bus.emit({ type: 'settings-changed', at: parts.clock.now() });
  };
  return {
    take: (wish) => {
      const imported = takeSettings(parts, wish);
      if (imported.outcome === 'taken') changed();
      return imported;
    },
    changed,
    list: () => settingsOfStore(parts),
  };
}

/** On a store by itself too, beside no running station. */
export function takeSettings(
  { store, clock }: Pick<SettingsKeeperParts, 'store' | 'clock'>,
  { text, source, who, dryRun }: SettingsWish,
): SettingsImported {
  const read = parseSettings(text);
  if (!read.ok) throw new FileRefused(read.code, mistakesInSettings(text));
  const added = store.effectiveSettings.newAmong(read.value);
  if (!dryRun && added.length > 0) store.effectiveSettings.add(added, { source, at: clock.corrected(), who });
  return {
    outcome: added.length === 0 ? 'known' : dryRun ? 'tried' : 'taken',
    added,
    known: read.value.length - added.length,
  };
}

/** The last one first. */
export function settingsOfStore({ store }: Pick<SettingsKeeperParts, 'store'>): readonly SettingView[] {
  const all = store.effectiveSettings.all();
  const gone = withdrawnIds(all.map(({ setting }) => setting));
  return all.map((one) => ({ ...one, withdrawn: gone.has(one.setting.id) })).reverse();
}
