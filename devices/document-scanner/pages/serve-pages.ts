/**
 * What a process does that touches pages. Image and barcode libraries are native code fed with strangers' files: when one falls, this
 * process falls and the station stays. It ends when the station does, or when told.
 */
import { MotcuaError } from '../../../domain/errors.ts';
import { reasonOf } from '../../log.ts';
import type { PageFiles } from './contract.ts';
import { processPage } from './process-page.ts';
import { type Answer, pageInSchema, READY } from './protocol.ts';

const MAX_REASON = 500;

async function answer(message: unknown, files: PageFiles): Promise<Answer> {
  try {
    return { ok: true, page: await processPage(pageInSchema.parse(message), files) };
  } catch (error) {
    const said = error instanceof MotcuaError ? String(error.context['reason'] ?? error.code) : reasonOf(error);
    const code = error instanceof MotcuaError ? error.code : 'MC-DSC-06';
    return { ok: false, code, reason: said.slice(0, MAX_REASON) };
  }
}

/** Told that the station is gone, as it may be before `disconnect` is, this process ends without a stack on the screen. */
const tell = (said: Answer | typeof READY): boolean | undefined =>
  process.send?.(said, undefined, undefined, (unsent) => unsent && process.exit(0));

/** Makes this process a worker of the page pipeline, for its whole life. */
export function servePages(files: PageFiles): void {
  process.on('message', async (message) => {
    tell(await answer(message, files));
    // A page leaves tens of megabytes behind that only a collection gives back; --expose-gc comes from the pipeline.
    globalThis.gc?.();
  });
  process.on('disconnect', () => process.exit(0));
  tell(READY);
}
