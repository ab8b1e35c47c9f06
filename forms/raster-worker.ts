/** The other side of raster-thread.ts: pages in, dots out, one at a time. */
import { parentPort } from 'node:worker_threads';
import { rasterPage } from './raster.ts';

export interface RasterOrder {
  readonly number: number;
  readonly pdf: Uint8Array;
  readonly dots: number;
}

const port = parentPort;
port?.on('message', async ({ number, pdf, dots }: RasterOrder) => {
  try {
    const { width, height, data } = await rasterPage(pdf, dots);
    const owned = data.buffer instanceof ArrayBuffer ? [data.buffer] : [];
    port.postMessage({ number, bitmap: { width, height, data } }, owned);
  } catch (error) {
    port.postMessage({ number, failure: error instanceof Error ? error.message : String(error) });
  }
});
