/** What the shell (or a script in its place) and the station say to each other: one ready line, then a few small requests. */
import { z } from 'zod';
import { windowRoleSchema } from './role.ts';

const loopbackOrigin = z
  .string()
  .max(64)
  .regex(/^http:\/\/127\.0\.0\.1:\d{1,5}$/);

/**
 * Written before the ready line when the store is damaged: its recovery may take minutes, and killing it only begins it again.
 */
export const stationRecoveringSchema = z.object({ motcua: z.literal('recovering') });
export type StationRecovering = z.infer<typeof stationRecoveringSchema>;

/** The line that the station writes to its standard output once it accepts requests; nothing comes after it. */
export const stationReadySchema = z.object({
  motcua: z.literal('ready'),
  origin: loopbackOrigin,
  /** Bearer of the shell's own requests; random for each installation start, never shown to a page. */
  shellKey: z.string().min(16).max(256),
  pid: z.int().positive(),
});
export type StationReady = z.infer<typeof stationReadySchema>;

/** POST /shell/link: a one-time address that opens a window of this role. */
export const shellLinkRequestSchema = z.strictObject({ role: windowRoleSchema });
export const shellLinkResponseSchema = z.object({ url: z.url().max(512) });

/** POST /shell/verify-pin: may this person leave the kiosk? */
export const verifyPinRequestSchema = z.strictObject({ pin: z.string().regex(/^\d{4,12}$/) });
export const verifyPinResponseSchema = z.object({ ok: z.boolean() });

/** One monitor of this PC. */
export const monitorSchema = z
  .strictObject({
    /** What it calls itself; empty where the system does not say. */
    label: z.string().max(200),
    /** Its own pixels. */
    width: z.int().min(0).max(100_000),
    height: z.int().min(0).max(100_000),
    /** Whose windows stand on it now. */
    windows: z.array(windowRoleSchema).max(8).readonly(),
  })
  .readonly();
export type ToldMonitor = z.infer<typeof monitorSchema>;

/** POST /shell/monitors: what there is, in the order in which shell.json counts; told again whenever it changes. */
export const monitorsRequestSchema = z.strictObject({ monitors: z.array(monitorSchema).max(16).readonly() });

/** GET /health, without a token. */
export const stationHealthSchema = z.object({ ok: z.literal(true), version: z.string().max(64) });

/** The first line on the station's standard input, where MOTCUA_KEY_FROM=shell announces it: what its keys are locked with. */
export const stationSecretSchema = z.object({ motcua: z.literal('secret'), secret: z.string().min(32).max(4096) });
export type StationSecret = z.infer<typeof stationSecretSchema>;
