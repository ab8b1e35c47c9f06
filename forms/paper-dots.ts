/** Dots across the 72 mm that a head prints on 80-mm paper, at 203 dpi. */
export const paperDots = 576;
