/** What a PC of a desk is: `station.json` in the data folder, written by the technician. */
import { z } from 'zod';
import { priorityPolicySchema } from './queue-rules.ts';

const line = (max: number) => z.string().trim().min(1).max(max);

/** A counter of the hall and the letters of the fields it takes (domain.md §8). */
export const hallDeskSchema = z.object({
  number: z.number().int().min(1).max(99),
  letters: z
    .array(z.string().regex(/^[A-Z]$/))
    .min(1)
    .max(26),
  fields: line(200),
  phone: z.string().max(30).default(''),
});
export type HallDesk = z.infer<typeof hallDeskSchema>;

/** Where the province is and how it is trusted. The PC's own key is not here: it comes by pairing (domain/pairing.ts). */
export const portalConfigSchema = z.object({
  url: z.url().max(300),
  /** For tests, demonstrations and a lab: a fixed token instead of a key of its own. A paired PC does not look at it. */
  token: z.string().min(8).max(4000).optional(),
  /** A PEM file, from the data folder: then only certificates issued under it are taken for the portal. */
  ca: z.string().min(1).max(400).optional(),
  /** A lab's portal without TLS on another PC; never an office's. */
  allowHttp: z.boolean().optional(),
});
export type PortalConfig = z.infer<typeof portalConfigSchema>;

/** `public`: a PC with a kiosk or a display only; nothing of any person is stored on it. */
export const storedScopeSchema = z.enum(['office', 'public']);
export type StoredScope = z.infer<typeof storedScopeSchema>;

/** Where copies of the store go: another disk, or a folder of another PC of the office; how often, and how many are kept. */
export const backupConfigSchema = z.object({
  /** From the root of the file system or of a share: a relative one would depend on who starts the program. */
  folder: z
    .string()
    .trim()
    .max(400)
    .regex(/^(\/|[A-Za-z]:[\\/]|\\\\)/),
  everyMinutes: z.number().int().min(5).max(1_440).default(60),
  /** Every copy of the last `hours`, then the last one of each of `days`. */
  keep: z
    .object({ hours: z.number().int().min(1).max(168), days: z.number().int().min(0).max(366) })
    .default({ hours: 24, days: 14 }),
});
export type BackupConfig = z.infer<typeof backupConfigSchema>;

export const stationConfigSchema = z.object({
  station: line(80),
  agency: line(40),
  commune: line(120),
  /** Agency above it, as the head of letters has it. */
  parent: line(120),
  unit: line(160),
  /** Where letters are written: "Xã Mẫu". */
  place: line(80),
  officer: line(200),
  desk: z.number().int().min(1).max(99),
  hall: z.array(hallDeskSchema).min(1).max(40),
  priority: priorityPolicySchema,
  stores: storedScopeSchema.default('office'),
  portal: portalConfigSchema.optional(),
  backup: backupConfigSchema.optional(),
  /** What scans may take of the line in opening hours, kbit/s; 0: all of it. 2,000 unless said. */
  scanKbps: z.number().int().min(0).max(10_000_000).optional(),
  /** `scrypt$<salt>$<hash>` of the technician's PIN. */
  technicianPin: z.string().max(300),
});
export type StationConfig = z.infer<typeof stationConfigSchema>;
