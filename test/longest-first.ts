/** The order of the unit tests' files: on a fresh clone nothing is known of them, and a long one that begins last is waited for alone. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Below test/, the longest first; `npx vitest run --reporter=json` tells anew. */
export const LONG = [
  'portal/conformance/conformance.test.ts',
  'portal/server/main.test.ts',
  'province/province.test.ts',
  'portal/take-over.test.ts',
  'portal/server/pairing.test.ts',
  'portal/server/interleaving.test.ts',
  'portal/server/http.test.ts',
  'devices/printer/escpos-tcp.test.ts',
  'station/prints.test.ts',
  'devices/ports/host-faults.test.ts',
  'forms/form01.test.ts',
  'forms/separator-sheet.test.ts',
  'portal/server/uploads.test.ts',
  'portal/with-real-stations.test.ts',
] as const;

const rankOf = ({ moduleId }: TestSpecification): number => {
  const at = LONG.findIndex((end) => moduleId.endsWith(end));
  return at === -1 ? LONG.length : at;
};

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}
