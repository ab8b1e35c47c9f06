/**
 * The second engine, ZXing in TypeScript. It finds little on a whole page, but on a patch it reads some that the first does
 * not. Its readers are asked one by one: `MultiFormatReader` without hints forgets them and has given a false number.
 */
import {
  type Binarizer,
  BinaryBitmap,
  Code128Reader,
  DecodeHintType,
  GlobalHistogramBinarizer,
  HybridBinarizer,
  QRCodeReader,
  type Reader,
  type Result,
  RGBLuminanceSource,
} from '@zxing/library';
import type { PageSymbology } from '../../../../domain/page-code.ts';
import type { Gray } from '../gray.ts';
import type { Found } from './found.ts';

const HINTS = new Map<DecodeHintType, unknown>([[DecodeHintType.TRY_HARDER, true]]);
const BINARIZERS = [HybridBinarizer, GlobalHistogramBinarizer] as const;

/** One code at most: the first that any reader under any binarizer reads. */
export function readWithLibrary(gray: Gray, symbology: PageSymbology): Found | undefined {
  const tones = new Uint8ClampedArray(gray.data.buffer, gray.data.byteOffset, gray.data.length);
  for (const Binarizer of BINARIZERS) {
    const binarizer = new Binarizer(new RGBLuminanceSource(tones, gray.width, gray.height));
    const result = attempt(symbology === 'qr' ? new QRCodeReader() : new Code128Reader(), binarizer);
    if (result) return foundOf(result, symbology);
  }
  return undefined;
}

/** The library throws for everything that it does not find. */
function attempt(reader: Reader, binarizer: Binarizer): Result | undefined {
  try {
    return reader.decode(new BinaryBitmap(binarizer), HINTS);
  } catch {
    return undefined;
  }
}

/** A QR has its lower left, upper left and upper right finder, bars have their start and their end. */
function foundOf(result: Result, symbology: PageSymbology): Found {
  const points = result.getResultPoints().map((point) => ({ x: point.getX(), y: point.getY() }));
  const [first, second, third] = points;
  const along = symbology === 'qr' ? [second, third, first] : [first, second];
  return {
    text: result.getText(),
    symbology,
    engine: 'zxing-library',
    corners: along.filter((point) => point !== undefined),
  };
}
