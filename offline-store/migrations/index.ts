/** Every step in its order. A new one goes to the end, with its own file and its own test. */

import { migration0001 } from './0001-dossiers.ts';
import { migration0002 } from './0002-operations.ts';
import { migration0003 } from './0003-audit.ts';
import { migration0004 } from './0004-leases.ts';
import { migration0005 } from './0005-tickets.ts';
import { migration0006 } from './0006-prints.ts';
import { migration0007 } from './0007-documents.ts';
import { migration0008 } from './0008-drafts-settings.ts';
import { migration0009 } from './0009-quarantine.ts';
import { migration0010 } from './0010-search.ts';
import { migration0011 } from './0011-print-queue.ts';
import { migration0012 } from './0012-protection.ts';
import { migration0013 } from './0013-held.ts';
import { migration0014 } from './0014-files.ts';
import { migration0015 } from './0015-search-progress.ts';
import { migration0016 } from './0016-catalogue.ts';
import { migration0017 } from './0017-officers.ts';
import { migration0018 } from './0018-effective-settings.ts';
import { migration0019 } from './0019-pages-of-an-intake.ts';
import type { Migration } from './migration.ts';

export const MIGRATIONS: readonly Migration[] = [
  migration0001,
  migration0002,
  migration0003,
  migration0004,
  migration0005,
  migration0006,
  migration0007,
  migration0008,
  migration0009,
  migration0010,
  migration0011,
  migration0012,
  migration0013,
  migration0014,
  migration0015,
  migration0016,
  migration0017,
  migration0018,
  migration0019,
];

export const LATEST_VERSION = MIGRATIONS.length;
