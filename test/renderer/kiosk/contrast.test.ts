import { describe, expect, it } from 'vitest';
import { colours, contrast } from './contrast-of.ts';

const colour = colours('common/tokens.css', 'kiosk/css/tokens.css');

/** Every text colour on every ground it stands on. */
const TEXT = [
  ['ink', 'page'],
  ['ink', 'surface'],
  ['ink', 'due-tint'],
  ['ink', 'accent-tint'],
  ['k-muted', 'page'],
  ['k-muted', 'surface'],
  ['k-muted', 'late-tint'],
  ['accent', 'surface'],
  ['accent', 'page'],
  ['accent', 'accent-tint'],
  ['k-ready', 'surface'],
  ['k-ready', 'ready-tint'],
  ['k-late', 'surface'],
  ['k-late', 'page'],
  ['k-late', 'late-tint'],
  ['k-due', 'surface'],
  ['k-due', 'due-tint'],
  ['k-info', 'surface'],
  ['k-info', 'info-tint'],
  ['surface', 'accent'],
  ['surface', 'accent-dark'],
  ['k-on-dark', 'accent-dark'],
  ['k-on-accent', 'accent'],
] as const;

describe('contrast of the kiosk', () => {
  it.each(TEXT)('%s on %s is at least 7:1', (text, ground) => {
    expect(contrast(colour(text), colour(ground))).toBeGreaterThanOrEqual(7);
  });

  it.each(['surface', 'page'] as const)('the outline of what can be touched is at least 3:1 on %s', (ground) => {
    expect(contrast(colour('k-edge-line'), colour(ground))).toBeGreaterThanOrEqual(3);
  });
});
