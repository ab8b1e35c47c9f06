/** What a failed request means to a person: a code of domain/errors.ts with its sentence, or "the station is away". */
import { TRPCClientError } from '@trpc/client';
import { z } from 'zod';
import { type ErrorCode, isErrorCode, sentenceOf } from '../../domain/errors.ts';
import type { Bilingual } from '../../domain/ids.ts';

export type Failure = { readonly code?: string; readonly sentence?: Bilingual };

const motcuaDataSchema = z.object({ motcua: z.object({ code: z.string(), vi: z.string(), en: z.string() }) });

/** `{}` when no answer came at all: the gate speaks then. */
export const failureOf = (error: unknown): Failure => {
  if (!(error instanceof TRPCClientError)) return failureOfCode('MC-API-99');
  const data = motcuaDataSchema.safeParse(error.data);
  if (!data.success) return error.data ? failureOfCode('MC-API-99') : {};
  const { code, vi, en } = data.data.motcua;
  return { code, sentence: { vi, en } };
};

/** The sentence of a code that came with a device, a print job or an event; an unknown code keeps its letters. */
export const failureOfCode = (code: string): Failure => ({ code, sentence: sentenceOf(known(code)) });

const known = (code: string): ErrorCode => (isErrorCode(code) ? code : 'MC-API-99');
