/** What could be connected to this PC: found by a search or just plugged in, with what it most likely is and how to use it. */
import { z } from 'zod';
import { deviceIdentitySchema } from './device.ts';
import { deviceConfigSchema } from './device-config.ts';

/** Where a search looks. `screen`: the monitors of this PC, as far as the shell has told of them. */
export const candidateSourceSchema = z.enum(['serial', 'hid', 'usb-printer', 'cups', 'sane', 'escl', 'screen']);
export type CandidateSource = z.infer<typeof candidateSourceSchema>;

/**
 * Why a role is suggested. `usb-bridge` and `plain-port` say that anything may hang on that line; `keyboard-mode`: a reader
 * that types; `printer-class`: some printer, of whatever kind.
 */
export const suggestionReasonSchema = z.enum([
  'hid-pos',
  'known-reader',
  'known-receipt-printer',
  'known-board',
  'keyboard-mode',
  'usb-bridge',
  'plain-port',
  'printer-class',
  'print-queue',
  'receipt-queue',
  'document-scanner',
  'test-scanner',
  'display-window',
]);
export type SuggestionReason = z.infer<typeof suggestionReasonSchema>;

/**
 * Why nothing is suggested: `use-print-queue`, a page printer belongs to the system's spooler; `camera`, no document scanner;
 * `screen-free`, a monitor without a window of ours; `screen-taken`, one with a window that is no board.
 */
export const candidateNoteSchema = z.enum(['use-print-queue', 'camera', 'screen-free', 'screen-taken']);
export type CandidateNote = z.infer<typeof candidateNoteSchema>;

export const deviceSuggestionSchema = z
  .object({
    /** Ready to be added; the technician may change its name and, for a reader, whose window it serves. */
    config: deviceConfigSchema,
    /** Whether the device itself tells what it is. */
    sure: z.boolean(),
    why: suggestionReasonSchema,
  })
  .readonly();
export type DeviceSuggestion = z.infer<typeof deviceSuggestionSchema>;

export const deviceCandidateSchema = z
  .object({
    /** The same thing at the same place has the same one. */
    id: z.string().max(400),
    source: candidateSourceSchema,
    /** Where it is now, for a technician: a path, a queue, an address. Never with a password. */
    place: z.string().max(300),
    /** What it calls itself; empty where it says nothing. */
    label: z.string().max(300),
    identity: deviceIdentitySchema.optional(),
    /** The likeliest first. */
    suggestions: z.array(deviceSuggestionSchema).max(8).readonly(),
    note: candidateNoteSchema.optional(),
    /** The device of devices.json that uses it. */
    usedBy: z.string().max(80).optional(),
  })
  .readonly();
export type DeviceCandidate = z.infer<typeof deviceCandidateSchema>;

/** How far a search has come at one of its places. */
export const searchStepSchema = z
  .object({
    source: candidateSourceSchema,
    state: z.enum(['searching', 'done', 'unavailable']),
    found: z.number().int(),
  })
  .readonly();
export type SearchStep = z.infer<typeof searchStepSchema>;
