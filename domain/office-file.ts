/** The three lists of an office that a person may bring in a file: how large such a file may be, and how it travels to the station. */
import { CATALOGUE_MAX_CHARS } from './catalogue.ts';
import { SETTINGS_MAX_CHARS } from './effective-setting.ts';
import type { ErrorCode } from './errors.ts';
import { FileRefused, wholeFile } from './file-mistake.ts';
import { OFFICERS_MAX_CHARS } from './officer.ts';

export const officeLists = ['catalogue', 'settings', 'officers'] as const;
export type OfficeList = (typeof officeLists)[number];

/** Vietnamese text in UTF-8 has less than two bytes a character. `unreadable`: what such a file is refused with before it is read. */
const FILES = {
  catalogue: { maxBytes: 2 * CATALOGUE_MAX_CHARS, unreadable: 'MC-CAT-01' },
  settings: { maxBytes: 2 * SETTINGS_MAX_CHARS, unreadable: 'MC-SET-01' },
  officers: { maxBytes: 2 * OFFICERS_MAX_CHARS, unreadable: 'MC-CFG-07' },
} as const satisfies Record<OfficeList, { readonly maxBytes: number; readonly unreadable: ErrorCode }>;

/** The longest catalogue, should its texts shrink to a third only; those of the sample shrink to an eighth. */
export const PACKED_MAX_CHARS = 3_600_000;

/** More bytes than any such file has. */
export const UNPACKED_MAX_BYTES = FILES.catalogue.maxBytes;

/** Asked before a file is opened. */
export function checkSize(list: OfficeList, bytes: number): void {
  if (bytes > FILES[list].maxBytes) throw tooLarge(list, bytes);
}

/** It is a folder, went away meanwhile, or may not be read. */
export const cannotBeRead = (list: OfficeList): FileRefused =>
  new FileRefused(
    FILES[list].unreadable,
    wholeFile('Không mở được tệp này. Xin chọn lại.', 'The file cannot be opened. Please choose again.'),
  );

/** Lists repeat their words and shrink; what does not is a picture, an archive. */
const notText = (list: OfficeList): FileRefused =>
  new FileRefused(
    FILES[list].unreadable,
    wholeFile(
      'Tệp này không giống tệp danh sách nào. Có thể đã chọn nhầm tệp.',
      'This does not look like such a file. It may be the wrong one.',
    ),
  );

function tooLarge(list: OfficeList, bytes: number): FileRefused {
  const megabytes = (count: number, language: string): string =>
    `${(count / 1_000_000).toLocaleString(language, { maximumFractionDigits: 1 })} MB`;
  const said = (language: string) => [megabytes(bytes, language), megabytes(FILES[list].maxBytes, language)] as const;
  const [[isVi, mostVi], [isEn, mostEn]] = [said('vi'), said('en')];
  return new FileRefused(
    FILES[list].unreadable,
    wholeFile(
      `Tệp lớn quá: ${isVi}, nhiều nhất là ${mostVi}. Có thể đã chọn nhầm tệp.`,
      `The file is too large: ${isEn}, at most ${mostEn}. It may be the wrong file.`,
    ),
  );
}

/** As the station's API takes it: gzip in base64. Refused when that is too much for one request. */
export async function packed(list: OfficeList, text: string): Promise<string> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const file = base64Of(bytes);
  if (file.length > PACKED_MAX_CHARS) throw notText(list);
  return file;
}

const CHUNK = 0x8000;

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}
