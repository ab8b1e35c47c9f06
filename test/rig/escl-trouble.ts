/** What can go wrong at the eSCL emulator. */

/** Pages are counted over the life of a loaded stack, from 1. */
export interface EsclTrouble {
  readonly jamAfter?: number;
  readonly multipickAfter?: number;
  readonly doorOpen?: boolean;
  /** 503 so often before every page. */
  readonly busyPages?: number;
  /** 503 so often before a job is taken. */
  readonly busyOrders?: number;
  /** "No such page" so often before every page, and it means "not yet". */
  readonly goneBeforePage?: number;
  readonly goneStatus?: 404 | 410;
  readonly msPerPage?: number;
  readonly hangAt?: number;
  readonly hangStatus?: boolean;
  readonly garbageAt?: number;
  /** An error page with 200, as some firmware sends. */
  readonly htmlAt?: number;
  /** The line breaks in the middle of a page … */
  readonly cutAt?: number;
  /** … or the answer ends properly and the picture does not. */
  readonly truncateAt?: number;
  /** A page that comes byte by byte, for ever. */
  readonly dripAt?: number;
  /** A page stops coming in the middle. */
  readonly stallAt?: number;
  readonly hugeAt?: { readonly page: number; readonly bytes: number };
  readonly endless?: boolean;
  readonly redirectTo?: string;
  readonly entityBomb?: boolean;
  readonly webPage?: boolean;
  /** A job ends after so many pages although paper lies in the feeder. */
  readonly giveUpEvery?: number;
  /** A page that is fed and counted, and never given. */
  readonly loseAt?: number;
  readonly canceledAfter?: number;
  /** Some list no jobs in their status. */
  readonly noJobList?: boolean;
  /** The host that `Location` names; a relative path with ''. */
  readonly locationHost?: string;
  readonly deleteFails?: number;
  /** A job that nobody took away blocks the device even when it is over, as on some Canons (SANE's `escl` leaves it). */
  readonly blockedByLeftJobs?: boolean;
}
