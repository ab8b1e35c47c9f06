/** What was decided for a date on (domain/effective-setting.ts): entries are added, none is changed or removed. */
import type { CatalogueSource } from '../domain/catalogue-changes.ts';
import { type EffectiveSetting, effectiveSettingSchema } from '../domain/effective-setting.ts';
import { MotcuaError } from '../domain/errors.ts';
import type { EffectiveSettings, StoredSetting } from './effective-settings-contract.ts';
import type { Parts } from './parts.ts';

interface Row {
  readonly body: string;
  readonly came_at: number;
  readonly source: CatalogueSource;
}

const storedOf = ({ body, came_at: cameAt, source }: Row): StoredSetting => ({
  setting: JSON.parse(body) as EffectiveSetting,
  cameAt,
  source,
});

export const createEffectiveSettings = ({
  db,
  transact,
  audit,
}: Pick<Parts, 'db' | 'transact' | 'audit'>): EffectiveSettings => {
  const all = db.prepare<[], Row>('SELECT body, came_at, source FROM effective_settings ORDER BY number');
  const byId = db.prepare<[string], string>('SELECT body FROM effective_settings WHERE id = ?').pluck();
  const insert = db.prepare('INSERT INTO effective_settings (body, came_at, source) VALUES (:body, :at, :source)');
  const bodyOf = (setting: EffectiveSetting): string => JSON.stringify(effectiveSettingSchema.parse(setting));
  const isNew = (setting: EffectiveSetting): boolean => {
    const known = byId.get(setting.id);
    if (known !== undefined && known !== bodyOf(setting)) throw new MotcuaError('MC-SET-03', { id: setting.id });
    return known === undefined;
  };
  return {
    all: () => all.all().map(storedOf),
    newAmong: (settings) => settings.filter(isNew),
    add: (settings, { source, at, who }) =>
      transact(() => {
        const added = settings.filter(isNew);
        for (const setting of added) {
          insert.run({ body: bodyOf(setting), at, source });
          audit.append({ at, who, what: 'setting.taken', about: setting.id });
        }
        return added;
      }),
  };
};
