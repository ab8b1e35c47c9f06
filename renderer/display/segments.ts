/** A list too long for one line of the board is shown in parts, each a line by itself, never cut off in a word. */

/** Parts of at most `max` characters, broken after commas; an item longer than that is broken between words. */
export function segmentsOf(list: string, max: number): readonly string[] {
  const items = list.split(', ').flatMap((item) => joined(item.split(' '), ' ', max));
  return joined(items, ', ', max);
}

function joined(parts: readonly string[], between: string, max: number): readonly string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + between.length + part.length <= max)
      lines[lines.length - 1] = last + between + part;
    else lines.push(part);
  }
  return lines;
}
