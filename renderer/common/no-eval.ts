/** Imported before any schema is made: zod would try to compile code, which the page's content policy forbids and reports. */
import { z } from 'zod';

z.config({ jitless: true });
