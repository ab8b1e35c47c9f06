/** Contrast of two colours (WCAG 2), and the colours a stylesheet names. */
import { readFileSync } from 'node:fs';

const channel = (value: number): number => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

function luminance(hex: string): number {
  const full = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join('') : hex.slice(1);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((start) =>
    channel(Number.parseInt(full.slice(start, start + 2), 16) / 255),
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** `--name: #rrggbb` of the given stylesheets; a name that is missing fails the test that asks for it. */
export function colours(...files: readonly string[]): (name: string) => string {
  const text = files
    .map((file) => readFileSync(new URL(`../../../renderer/${file}`, import.meta.url), 'utf8'))
    .join('\n');
  const found = new Map(
    [...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{3,6})\b/gi)].map(([, name = '', hex = '']) => [name, hex]),
  );
  return (name) => {
    const hex = found.get(name);
    if (!hex) throw new Error(`no colour --${name}`);
    return hex;
  };
}
