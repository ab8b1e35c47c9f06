/** The configuration file of the portal as a program (`main.ts`). */
import { z } from 'zod';

const token = z.string().regex(/^[\x21-\x7e]{16,4096}$/);

const rate = z.object({ burst: z.number().int().min(1), perSecond: z.number().positive() }).readonly();

/** Tokens stand in a file, never on a command line, which every user of the machine can read. */
export const portalConfigSchema = z
  .object({
    name: z.string().min(1).max(200),
    /** `aud` of the stations' tokens; never changed once stations are paired. The name unless given. */
    audience: z.string().min(1).max(300).optional(),
    host: z.string().default('127.0.0.1'),
    port: z.number().int().min(0).max(65_535).default(0),
    dataDir: z.string().min(1),
    databaseUrl: z.string().optional(),
    /** Fixed tokens, for demonstrations, tests and the conformance kit; stations are paired (`/v1/pairing`). */
    stations: z
      .array(z.object({ token, station: z.string().min(1).max(80), agency: z.string().min(1).max(40) }).readonly())
      .readonly()
      .default([]),
    adminToken: token,
    /**
     * Requests of a station's key, and those without a token of an address; pushes of a key under way together; bytes of scans
     * that a station is given again.
     */
    limits: z
      .object({ station: rate, address: rate, pushesAtOnce: z.number().int().min(1), scanBytes: rate })
      .partial()
      .optional(),
    /** The TLS proxies before this portal: only they are believed when they say from where a request comes. */
    proxies: z.array(z.string().min(1).max(100)).readonly().default([]),
    /** Demos only: how far its clock stands from the machine's, ms, so that it agrees with the demo station's. */
    clockShift: z.number().int().default(0),
    /** Ends when its standard input closes: for a program that starts it and may itself be killed. */
    endWithStdin: z.boolean().default(false),
    logLevel: z.enum(['silent', 'error', 'warn', 'info']).default('warn'),
  })
  .readonly();
export type PortalConfig = z.infer<typeof portalConfigSchema>;
