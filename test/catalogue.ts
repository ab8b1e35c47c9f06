/** Catalogues for tests: the sample one in other versions, and one as long as the province's. All of it made up. */
import type { Catalogue, Procedure } from '../domain/catalogue.ts';
import { demo } from './domain/samples.ts';

const [FIRST] = demo.procedures;

export const BIRTH = '1.001193';
/** Of the sample catalogue: 8,000 đ a copy, same day. */
export const EXTRACT = '2.000635';

/** The sample catalogue under another id and day, with some of its procedures changed. */
export const version = (
  id: string,
  from: string,
  change: (procedure: Procedure) => Procedure | undefined = (procedure) => procedure,
): Catalogue => ({ ...demo, id, from, procedures: demo.procedures.flatMap((one) => change(one) ?? []) });

/** Only that procedure, otherwise. */
export const changing =
  (code: string, change: Partial<Procedure>) =>
  (procedure: Procedure): Procedure =>
    procedure.code === code ? { ...procedure, ...change } : procedure;

/** The number of procedures that the province announced in all. */
export const PROVINCE = 2_106;

/** As long as the province's: the sample's procedures over and over, under codes and names that say they are samples. */
export const longCatalogue = (id = 'mau.dai', from = '2026-01-01', count = PROVINCE): Catalogue => ({
  ...demo,
  id,
  from,
  procedures: Array.from({ length: count }, (_, index): Procedure => {
    const like = demo.procedures[index % demo.procedures.length] ?? FIRST;
    if (!like) throw new Error('the sample catalogue is empty');
    const { shortName: _short, ...rest } = like;
    return {
      ...rest,
      code: `9.${String(index).padStart(6, '0')}`,
      name: `${like.name} (thủ tục mẫu số ${index + 1})`,
      nameEn: `${like.nameEn} (sample procedure ${index + 1})`,
    };
  }),
});
