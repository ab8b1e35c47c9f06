/** The other side of raster-process.ts: pages in, dots out, one at a time. It ends when the station does. */
import { rasterPage } from './raster.ts';

export interface RasterOrder {
  readonly number: number;
  readonly pdf: Uint8Array;
  readonly dots: number;
}

process.on('message', async (order) => {
  const { number, pdf, dots } = order as RasterOrder;
  try {
    const { width, height, data } = await rasterPage(pdf, dots);
    process.send?.({ number, bitmap: { width, height, data } });
  } catch (error) {
    process.send?.({ number, failure: error instanceof Error ? error.message : String(error) });
  }
});
process.on('disconnect', () => process.exit(0));
