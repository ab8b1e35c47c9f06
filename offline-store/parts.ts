/** What the store's topics share: one connection, one way to begin a transaction, and each other. */
import type { AuditTrail } from './audit.ts';
import type { DossierRows } from './dossiers.ts';
import type { IndexKeeper } from './index-keeper.ts';
import type { LogKeeper } from './log-keeper.ts';
import type { Operations } from './operations.ts';
import type { OutboxAppender, Settling } from './outbox-entry.ts';
import type { Protection } from './protection/protection.ts';
import type { Search } from './search.ts';
import type { SearchIndex } from './search-index.ts';
import type { Standings } from './standings.ts';
import type { Db, Transact } from './transaction.ts';

export interface Parts {
  readonly db: Db;
  readonly transact: Transact;
  /** This station and its agency, as the portal knows them. */
  readonly station: string;
  readonly agency: string;
  readonly protection: Protection;
  readonly audit: AuditTrail;
  readonly operations: Operations;
  readonly standings: Standings;
  readonly dossiers: DossierRows;
  readonly search: Search;
  readonly searchIndex: SearchIndex;
  readonly indexKeeper: IndexKeeper;
  readonly logKeeper: LogKeeper;
  readonly appender: OutboxAppender;
  readonly settling: Settling;
}
