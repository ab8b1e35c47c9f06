/** Everything a request may need, put together once in compose.ts and passed on; no module keeps state of its own. */
import type { Logger } from 'pino';
import type { DeviceHub } from '../devices/contract.ts';
import type { WorkingCalendar } from '../domain/calendar.ts';
import type { StationConfig } from '../domain/station-config.ts';
import type { BlobStore } from '../offline-store/blobs.ts';
import type { OfficeStore } from '../offline-store/contract.ts';
import type { Catalogue } from './catalogue.ts';
import type { Clock } from './clock.ts';
import type { DemoControls } from './demo/controls.ts';
import type { EventBus } from './events.ts';
import type { StationIdentity } from './identity/identity.ts';
import type { Line } from './line.ts';
import type { CatalogueKeeper } from './services/catalogue-keeper.ts';
import type { DeviceList } from './services/device-list.ts';
import type { FileKeeper } from './services/file-keeper.ts';
import type { KeyboardReaders } from './services/keyboard-readers.ts';
import type { PrintService } from './services/print-service.ts';
import type { Printables } from './services/printables.ts';
import type { ScanSessions } from './services/scan-sessions.ts';
import type { Shift } from './services/shift.ts';
import type { StoreKeeper } from './services/store-keeper.ts';

export interface Station {
  readonly config: StationConfig;
  readonly version: string;
  readonly startedAt: number;
  readonly dataFolder: string;
  readonly demo: DemoControls | undefined;
  readonly clock: Clock;
  readonly calendar: WorkingCalendar;
  readonly catalogue: Catalogue;
  readonly catalogueKeeper: CatalogueKeeper;
  readonly store: OfficeStore;
  readonly blobs: BlobStore;
  readonly bus: EventBus;
  readonly hub: DeviceHub;
  readonly keyboardReaders: KeyboardReaders;
  readonly deviceList: DeviceList;
  readonly shift: Shift;
  readonly identity: StationIdentity;
  readonly line: Line;
  readonly printables: Printables;
  readonly prints: PrintService;
  readonly scanSessions: ScanSessions;
  readonly storeKeeper: StoreKeeper;
  readonly fileKeeper: FileKeeper;
  readonly log: Logger;
}
