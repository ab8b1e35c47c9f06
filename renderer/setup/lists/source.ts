/** Where a list came from. */
import {
  Archive,
  CircleHelp,
  CloudDownload,
  Files,
  FileText,
  type LucideIcon,
  Package,
  Settings2,
  TriangleAlert,
} from 'lucide-react';
import type { CatalogueSource } from '../../../domain/catalogue-changes.ts';
import type { OfficersCame } from '../../../domain/officer.ts';

/** `station`: as this PC is configured. `unknown`: an older program took it in and did not write it down. */
export type SourceName = CatalogueSource | OfficersCame['source'] | 'station' | 'several' | 'unknown' | 'none';

export const SOURCE_ICON: Readonly<Record<SourceName, LucideIcon>> = {
  program: Package,
  file: FileText,
  portal: CloudDownload,
  recovery: Archive,
  station: Settings2,
  several: Files,
  unknown: CircleHelp,
  none: TriangleAlert,
};
