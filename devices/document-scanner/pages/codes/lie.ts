/** How the edges in a patch run: bars all one way, the squares of a QR in two. */
import type { Gray } from '../gray.ts';

export interface Lie {
  /** Degrees clockwise from the page's lines to the direction across the bars, -90 to 90. */
  readonly degrees: number;
  /** 0 for edges in all directions alike, 1 for bars alone. */
  readonly oneWay: number;
}

/** The structure tensor of the whole patch; noise adds the same to both directions. */
export function lieOf({ data, width, height }: Gray): Lie {
  let [xx, yy, xy] = [0, 0, 0];
  for (let y = 1; y < height - 1; y += 1) {
    for (let index = y * width + 1; index < (y + 1) * width - 1; index += 1) {
      const across = (data[index + 1] as number) - (data[index - 1] as number);
      const down = (data[index + width] as number) - (data[index - width] as number);
      xx += across * across;
      yy += down * down;
      xy += across * down;
    }
  }
  const degrees = (Math.atan2(2 * xy, xx - yy) * 90) / Math.PI;
  return { degrees, oneWay: Math.hypot(xx - yy, 2 * xy) / Math.max(1, xx + yy) };
}
