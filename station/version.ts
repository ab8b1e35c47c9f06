import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

import type { Instant } from '../domain/ids.ts';

/** No copy of this program is older: a PC whose clock stands before it is wrong. Moved on with each release. */
export const MADE_AT: Instant = Date.UTC(2026, 10, 1);

/** The program's version, from package.json, which stands beside the station's folder in the tree and in the installed program. */
export const VERSION = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8'))).version;
