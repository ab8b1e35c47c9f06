/** One step of the database's shape. Never edited once released: a change is a new number. */
import type { Protection } from '../protection/protection.ts';
import type { Db } from '../transaction.ts';

export interface Migration {
  /** 1, 2, 3 … without gaps; what PRAGMA user_version says once it is done. */
  readonly version: number;
  readonly name: string;
  /** Runs inside a transaction with the change of user_version. */
  up(db: Db, protection: Protection): void;
}
