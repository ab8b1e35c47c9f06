import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** The program's version, from package.json, which stands beside the station's folder in the tree and in the installed program. */
export const VERSION = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8'))).version;
