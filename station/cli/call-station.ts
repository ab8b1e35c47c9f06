/** One question to the station that runs on this data folder, over its own API with the technician's key (station/address.ts). */
import { z } from 'zod';
import { isErrorCode, sentenceOf } from '../../domain/errors.ts';
import { FileRefused, fileMistakesSchema } from '../../domain/file-mistake.ts';
import type { StationAddress } from '../address.ts';
import { NotAnswered } from './asked.ts';
import { words } from './texts.ts';

const QUICK_MS = 10_000;

const noteSchema = z.object({ code: z.string(), mistakes: fileMistakesSchema.optional() });

const answerSchema = z.object({
  result: z.object({ data: z.unknown().optional() }).optional(),
  error: z.object({ data: z.object({ motcua: noteSchema }) }).optional(),
});

export interface CallOptions {
  readonly method?: 'GET' | 'POST';
  /** The longest to wait for the answer. */
  readonly ms?: number;
}

export type CallStation = <T>(schema: z.ZodType<T>, path: string, input?: object, options?: CallOptions) => Promise<T>;

export const keyHeaders = ({ key }: StationAddress) => ({
  authorization: `Bearer ${key}`,
  'content-type': 'application/json',
});

export function callStation(address: StationAddress): CallStation {
  const headers = keyHeaders(address);
  return async (schema, path, input, { method = 'POST', ms = QUICK_MS } = {}) => {
    const body = method === 'POST' ? JSON.stringify(input ?? {}) : null;
    const signal = AbortSignal.timeout(ms);
    const url = `${address.origin}/setup/trpc/${path}`;
    const response = await fetch(url, { method, headers, body, signal }).catch(noAnswer);
    const { result, error } = answerSchema.parse(await response.json().catch(noAnswer));
    if (error) throw refused(error.data.motcua);
    return schema.parse(result?.data);
  };
}

export function noAnswer(): never {
  throw new NotAnswered('MC-API-99', { vi: words('vi').noAnswer, en: words('en').noAnswer });
}

function refused({ code, mistakes }: z.infer<typeof noteSchema>): NotAnswered | FileRefused {
  const known = isErrorCode(code) ? code : 'MC-API-99';
  return mistakes ? new FileRefused(known, mistakes) : new NotAnswered(code, sentenceOf(known));
}
