/** As many sheets as the tray's picture has room for; the number beside it says how many there are. */
const MOST_DRAWN = 5;

/** Numbers of the sheets to draw, the first to go in first. */
export const traySheets = (sheets: number): readonly number[] =>
  Array.from({ length: Math.min(Math.max(0, sheets), MOST_DRAWN) }, (_, index) => index + 1);
