/** Means over rectangles of a picture in a time that does not depend on their size. */
import type { Gray } from '../gray.ts';

export interface Sums {
  readonly tones: Float64Array;
  readonly squares: Float64Array;
  readonly width: number;
  readonly height: number;
}

/** Of all dots above and left, with a first row and column of zeros. */
export function sumsOf({ data, width, height }: Gray): Sums {
  const [tones, squares] = [new Float64Array((width + 1) * (height + 1)), new Float64Array((width + 1) * (height + 1))];
  for (let y = 0; y < height; y += 1) {
    let [row, rowSquares] = [0, 0];
    for (let x = 0; x < width; x += 1) {
      const tone = data[y * width + x] as number;
      row += tone;
      rowSquares += tone * tone;
      const at = (y + 1) * (width + 1) + x + 1;
      tones[at] = row + (tones[at - width - 1] as number);
      squares[at] = rowSquares + (squares[at - width - 1] as number);
    }
  }
  return { tones, squares, width, height };
}
