/** The other side of paper-process.ts: papers in, PDFs out; pages in, dots or a picture out. It ends when the station does. */
import { drawPaper, type Paper } from './draw-paper.ts';
import { type Bitmap, pagePicture, rasterPage } from './raster.ts';

export type Work =
  | { readonly draw: Paper; readonly assetsDir: string }
  | { readonly raster: Uint8Array; readonly dots: number }
  | { readonly picture: Uint8Array; readonly width: number };
export type Order = { readonly number: number; readonly work: Work };
export type Answer =
  | { readonly number: number; readonly done: Uint8Array | Bitmap }
  | { readonly number: number; readonly failure: string };

const doneOf = async (work: Work): Promise<Uint8Array | Bitmap> => {
  if ('draw' in work) return drawPaper(work.draw, work.assetsDir);
  if ('picture' in work) return pagePicture(work.picture, work.width);
  const { width, height, data } = await rasterPage(work.raster, work.dots);
  return { width, height, data };
};

const answerOf = async ({ number, work }: Order): Promise<Answer> => {
  try {
    return { number, done: await doneOf(work) };
  } catch (error) {
    return { number, failure: error instanceof Error ? error.message : String(error) };
  }
};

const end = (): never => process.exit(0);

/** A station that was killed since it asked can no longer be told: told of that here, the process ends without a stack on the screen. */
const tell = (answer: Answer): boolean | undefined =>
  process.send?.(answer, undefined, undefined, (unsent) => unsent && end());

process.on('message', async (order) => tell(await answerOf(order as Order)));
process.on('disconnect', end);
