import { describe, expect, it } from 'vitest';
import { colours, contrast } from '../kiosk/contrast-of.ts';

const colour = colours('common/tokens.css', 'display/css/tokens.css');

/** Read from up to eight metres. */
const TEXT = [
  ['d-strong', 'night'],
  ['d-strong', 'night-raised'],
  ['night-muted', 'night'],
  ['night-muted', 'night-raised'],
  ['call', 'night'],
  ['night', 'call'],
] as const;

describe('contrast of the board', () => {
  it.each(TEXT)('%s on %s is at least 9:1', (text, ground) => {
    expect(contrast(colour(text), colour(ground))).toBeGreaterThanOrEqual(9);
  });
});
