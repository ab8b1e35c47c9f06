import { TRPCClientError } from '@trpc/client';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { mistakesInOfficers } from '../../../../domain/officer.ts';
import type { readPicked, refusalOf } from '../../../../renderer/setup/lists/bring.ts';

let bringing: { readonly readPicked: typeof readPicked; readonly refusalOf: typeof refusalOf };
beforeAll(async () => {
  vi.stubGlobal('document', { baseURI: 'http://localhost/setup/' });
  bringing = await import('../../../../renderer/setup/lists/bring.ts');
});

const answered = (motcua: object) =>
  new TRPCClientError('refused', {
    result: { error: { code: -32_600, message: 'refused', data: { motcua } } } as never,
  });

describe('why a file was refused', () => {
  const note = { code: 'MC-CFG-07', vi: 'Tệp có chỗ sai.', en: 'A mistake.' };

  it('is what the station says, with the places to mend where it names them', () => {
    const mistakes = mistakesInOfficers('{}');
    expect(bringing.refusalOf(answered({ ...note, mistakes }))).toEqual({
      failure: { code: 'MC-CFG-07', sentence: { vi: 'Tệp có chỗ sai.', en: 'A mistake.' } },
      mistakes,
    });
    expect(bringing.refusalOf(answered(note)).mistakes).toBeUndefined();
  });

  it('is told here where the file never left this window: too large, or gone meanwhile', async () => {
    const { readPicked, refusalOf } = bringing;
    const large = { size: 3_000_000, text: async () => '' } as File;
    const gone = { size: 30, text: () => Promise.reject(new DOMException('', 'NotReadableError')) } as unknown as File;
    const why = async (file: File) => refusalOf(await readPicked('officers', file).catch((error: unknown) => error));
    expect((await why(large)).mistakes?.list[0]?.sentence.en).toContain('too large: 3 MB, at most 2 MB');
    expect(await why(gone)).toMatchObject({
      failure: { code: 'MC-CFG-07' },
      mistakes: { list: [{ sentence: { vi: 'Không mở được tệp này. Xin chọn lại.' } }] },
    });
  });
});
