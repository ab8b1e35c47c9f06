/**
 * XML as scanners write it, read with the suspicion that a network deserves: at most 1 MB, no document type and so no
 * entities of its own, shallow nesting. Name spaces are dropped: makers use `scan:`, `pwg:`, `escl:` and their own for the same.
 */
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { EsclFault } from './fault.ts';

export const MAX_XML_BYTES = 1024 * 1024;

const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  maxNestedTags: 40,
});

/** The document's root and its content. Throws an `EsclFault` (`foreign`). */
export function parseXml(text: string): unknown {
  if (text.length > MAX_XML_BYTES) throw new EsclFault('too-large', 'an answer of more than 1 MB');
  // No scanner declares a document type; what does is an entity bomb or a web page.
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new EsclFault('foreign', 'a document type in the answer');
  try {
    return parser.parse(text);
  } catch {
    throw new EsclFault('foreign', 'no XML');
  }
}

/** The parser gives one child as a value and several as a list; an empty element is an empty text. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    (value) => (value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value]),
    z.array(item).max(200),
  );

/** Text of an element, with or without attributes. */
export const textSchema = z.preprocess(
  (value) => (typeof value === 'object' && value !== null && '#text' in value ? value['#text'] : value),
  z.string().trim().max(400),
);
export const wholeNumberSchema = textSchema.pipe(
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
);

/** The five characters that XML keeps for itself. */
export const escapeXml = (text: string): string => text.replace(/[<>&'"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
