/** The first engine: ZXing C++ as WebAssembly, which takes a whole page in a tenth of a second. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { prepareZXingModule, type ReaderOptions, type ReadResult, readBarcodes } from 'zxing-wasm/reader';
import type { Gray } from '../gray.ts';
import type { Found } from './found.ts';

/** The module lies beside its package; without this it would be fetched from the network. */
const WASM = fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'));
const MAX_CODES = 16;

let prepared: Promise<unknown> | undefined;

const prepare = (): Promise<unknown> => {
  prepared ??= readFile(WASM).then((bytes) =>
    prepareZXingModule({
      overrides: { wasmBinary: new Uint8Array(bytes).buffer },
      fireImmediately: true,
    }),
  );
  return prepared;
};

export async function readWithWasm(gray: Gray, options: ReaderOptions = {}): Promise<readonly Found[]> {
  await prepare();
  const results = await readBarcodes(asPgm(gray), {
    formats: ['Code128', 'QRCode'],
    tryHarder: true,
    // Nothing that we print is light on dark; looking for it costs as much again.
    tryInvert: false,
    textMode: 'Plain',
    maxNumberOfSymbols: MAX_CODES,
    ...options,
  });
  return results.filter(({ isValid }) => isValid).map(foundOf);
}

/** One byte a dot with a line of text before it: the engine's other way in wants four bytes a dot. */
function asPgm({ data, width, height }: Gray): Uint8Array {
  const head = Buffer.from(`P5\n${width} ${height}\n255\n`, 'latin1');
  const bytes = new Uint8Array(head.length + data.length);
  bytes.set(head);
  bytes.set(data, head.length);
  return bytes;
}

const foundOf = ({ text, format, position }: ReadResult): Found => ({
  text,
  symbology: format === 'Code128' ? 'code-128' : 'qr',
  engine: 'zxing-wasm',
  corners: [position.topLeft, position.topRight, position.bottomRight, position.bottomLeft],
});
