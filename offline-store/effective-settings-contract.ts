/** What was decided for a date on, as the rest of the program sees it. */
import type { CatalogueSource } from '../domain/catalogue-changes.ts';
import type { EffectiveSetting } from '../domain/effective-setting.ts';
import type { Instant } from '../domain/ids.ts';

export interface StoredSetting {
  readonly setting: EffectiveSetting;
  readonly cameAt: Instant;
  readonly source: CatalogueSource;
}

export interface EffectiveSettings {
  /** In the order in which they came. */
  all(): readonly StoredSetting[];
  /** Those that are not here yet. MC-SET-03: an id is another content's. */
  newAmong(settings: readonly EffectiveSetting[]): readonly EffectiveSetting[];
  /** All that are new, or none. Returns them. MC-SET-03 as above. Audited as `who`'s doing. */
  add(
    settings: readonly EffectiveSetting[],
    came: { readonly source: CatalogueSource; readonly at: Instant; readonly who: string },
  ): readonly EffectiveSetting[];
}
